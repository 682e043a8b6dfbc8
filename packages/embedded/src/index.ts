export type { ClientAccess } from "./access.ts";
export { checkPlatform, type Notice } from "./check.ts";
export { type ClientAccessOptions, clientAccess } from "./client-access.ts";
export { type Endpoint, type Platform, type PlatformOptions, startPlatform } from "./platform.ts";
export { readSources } from "./sources.ts";
