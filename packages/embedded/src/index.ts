export { updateModeOf } from "@millrace/broker";
export { checkPlatform, type Notice } from "./check.ts";
export { type ClientAccess, type ClientAccessOptions, clientAccess } from "./client-access.ts";
export { type Endpoint, type Platform, type PlatformOptions, startPlatform } from "./platform.ts";
export { readSources } from "./sources.ts";
