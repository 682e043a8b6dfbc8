export { bringTopicsAbout, type TopicFailure, type TopicsOutcome } from "./topics.ts";
