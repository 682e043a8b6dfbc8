export { awaitedStatus } from "./awaited/status.ts";
export { adoptedPoolStatus, orphanPoolStatus } from "./kafka/orphan-pool.ts";
export { type KafkaResult, type KafkaState, kafkaStatus, type NodePoolState, nodePoolStatus } from "./kafka/status.ts";
export type { Reason } from "./reason.ts";
export {
  managedNameOf,
  type Surroundings,
  type TopicDuty,
  topicDuty,
  topicFinalizer,
  topicNamespaceOf,
} from "./topics/duty.ts";
export {
  isReplicating,
  type LeftAlone,
  type PartitionState,
  planTopic,
  type SettingState,
  type TopicAction,
  type TopicState,
  topicDeletion,
} from "./topics/plan.ts";
export { configWarnings, type TopicResult, throttlingSettings, topicStatus } from "./topics/status.ts";
export { type UserDuty, userDuty, userNamespaceOf } from "./users/duty.ts";
export { planUsers, type UserAction, type UserState } from "./users/plan.ts";
export { type UserResult, userStatus } from "./users/status.ts";
