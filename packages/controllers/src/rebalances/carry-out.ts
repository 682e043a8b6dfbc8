import type { Admin, Outcome } from "@millrace/client";
import {
  type ExecutionLimits,
  type ExecutionState,
  type ExecutionStep,
  isFinished,
  nextExecutionStep,
  type Planned,
} from "@millrace/plans/rebalances";
import { type ThrottlingAdmin, throttle } from "./throttle.ts";

export type MovingAdmin = ThrottlingAdmin & Pick<Admin, "alterPartitionReassignments" | "alterReplicaLogDirs" | "electLeaders">;

export interface CarryOutOptions extends ExecutionLimits {
  /** Bytes in a second that a broker gives and takes for it. Undefined: without limit. */
  readonly throttleBytesPerSec?: number | undefined;
}

export interface CarriedOut {
  readonly step: ExecutionStep;
  readonly isFinished: boolean;
  /** What Kafka refused, in its own words. */
  readonly refusals: readonly string[];
}

/** Errors by which Kafka says that there is nothing left to be done, or that it will be seen to. */
const harmless: ReadonlySet<string> = new Set([
  "NONE",
  "ELECTION_NOT_NEEDED",
  "PREFERRED_LEADER_NOT_AVAILABLE",
  "UNKNOWN_TOPIC_OR_PARTITION",
  "NO_REASSIGNMENT_IN_PROGRESS",
]);

/** Takes the next step of a plan. To be called again until it is finished: whoever does so goes on where another one has stopped. */
export async function carryOut(admin: MovingAdmin, planned: Planned, state: ExecutionState, options: CarryOutOptions): Promise<CarriedOut> {
  const step = nextExecutionStep(planned, state, options);
  await throttle(admin, { bytesPerSec: options.throttleBytesPerSec, all: planned.movements, moving: step.underWay }, state);
  const refusals = [
    ...(await refused(step.movements, (moves) =>
      admin.alterPartitionReassignments(moves.map(({ topic, partition, to }) => ({ topic, partition, replicas: to }))),
    )),
    ...(await refused(step.diskMovements, (moves) =>
      admin.alterReplicaLogDirs(moves.map(({ topic, partition, brokerId, to }) => ({ topic, partition, brokerId, path: to }))),
    )),
    ...(await refused(step.leaderMovements, (moves) => admin.electLeaders(moves.map(({ topic, partition }) => ({ topic, partition }))))),
  ];
  return { step, isFinished: isFinished(step.progress), refusals };
}

type Placed = Outcome & { readonly topic: string; readonly partition: number };

async function refused<Move>(
  moves: readonly Move[],
  ask: (moves: readonly Move[]) => Promise<readonly Placed[]>,
): Promise<readonly string[]> {
  if (moves.length === 0) return [];
  return (await ask(moves))
    .filter(({ error }) => !harmless.has(error.name))
    .map(({ topic, partition, error, errorMessage }) => `${topic}-${partition}: ${error.name}: ${errorMessage ?? error.message}`);
}
