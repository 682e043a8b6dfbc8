import {
  brokersNamed,
  type DiskPlace,
  defaultLimits,
  type ExecutionState,
  goalsByNames,
  type Movement,
  moveOffDisks,
  type Planned,
  type Progress,
  partitionAt,
  proposeRebalance,
  type RebalanceView,
} from "@millrace/plans/rebalances";
import { carryOut, type MovingAdmin } from "./carry-out.ts";
import { type ObservingAdmin, observeCluster } from "./observe-cluster.ts";
import { throttle } from "./throttle.ts";

/** What is to be emptied: brokers, or log directories of brokers. */
export type Drained = { readonly brokers: readonly number[] } | { readonly disks: readonly DiskPlace[] };

export interface DrainOptions {
  readonly throttleBytesPerSec?: number | undefined;
  /** Defaults are Cruise Control's. */
  readonly movementsPerBroker?: number;
  readonly diskMovementsPerBroker?: number;
  /** Topics that hold nobody: whoever looks after them moves them himself. */
  readonly isLeftAlone?: (topic: string) => boolean;
}

export type DrainOutcome =
  /** To be called again; `left` is how many replicas have still to go. */
  | { readonly type: "moving"; readonly left: number; readonly progress: Progress; readonly message: string }
  | { readonly type: "done" }
  | { readonly type: "impossible"; readonly why: string };

/**
 * Takes one step of emptying brokers or log directories, and says how far it is. To be called in each pass until it is done; nothing is kept
 * between calls. Throws if Kafka can't be asked.
 */
export async function moveReplicasOff(
  admin: ObservingAdmin & MovingAdmin,
  drained: Drained,
  options: DrainOptions = {},
): Promise<DrainOutcome> {
  const { isLeftAlone = () => false, throttleBytesPerSec, ...own } = options;
  const { view, state } = await observeCluster(admin);
  const held = { ...view, partitions: view.partitions.filter(({ topic }) => !isLeftAlone(topic)) };
  const planned = planOf(held, drained);
  if (typeof planned === "string") return { type: "impossible", why: planned };
  const left = replicasLeft(state, drained, isLeftAlone);
  const limits = { ...defaultLimits, ...own, throttleBytesPerSec };
  // What is under way is no longer planned, but held back and waited for.
  const all = { ...planned, movements: [...ongoing(state), ...planned.movements] };
  const { step, refusals } = await carryOut(admin, all, state, limits);
  if (left === 0 && step.underWay.length === 0) {
    await throttle(admin, { bytesPerSec: throttleBytesPerSec, all: undefined, moving: [] }, state);
    return { type: "done" };
  }
  const why = [...refusals, ...step.waitsFor];
  const told = why.length === 0 ? "" : `: ${why.slice(0, 3).join("; ")}`;
  return {
    type: "moving",
    left,
    progress: step.progress,
    message: `${left} replicas have still to be moved off ${nameOf(drained)}${told}`,
  };
}

/** What is to be moved, or why it can't be. */
function planOf(view: RebalanceView, drained: Drained): Planned | string {
  if ("disks" in drained) {
    const proposed = moveOffDisks(view, drained.disks);
    return proposed.type === "impossible" ? proposed.why : { movements: [], diskMovements: proposed.movements, leaderMovements: [] };
  }
  const brokers = drained.brokers.filter((id) => view.brokers.some((broker) => broker.id === id));
  const proposed = proposeRebalance(view, { mode: "remove-brokers", brokers, goals: goalsByNames().goals });
  return proposed.type === "impossible" ? proposed.why : proposed.proposal;
}

function ongoing({ partitions }: ExecutionState): readonly Movement[] {
  return [...partitions].flatMap(([place, { move }]) => {
    return move === undefined ? [] : [{ ...partitionAt(place), ...move, bytes: 0 }];
  });
}

/** Replicas that are where nothing is to be. */
function replicasLeft({ partitions, replicas }: ExecutionState, drained: Drained, isLeftAlone: (topic: string) => boolean): number {
  const concerned = [...partitions].filter(([place]) => !isLeftAlone(partitionAt(place).topic));
  if ("brokers" in drained) return concerned.flatMap(([, { replicas }]) => replicas.filter((id) => drained.brokers.includes(id))).length;
  return drained.disks.flatMap(({ brokerId, path }) => concerned.filter(([place]) => replicas.get(brokerId)?.get(place)?.path === path))
    .length;
}

function nameOf(drained: Drained): string {
  if ("brokers" in drained) return brokersNamed(drained.brokers);
  return drained.disks.map(({ brokerId, path }) => `${path} of broker ${brokerId}`).join(", ");
}
