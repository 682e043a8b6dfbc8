export type { KafkaAddress } from "./kafka-links.ts";
export { kafkaKind, secretKind, topicKind, userKind } from "./kinds.ts";
export { observeTopics } from "./topics/observe-topics.ts";
export { TopicController, type TopicControllerOptions } from "./topics/topic-controller.ts";
export type { SettledTopic } from "./topics/topic-reconciler.ts";
export { UserController, type UserControllerOptions } from "./users/user-controller.ts";
export type { UserMemory } from "./users/user-memory.ts";
export type { SettledUser } from "./users/user-reconciler.ts";
