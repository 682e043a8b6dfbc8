import type { RollNode, RollPartition } from "./cluster-state.ts";

/** How many partitions a message names; there may be thousands. */
const namedMax = 3;

/**
 * Why a broker can't be started anew now: some partition would have fewer replicas in sync than it needs for writes. Partitions that have no
 * more replicas than that can't be kept available whatever is waited for, and hinder nothing. Undefined: it can.
 */
export function brokerHindrance({ id, state }: RollNode, partitions: readonly RollPartition[] | undefined): string | undefined {
  if (partitions === undefined) return "the partitions can't be read";
  // One that is ready and not in sync is on its way to be; one that is not ready adds nothing.
  const bearsOn = ({ inSyncReplicas }: RollPartition): boolean => state !== "unready" || inSyncReplicas.includes(id);
  const endangered = partitions.filter((each) => wouldBeUnavailable(each, id) && !isAlwaysUnavailable(each) && bearsOn(each));
  if (endangered.length === 0) return undefined;
  return `without it ${partitionNames(endangered)} would have fewer replicas in sync than min.insync.replicas`;
}

/** Partitions that no write can go to while the broker is away, because they have too few replicas. */
export function unavoidablyUnavailable({ id }: RollNode, partitions: readonly RollPartition[]): readonly RollPartition[] {
  return partitions.filter((partition) => wouldBeUnavailable(partition, id) && isAlwaysUnavailable(partition));
}

export function partitionNames(partitions: readonly RollPartition[]): string {
  const names = partitions.slice(0, namedMax).map(({ topic, partition }) => `${topic}-${partition}`);
  const more = partitions.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}

function wouldBeUnavailable({ replicas, inSyncReplicas, minInSyncReplicas }: RollPartition, id: number): boolean {
  return replicas.includes(id) && inSyncReplicas.filter((replica) => replica !== id).length < minInSyncReplicas;
}

const isAlwaysUnavailable = ({ replicas, minInSyncReplicas }: RollPartition): boolean => replicas.length <= minInSyncReplicas;
