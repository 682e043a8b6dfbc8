import type { ApiRequest, ApiResponse } from "../api.ts";
import { badRequest } from "../status/refusals.ts";
import type { Parts } from "./parts.ts";
import type { Target } from "./route.ts";

export async function patch(_parts: Parts, _request: ApiRequest, _target: Target, _warnings: string[]): Promise<ApiResponse> {
  throw badRequest("no patches yet");
}
