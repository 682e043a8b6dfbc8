export type { Effect } from "./effects/effect.ts";
export { type FieldChange, fieldChanges } from "./effects/field-changes.ts";
export { kafkaEffects, nodePoolEffects } from "./effects/kafka-effects.ts";
export { topicEffects } from "./effects/topic-effects.ts";
export { userEffects } from "./effects/user-effects.ts";
export type { Reason } from "./reason.ts";
export type { Home } from "./exports/exported.ts";
export { topicResource } from "./exports/topic-resource.ts";
export { userResource } from "./exports/user-resource.ts";
export {
  managedNameOf,
  type Surroundings,
  type TopicDuty,
  topicDuty,
  topicFinalizer,
  topicNamespaceOf,
} from "./topics/duty.ts";
export {
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
