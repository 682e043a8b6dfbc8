export { isCured, type RebalanceDuty, rebalanceDuty } from "./duty.ts";
export { brokerLoads, optimizationResult } from "./figures.ts";
export { type Executed, type ProgressEntries, progressOf, restingProgress } from "./progress.ts";
export { limitsOf, proposeFor, type ResourceProposal } from "./request.ts";
export {
  autoApprovalAnnotation,
  type RebalanceAction,
  type RebalanceState,
  type RebalanceTurn,
  rebalanceAnnotation,
  rebalanceStateOf,
  rebalanceTurn,
  templateAnnotation,
} from "./states.ts";
export { type RebalanceResult, rebalanceStatus } from "./status.ts";
