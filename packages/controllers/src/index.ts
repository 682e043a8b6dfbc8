export type { KafkaAddress } from "./kafka-links.ts";
export { bringTopicsAbout, type TopicFailure, type TopicsOutcome } from "./topics/bring-about.ts";
export { TopicController, type TopicControllerOptions } from "./topics/topic-controller.ts";
export { bringUsersAbout, type DeclaredUser, type UserFailure, type UsersOutcome } from "./users.ts";
