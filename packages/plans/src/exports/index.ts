export type { Home } from "./exported.ts";
export { topicResource } from "./topic-resource.ts";
export { userResource } from "./user-resource.ts";
