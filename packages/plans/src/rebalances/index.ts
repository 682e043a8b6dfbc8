export { brokersNamed } from "./broker-names.ts";
export { balanceDisks, type DiskPlace, type DisksProposed, moveOffDisks } from "./disks.ts";
export {
  defaultLimits,
  type ExecutedPartition,
  type ExecutedReplica,
  type ExecutionLimits,
  type ExecutionState,
  type ExecutionStep,
  isFinished,
  nextExecutionStep,
  type Planned,
  type Progress,
  partitionAt,
  placeOf,
} from "./execution.ts";
export { type GoalName, goalNames, goalsByNames, type KnownGoals } from "./goals.ts";
export type { BrokerLoad, DiskMovement, LeaderMovement, Movement, Proposal } from "./proposal.ts";
export { type BrokerMode, type Proposed, proposeRebalance, type RebalanceRequest } from "./propose.ts";
export { changeReplicationFactor, type ReplicasProposed } from "./replication-factor.ts";
export { brokerLoads, optimizationResult } from "./resource/figures.ts";
export * from "./resource/index.ts";
export { type Executed, type ProgressEntries, progressOf, restingProgress } from "./resource/progress.ts";
export { limitsOf, proposeFor, type ResourceProposal } from "./resource/request.ts";
export { type ThrottledReplicas, throttledReplicas } from "./throttles.ts";
export type { RebalanceBroker, RebalanceDisk, RebalancePartition, RebalanceReplica, RebalanceView } from "./view.ts";
