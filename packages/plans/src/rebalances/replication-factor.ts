import { Assignment } from "./assignment.ts";
import type { Movement } from "./proposal.ts";
import type { RebalanceBroker, RebalancePartition, RebalanceView } from "./view.ts";

export type ReplicasProposed =
  | { readonly type: "movements"; readonly movements: readonly Movement[] }
  | { readonly type: "impossible"; readonly why: string };

/**
 * Gives partitions of some topics another number of replicas: new ones on racks that have the fewest of the partition, there on brokers that have
 * the fewest replicas; fewer by taking followers from racks that have the most. Leaders stay.
 */
export function changeReplicationFactor(view: RebalanceView, factors: ReadonlyMap<string, number>): ReplicasProposed {
  const open = view.brokers.filter(({ isClosed }) => isClosed !== true);
  const needed = Math.max(0, ...factors.values());
  if (needed > open.length)
    return { type: "impossible", why: `${needed} replicas need as many brokers, and there are ${open.length} that take replicas` };
  const { loads } = new Assignment(view, { isMovable: () => true, isDestination: () => true, stays: () => true });
  const counts = new Map(view.brokers.map(({ id }, broker) => [id, loads[0]?.[broker] ?? 0]));
  const movements = view.partitions.flatMap((each) => {
    const factor = factors.get(each.topic);
    if (factor === undefined || factor === each.replicas.length) return [];
    const from = each.replicas.map(({ brokerId }) => brokerId);
    const to = factor > from.length ? grown(from, factor, open, counts) : shrunk(each, factor, view.brokers, counts);
    for (const id of to) if (!from.includes(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const id of from) if (!to.includes(id)) counts.set(id, (counts.get(id) ?? 0) - 1);
    const size = Math.max(0, ...each.replicas.map(({ sizeBytes }) => sizeBytes));
    return [{ topic: each.topic, partition: each.partition, from, to, bytes: to.filter((id) => !from.includes(id)).length * size }];
  });
  return { type: "movements", movements };
}

type Counts = ReadonlyMap<number, number>;

function grown(from: readonly number[], factor: number, brokers: readonly RebalanceBroker[], counts: Counts): readonly number[] {
  const to = [...from];
  while (to.length < factor) {
    const [best] = brokers
      .filter(({ id }) => !to.includes(id))
      .map((broker) => ({ id: broker.id, inRack: inRackOf(broker.id, to, brokers), count: counts.get(broker.id) ?? 0 }))
      .sort((one, other) => one.inRack - other.inRack || one.count - other.count || one.id - other.id);
    if (best === undefined) break;
    to.push(best.id);
  }
  return to;
}

function shrunk(
  { replicas, leaderId }: RebalancePartition,
  factor: number,
  brokers: readonly RebalanceBroker[],
  counts: Counts,
): readonly number[] {
  let to = replicas.map(({ brokerId }) => brokerId);
  while (to.length > factor) {
    const [worst] = to
      .filter((id) => id !== leaderId && (leaderId !== -1 || id !== to[0]))
      .map((id) => ({
        id,
        isThere: brokers.some((broker) => broker.id === id && broker.isClosed !== true),
        inRack: inRackOf(id, to, brokers),
        count: counts.get(id) ?? 0,
      }))
      .sort(
        (one, other) =>
          Number(one.isThere) - Number(other.isThere) || other.inRack - one.inRack || other.count - one.count || other.id - one.id,
      );
    if (worst === undefined) break;
    to = to.filter((id) => id !== worst.id);
  }
  return to;
}

/** How many of the replicas are in the rack of a broker. */
function inRackOf(id: number, replicas: readonly number[], brokers: readonly RebalanceBroker[]): number {
  const rackOf = (id: number) => brokers.find((broker) => broker.id === id)?.rack ?? `broker ${id}`;
  return replicas.filter((each) => rackOf(each) === rackOf(id)).length;
}
