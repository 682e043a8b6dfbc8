export type { ApiRequest, ApiResponse, ApiUser } from "./api.ts";
export { ApiServer, type ApiServerOptions } from "./server.ts";
