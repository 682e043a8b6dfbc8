import type { DiskMovement, LeaderMovement, Movement, Proposal } from "./proposal.ts";

/** A partition, as it is while things move. */
export interface ExecutedPartition {
  /** All that hold it now, those included that are on their way in or out. */
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
  /** -1: none. */
  readonly leaderId: number;
  /** A move that is under way: who held it before, and who will once it has ended (KIP-455). */
  readonly move?: { readonly from: readonly number[]; readonly to: readonly number[] };
}

/** A replica in a log directory. */
export interface ExecutedReplica {
  readonly path: string;
  readonly sizeBytes: number;
  /** The log directory that it is being moved to. */
  readonly futurePath?: string;
}

/** Where a cluster is while a proposal is carried out. */
export interface ExecutionState {
  /** Brokers that serve. */
  readonly brokers: ReadonlySet<number>;
  /** By `placeOf`. */
  readonly partitions: ReadonlyMap<string, ExecutedPartition>;
  /** By broker, then by `placeOf`. */
  readonly replicas: ReadonlyMap<number, ReadonlyMap<string, ExecutedReplica>>;
}

export interface ExecutionLimits {
  /** Partitions that a broker gives or takes at a time. */
  readonly movementsPerBroker: number;
  /** Replicas that move between directories of a broker at a time. */
  readonly diskMovementsPerBroker: number;
  readonly leaderMovements: number;
  /** What says which moves first. Default: the order of the proposal. */
  readonly order?: (one: Movement, other: Movement) => number;
}

/** Those of Cruise Control. */
export const defaultLimits: ExecutionLimits = { movementsPerBroker: 5, diskMovementsPerBroker: 2, leaderMovements: 1000 };

/** What is carried out. */
export type Planned = Pick<Proposal, "movements" | "diskMovements" | "leaderMovements">;

/** What to do next, and how far everything is. */
export interface ExecutionStep {
  readonly movements: readonly Movement[];
  readonly diskMovements: readonly DiskMovement[];
  readonly leaderMovements: readonly LeaderMovement[];
  /** Moves of data that are under way, be they of this plan or not, once the step was done. */
  readonly underWay: readonly Movement[];
  readonly progress: Progress;
  /** What has to become otherwise before anything else can be done. */
  readonly waitsFor: readonly string[];
}

/** Partitions, replicas in directories and leaders that have changed, or will not any more, and data that has moved. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** `diverged`: somebody else changed or removed it, so that there is nothing left to be done. */
type Stage = "done" | "diverged" | "moving" | "pending";

const isOver = (stage: Stage): boolean => stage === "done" || stage === "diverged";

/** How many partitions a message names. */
const namedMax = 5;
/** As many partitions move at a time in a whole cluster as Cruise Control lets them (`max.num.cluster.movements`). */
const clusterMovementsMax = 1250;

export const placeOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string => `${topic}/${partition}`;

/** What `placeOf` has made a text of: no name of a topic has a slash. */
export function partitionAt(place: string): { readonly topic: string; readonly partition: number } {
  const [topic = "", partition] = place.split("/");
  return { topic, partition: Number(partition) };
}

export const isFinished = ({ done, total }: Progress): boolean => done === total;

/** The next step of a plan, level-triggered: what was done is seen, so that anybody can go on at any time. */
export function nextExecutionStep(planned: Planned, state: ExecutionState, limits: ExecutionLimits): ExecutionStep {
  const movements = planned.movements.map((movement) => ({ movement, stage: stageOf(movement, state) }));
  const disks = planned.diskMovements.map((movement) => ({ movement, stage: diskStageOf(movement, state) }));
  const moving = new Set(movements.filter(({ stage }) => !isOver(stage)).map(({ movement }) => placeOf(movement)));
  const leaders = planned.leaderMovements.map((movement) => ({ movement, stage: leaderStageOf(movement, state, moving) }));
  const pending = movements.filter(({ stage }) => stage === "pending").map(({ movement }) => movement);
  const startable = pending.filter((movement) => addedBy(movement).every((id) => state.brokers.has(id)) && isSafe(movement, state));
  const started = withinLimits(limits.order === undefined ? startable : startable.toSorted(limits.order), state, limits);
  const underWay = movements
    .filter(({ movement, stage }) => stage === "moving" || started.includes(movement))
    .map(({ movement }) => movement);
  return {
    movements: started,
    diskMovements: disksWithinLimits(disks, limits),
    leaderMovements: leaders
      .filter(({ movement, stage }) => stage === "pending" && isElectable(movement, state))
      .map(({ movement }) => movement)
      .slice(0, limits.leaderMovements),
    underWay,
    progress: progressOf([...movements, ...disks, ...leaders], state),
    waitsFor: underWay.length > 0 ? [] : waitsOf(pending, leaders, state),
  };
}

interface Staged<M> {
  readonly movement: M;
  readonly stage: Stage;
}

function stageOf({ topic, partition, from, to }: Movement, { partitions }: ExecutionState): Stage {
  const now = partitions.get(placeOf({ topic, partition }));
  if (now === undefined) return "diverged";
  if (now.move !== undefined) return "moving";
  if (isSame(now.replicas, to)) return "done";
  return hasSame(now.replicas, from) || hasSame(now.replicas, to) ? "pending" : "diverged";
}

function diskStageOf(movement: DiskMovement, { replicas }: ExecutionState): Stage {
  const now = replicas.get(movement.brokerId)?.get(placeOf(movement));
  if (now === undefined) return "diverged";
  if (now.path === movement.to) return "done";
  return now.futurePath === movement.to ? "moving" : "pending";
}

/** A leader changes once its partition has arrived. */
function leaderStageOf({ topic, partition, to }: LeaderMovement, { partitions }: ExecutionState, moving: ReadonlySet<string>): Stage {
  const now = partitions.get(placeOf({ topic, partition }));
  if (now === undefined) return "diverged";
  if (moving.has(placeOf({ topic, partition })) || now.move !== undefined) return "moving";
  if (now.leaderId === to) return "done";
  return now.replicas[0] === to ? "pending" : "diverged";
}

/**
 * Whether as many replicas would be in sync afterwards as are now, or as there will be: Kafka ends a move once what was added is in sync, whatever
 * becomes of those that stay.
 */
function isSafe(movement: Movement, { partitions }: ExecutionState): boolean {
  const { inSync = [], leaderId = -1 } = partitions.get(placeOf(movement)) ?? {};
  const staying = movement.to.filter((id) => movement.from.includes(id) && inSync.includes(id));
  const isMoved = differing(movement.from, movement.to).length > 0;
  return !isMoved || (leaderId !== -1 && staying.length + addedBy(movement).length >= Math.min(inSync.length, movement.to.length));
}

const isElectable = (movement: LeaderMovement, { partitions }: ExecutionState): boolean =>
  partitions.get(placeOf(movement))?.inSync.includes(movement.to) === true;

/** Those that can be begun without any broker having more than its share to do. */
function withinLimits(startable: readonly Movement[], { partitions }: ExecutionState, limits: ExecutionLimits): readonly Movement[] {
  const busy = new Map<number, number>();
  const occupy = (ids: readonly number[]): void => {
    for (const id of ids) busy.set(id, (busy.get(id) ?? 0) + 1);
  };
  const ongoing = [...partitions.values()].flatMap(({ move }) => (move === undefined ? [] : [differing(move.from, move.to)]));
  for (const ids of ongoing) occupy(ids);
  const started: Movement[] = [];
  for (const movement of startable) {
    const ids = differing(movement.from, movement.to);
    const isFree = ids.every((id) => (busy.get(id) ?? 0) < limits.movementsPerBroker);
    if (!isFree || ongoing.length + started.length >= clusterMovementsMax) continue;
    occupy(ids);
    started.push(movement);
  }
  return started;
}

function disksWithinLimits(
  disks: ReadonlyArray<Staged<DiskMovement>>,
  { diskMovementsPerBroker }: ExecutionLimits,
): readonly DiskMovement[] {
  return [...Map.groupBy(disks, ({ movement }) => movement.brokerId).values()].flatMap((ofBroker) => {
    const moving = ofBroker.filter(({ stage }) => stage === "moving").length;
    const pending = ofBroker.filter(({ stage }) => stage === "pending").map(({ movement }) => movement);
    return pending.slice(0, Math.max(0, diskMovementsPerBroker - moving));
  });
}

const addedBy = ({ from, to }: Movement): readonly number[] => to.filter((id) => !from.includes(id));

type Any = Movement | DiskMovement | LeaderMovement;

function progressOf(all: ReadonlyArray<Staged<Any>>, state: ExecutionState): Progress {
  const bytesOf = (movement: Any) => ("bytes" in movement ? movement.bytes : 0);
  const moved = all.map(({ movement, stage }) => (isOver(stage) ? bytesOf(movement) : stage === "moving" ? arrived(movement, state) : 0));
  return {
    done: all.filter(({ stage }) => isOver(stage)).length,
    total: all.length,
    bytesDone: moved.reduce(sum, 0),
    bytesTotal: all.map(({ movement }) => bytesOf(movement)).reduce(sum, 0),
  };
}

/** How much of what moves has been copied already. */
function arrived(movement: Any, { replicas }: ExecutionState): number {
  if (!("bytes" in movement) || "brokerId" in movement) return 0;
  const copied = addedBy(movement)
    .map((id) => replicas.get(id)?.get(placeOf(movement))?.sizeBytes ?? 0)
    .reduce(sum, 0);
  return Math.min(copied, movement.bytes);
}

function waitsOf(pending: readonly Movement[], leaders: ReadonlyArray<Staged<LeaderMovement>>, state: ExecutionState): readonly string[] {
  const away = new Set(pending.flatMap((movement) => addedBy(movement).filter((id) => !state.brokers.has(id))));
  const unsafe = pending.filter((movement) => !isSafe(movement, state)).map(({ topic, partition }) => `${topic}-${partition}`);
  const late = leaders
    .filter(({ movement, stage }) => stage === "pending" && !isElectable(movement, state))
    .map(({ movement }) => movement.to);
  return [
    ...[...away].map((id) => `broker ${id} is away`),
    ...(unsafe.length === 0 ? [] : [`replicas of ${unsafe.slice(0, namedMax).join(", ")} that would stay are not in sync`]),
    ...[...new Set(late)].map((id) => `broker ${id} is not in sync with what it is to lead`),
  ];
}

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((id, at) => id === other[at]);

const hasSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** Brokers that are in one of both only. */
const differing = (one: readonly number[], other: readonly number[]): readonly number[] => [
  ...one.filter((id) => !other.includes(id)),
  ...other.filter((id) => !one.includes(id)),
];

const sum = (one: number, other: number): number => one + other;
