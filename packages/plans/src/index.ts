export { planTopics, type TopicAction, type TopicState } from "./topics.ts";
