import type { ExecutionLimits, ExecutionStep, Planned } from "../execution.ts";
import type { RebalanceState } from "./states.ts";

const bytesPerMb = 1024 * 1024;
const msPerMinute = 60_000;

/** What tells how far a rebalance is, by Strimzi's names of entries; undefined: the entry goes. */
export interface ProgressEntries {
  readonly estimatedTimeToCompletionInMinutes: string | undefined;
  readonly completedByteMovementPercentage: string | undefined;
  readonly "executorState.json": string | undefined;
}

export interface Executed {
  readonly planned: Planned;
  readonly step: ExecutionStep;
  readonly limits: ExecutionLimits;
  readonly sessionId: string;
  /** How long it has been going on. */
  readonly sinceMs: number;
}

/** Entries while it is being carried out. How long it will still take is told once something has moved. */
export function progressOf({ planned, step, limits, sessionId, sinceMs }: Executed): ProgressEntries {
  const { bytesDone, bytesTotal, done, total } = step.progress;
  // Never 100 before all is done.
  const percentage = bytesTotal === 0 ? (100 * done) / Math.max(1, total) : (100 * bytesDone) / bytesTotal;
  const minutes = ((bytesTotal - bytesDone) * sinceMs) / bytesDone / msPerMinute;
  return {
    estimatedTimeToCompletionInMinutes: bytesDone > 0 && sinceMs > 0 ? String(Math.round(minutes)) : undefined,
    completedByteMovementPercentage: String(Math.min(99, Math.floor(percentage))),
    "executorState.json": JSON.stringify(executorState({ planned, step, limits, sessionId })),
  };
}

/** As Cruise Control's REST API tells the state of its executor. */
function executorState({ planned, step, limits, sessionId }: Omit<Executed, "sinceMs">) {
  const { progress, underWay } = step;
  const state =
    underWay.length > 0
      ? "INTER_BROKER_REPLICA_MOVEMENT"
      : planned.diskMovements.length > 0
        ? "INTRA_BROKER_REPLICA_MOVEMENT"
        : "LEADER_MOVEMENT";
  return {
    state: `${state}_TASK_IN_PROGRESS`,
    triggeredUserTaskId: sessionId,
    numTotalPartitionMovements: planned.movements.length,
    numInProgressPartitionMovements: underWay.length,
    numTotalLeadershipMovements: planned.leaderMovements.length,
    numTotalMovements: progress.total,
    numFinishedMovements: progress.done,
    maximumConcurrentPartitionMovementsPerBroker: limits.movementsPerBroker,
    maximumConcurrentLeaderMovements: limits.leaderMovements,
    totalDataToMove: Math.round(progress.bytesTotal / bytesPerMb),
    finishedDataMovement: Math.round(progress.bytesDone / bytesPerMb),
  };
}

/** Entries in a state in which nothing is carried out; what is left out stays as it is. */
export const restingProgress: Readonly<Partial<Record<RebalanceState, Partial<ProgressEntries>>>> = {
  PendingProposal: {
    estimatedTimeToCompletionInMinutes: undefined,
    completedByteMovementPercentage: undefined,
    "executorState.json": undefined,
  },
  ProposalReady: { estimatedTimeToCompletionInMinutes: undefined, completedByteMovementPercentage: "0", "executorState.json": undefined },
  Stopped: { estimatedTimeToCompletionInMinutes: undefined },
  NotReady: { estimatedTimeToCompletionInMinutes: undefined },
  Ready: { estimatedTimeToCompletionInMinutes: "0", completedByteMovementPercentage: "100", "executorState.json": undefined },
};
