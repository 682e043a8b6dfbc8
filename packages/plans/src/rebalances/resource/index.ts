// What there is to do for a KafkaRebalance, without what it takes to do it: most platforms have none.
export {
  type AutoRebalance,
  type AutoRebalanceMode,
  type AutoRebalanceStep,
  autoRebalanceOf,
  autoRebalanceStep,
  comingBrokers,
  queuedAutoRebalance,
} from "./auto-rebalance.ts";
export { isCured, type RebalanceDuty, rebalanceDuty } from "./duty.ts";
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
