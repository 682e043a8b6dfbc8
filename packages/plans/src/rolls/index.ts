export { type CanaryProbes, type CanarySight, type CanaryVerdict, canaryVerdict } from "./canary-verdict.ts";
export type { RollNode, RollPartition, RollQuorum, RollState } from "./cluster-state.ts";
export { nextRollStep } from "./next-step.ts";
export { planLines, planSummary } from "./plan-texts.ts";
export { type RestartReason, restartReasons } from "./restart-reason.ts";
export { type Canary, type CanaryKind, canaryKindOf, type RollCanaries, withCanary } from "./roll-canary.ts";
export { type PlannedStep, type RollPlan, rollPlan } from "./roll-plan.ts";
export { type RollRules, rollRules } from "./roll-rules.ts";
export type { RollStep } from "./roll-step.ts";
