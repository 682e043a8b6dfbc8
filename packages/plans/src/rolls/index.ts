export type { RollNode, RollPartition, RollQuorum, RollState } from "./cluster-state.ts";
export { nextRollStep, type RollStep } from "./next-step.ts";
export { type RestartReason, restartReasons } from "./restart-reason.ts";
