export { planTopics, type TopicAction, type TopicState } from "./topics.ts";
export { planUsers, type UserAction, type UserState } from "./users.ts";
