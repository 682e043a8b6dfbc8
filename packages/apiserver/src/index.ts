export type { ApiRequest, ApiResponse, ApiUser } from "./api.ts";
export { ApiServer, type ApiServerOptions } from "./server.ts";
export { readStored, retainStored } from "./store/at-rest.ts";
