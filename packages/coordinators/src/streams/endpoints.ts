import type { Draft, StreamsGroupHeartbeatResponse } from "@millrace/protocol";
import { ascending } from "../modern/assignment.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import type { StreamsChange } from "./settle.ts";
import type { StreamsMember } from "./streams-member.ts";
import { roleOf, subtopologyOf, type TaskRole } from "./tasks.ts";
import type { ConfiguredSubtopology } from "./topology-topics.ts";

type ByEndpoint = NonNullable<Draft<NonNullable<StreamsGroupHeartbeatResponse["partitionsByUserEndpoint"]>>>;

/** Which partitions each process that answers interactive queries has, the member itself last. */
export function partitionsByEndpoint({ turn, group, configured }: StreamsChange, member: StreamsMember): ByEndpoint {
  const { subtopologies } = configured;
  if (subtopologies === undefined) return [];
  const byId = new Map(subtopologies.map((each) => [each.subtopologyId, each]));
  const others = [...group.members()].filter(({ memberId }) => memberId !== member.memberId);
  return [...others, member].flatMap((each) => {
    const { userEndpoint } = each;
    if (userEndpoint === null) return [];
    const of = (role: TaskRole) => partitionsOf(each, role, byId, turn.topics);
    return [{ userEndpoint, activePartitions: of("active"), standbyPartitions: of("standby") }];
  });
}

function partitionsOf(
  { assigned }: StreamsMember,
  role: TaskRole,
  subtopologies: ReadonlyMap<string, ConfiguredSubtopology>,
  topics: TopicImage,
) {
  return [...assigned].flatMap(([key, epochs]) => {
    const subtopology = roleOf(key) === role ? subtopologies.get(subtopologyOf(key)) : undefined;
    if (subtopology === undefined) return [];
    const tasks = ascending(epochs.keys());
    return [...subtopology.sourceTopics, ...subtopology.repartitionSourceTopics.map(({ name }) => name)].map((topic) => ({
      topic,
      // As Kafka has it: a topic of fewer partitions is cut off after so many tasks.
      partitions: tasks.slice(0, topics.topic(topic)?.partitionCount ?? 0),
    }));
  });
}
