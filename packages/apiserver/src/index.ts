export type { ApiRequest, ApiResponse, ApiUser } from "./api.ts";
