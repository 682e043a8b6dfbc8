import type { ExecutionState } from "./execution.ts";
import { placeOf } from "./execution.ts";
import type { Movement } from "./proposal.ts";

/** Lists of throttled replicas of a topic, each as `partition:broker`, by Kafka's names of the configs. */
export interface ThrottledReplicas {
  readonly "leader.replication.throttled.replicas": readonly string[];
  readonly "follower.replication.throttled.replicas": readonly string[];
}

/** Which replicas of each topic are held back while some partitions move: on the side that gives, all that have it; on the one that takes, those that are new. */
export function throttledReplicas(movements: readonly Movement[], { partitions }: ExecutionState): ReadonlyMap<string, ThrottledReplicas> {
  return new Map(
    [...Map.groupBy(movements, ({ topic }) => topic)].map(([topic, ofTopic]) => {
      const entries = (idsOf: (movement: Movement) => readonly number[]) =>
        ofTopic.flatMap((movement) => idsOf(movement).map((id) => `${movement.partition}:${id}`));
      const sources = (movement: Movement) => partitions.get(placeOf(movement))?.replicas ?? movement.from;
      const added = ({ from, to }: Movement) => to.filter((id) => !from.includes(id));
      return [
        topic,
        {
          "leader.replication.throttled.replicas": entries((movement) => sources(movement).filter((id) => !added(movement).includes(id))),
          "follower.replication.throttled.replicas": entries(added),
        },
      ];
    }),
  );
}
