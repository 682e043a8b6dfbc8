/** Name of the topic, as Strimzi's archived Canary has it. */
export const canaryTopic = "__strimzi_canary";

const replicasMax = 3;
/** Records are read at once, and of no use later. */
const retentionMs = "600000";

export interface CanaryBroker {
  readonly id: number;
  readonly rack: string | null;
}

export interface CanaryPartition {
  readonly partition: number;
  readonly replicas: readonly number[];
  /** -1: none. */
  readonly leaderId: number;
}

/** What the topic is to be looked at by. */
export interface CanaryView {
  /** Ids of the brokers that the cluster is to have. */
  readonly expected: readonly number[];
  /** Brokers that serve now. */
  readonly alive: readonly CanaryBroker[];
  /** Undefined: there is no such topic. */
  readonly partitions: readonly CanaryPartition[] | undefined;
}

/** What is done so that each broker leads a partition. */
export type CanaryStep =
  | { readonly type: "create"; readonly assignments: readonly (readonly number[])[]; readonly configs: Readonly<Record<string, string>> }
  | { readonly type: "reassign"; readonly moves: ReadonlyArray<{ readonly partition: number; readonly replicas: readonly number[] }> }
  | { readonly type: "grow"; readonly count: number; readonly assignments: readonly (readonly number[])[] }
  | { readonly type: "elect"; readonly partitions: readonly number[] };

export interface CanaryPlan {
  readonly steps: readonly CanaryStep[];
  /** Partitions that stand for brokers: `0` to less than this. Those that brokers of earlier times have left behind come after them. */
  readonly used: number;
  /** Brokers that are missed: meanwhile nothing is moved. */
  readonly missing: readonly number[];
}

/**
 * One partition for each broker, which it leads if it can; replicas on the next ones, of other racks if there are any. A topic that is there stays
 * as it is while brokers are away: they come back, and their replicas with them.
 */
export function planCanaryTopic({ expected, alive, partitions }: CanaryView): CanaryPlan {
  const missing = expected.filter((id) => !alive.some((broker) => broker.id === id));
  const brokers = inTurns(alive.filter(({ id }) => expected.includes(id)));
  if (partitions === undefined) return { steps: brokers.length === 0 ? [] : [creation(brokers)], used: brokers.length, missing };
  if (missing.length > 0 || brokers.length === 0) return { steps: [], used: Math.min(expected.length, partitions.length), missing };
  const count = Math.max(partitions.length, brokers.length);
  const assignments = assignmentsOf(brokers, count);
  const moves = partitions
    .map(({ partition, replicas }) => ({ partition, before: replicas, replicas: assignments[partition] ?? [] }))
    .filter(({ before, replicas }) => before.join() !== replicas.join())
    .map(({ partition, replicas }) => ({ partition, replicas }));
  const steps: CanaryStep[] = [];
  if (moves.length > 0) steps.push({ type: "reassign", moves });
  if (count > partitions.length) steps.push({ type: "grow", count, assignments: assignments.slice(partitions.length) });
  // What moves is led as wanted once it has moved; until then nobody is preferred.
  const moved = new Set(moves.map(({ partition }) => partition));
  const ledByOthers = partitions.filter(
    ({ partition, replicas, leaderId }) => !moved.has(partition) && leaderId >= 0 && leaderId !== replicas[0],
  );
  if (ledByOthers.length > 0) steps.push({ type: "elect", partitions: ledByOthers.map(({ partition }) => partition) });
  return { steps, used: brokers.length, missing };
}

function creation(brokers: readonly CanaryBroker[]): CanaryStep {
  const assignments = assignmentsOf(brokers, brokers.length);
  const replicas = Math.min(brokers.length, replicasMax);
  const configs = {
    "cleanup.policy": "delete",
    "min.insync.replicas": String(Math.max(1, replicas - 1)),
    "retention.ms": retentionMs,
    "segment.ms": retentionMs,
  };
  return { type: "create", assignments, configs };
}

function assignmentsOf(brokers: readonly CanaryBroker[], count: number): number[][] {
  const replicas = Math.min(brokers.length, replicasMax);
  const broker = (at: number): number => brokers[at % brokers.length]?.id ?? -1;
  return Array.from({ length: count }, (_, partition) => Array.from({ length: replicas }, (_, at) => broker(partition + at)));
}

/** By their ids, and where all have racks, one of each rack after the other, so that neighbours are of different ones. */
function inTurns(brokers: readonly CanaryBroker[]): readonly CanaryBroker[] {
  const sorted = brokers.toSorted((one, other) => one.id - other.id);
  if (sorted.some(({ rack }) => rack === null || rack === "")) return sorted;
  const racks = [...Map.groupBy(sorted, ({ rack }) => rack).values()];
  const turns = Math.max(0, ...racks.map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) => racks.flatMap((rack) => rack.slice(turn, turn + 1))).flat();
}
