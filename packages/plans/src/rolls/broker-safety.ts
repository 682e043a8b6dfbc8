import type { RollNode, RollPartition } from "./cluster-state.ts";

/** How many partitions a message names; there may be thousands. */
const namedMax = 3;

/**
 * Why a broker can't be started anew now, with others that are away already: some partition would have fewer replicas in sync than it needs for
 * writes. Partitions that have no more replicas than that can't be kept available whatever is waited for, and hinder nothing. Undefined: it can.
 */
export function brokerHindrance(
  node: RollNode,
  partitions: readonly RollPartition[] | undefined,
  away: ReadonlySet<number> = new Set(),
): string | undefined {
  if (partitions === undefined) return "the partitions can't be read";
  // One that is ready and not in sync is on its way to be; one that is not ready adds nothing.
  const bearsOn = ({ inSyncReplicas }: RollPartition): boolean => node.state !== "unready" || inSyncReplicas.includes(node.id);
  const endangered = partitions.filter(
    (each) => each.replicas.includes(node.id) && isUnavailable(each, node.id, away) && !isAlwaysUnavailable(each) && bearsOn(each),
  );
  if (endangered.length === 0) return undefined;
  return `without it ${partitionNames(endangered)} would have fewer replicas in sync than min.insync.replicas`;
}

/** Partitions that no write can go to while any of some brokers is away, because they have too few replicas. */
export function unavoidablyUnavailable(nodes: readonly RollNode[], partitions: readonly RollPartition[]): readonly RollPartition[] {
  return partitions.filter((partition) => isAlwaysUnavailable(partition) && nodes.some(({ id }) => partition.replicas.includes(id)));
}

/** Whether two brokers have replicas of a partition that has none to spare: nobody could even read it if both were away. */
export const sharesAllOfAPartition = (id: number, away: ReadonlySet<number>, partitions: readonly RollPartition[]): boolean =>
  partitions.some((each) => isAlwaysUnavailable(each) && each.replicas.includes(id) && each.replicas.some((replica) => away.has(replica)));

export function partitionNames(partitions: readonly RollPartition[]): string {
  const names = partitions.slice(0, namedMax).map(({ topic, partition }) => `${topic}-${partition}`);
  const more = partitions.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}

function isUnavailable({ inSyncReplicas, minInSyncReplicas }: RollPartition, id: number, away: ReadonlySet<number>): boolean {
  return inSyncReplicas.filter((replica) => replica !== id && !away.has(replica)).length < minInSyncReplicas;
}

const isAlwaysUnavailable = ({ replicas, minInSyncReplicas }: RollPartition): boolean => replicas.length <= minInSyncReplicas;
