import type { RollNode, RollPartition } from "./cluster-state.ts";

/** How many partitions a message names; there may be thousands. */
const namedMax = 3;

/** Of which partitions a broker may be taken away although they have too few replicas in sync. */
export interface PartitionException {
  readonly name: string;
  readonly holds: (partition: RollPartition, node: RollNode) => boolean;
}

export const partitionExceptions: readonly PartitionException[] = [
  { name: "a partition without replicas to spare can't be kept available, and holds up nothing", holds: (it) => isAlwaysUnavailable(it) },
  {
    // The only replica in sync may be one that hangs, and nothing but a new start brings it back.
    name: "a partition that nobody leads has nothing to lose by a replica that is not ready",
    holds: ({ isOffline = false }, { state }) => isOffline && state === "unready",
  },
  {
    // One that is ready and not in sync is on its way to be.
    name: "a broker that is neither ready nor in sync adds nothing to a partition",
    holds: ({ inSyncReplicas }, { id, state }) => state === "unready" && !inSyncReplicas.includes(id),
  },
];

/**
 * Why a broker can't be started anew now, with others that are away already: some partition would have fewer replicas in sync than it needs for
 * writes. Undefined: it can.
 */
export function brokerHindrance(
  node: RollNode,
  partitions: readonly RollPartition[] | undefined,
  away: ReadonlySet<number>,
  exceptions: readonly PartitionException[],
): string | undefined {
  if (partitions === undefined) return "the partitions can't be read";
  const endangered = partitions.filter(
    (each) => each.replicas.includes(node.id) && isUnavailable(each, node.id, away) && !exceptions.some(({ holds }) => holds(each, node)),
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
