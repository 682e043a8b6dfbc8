export { bringTopicsAbout, type TopicFailure, type TopicsOutcome } from "./topics.ts";
export { bringUsersAbout, type DeclaredUser, type UserFailure, type UsersOutcome } from "./users.ts";
