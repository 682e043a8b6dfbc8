export type { KafkaAddress } from "./kafka-links.ts";
export { kafkaKind, topicKind } from "./kinds.ts";
export { TopicController, type TopicControllerOptions } from "./topics/topic-controller.ts";
export type { SettledTopic } from "./topics/topic-reconciler.ts";
export { bringUsersAbout, type DeclaredUser, type UserFailure, type UsersOutcome } from "./users.ts";
