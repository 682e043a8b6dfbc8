import { choice, integer, text } from "./setting-types.ts";
import { optional, setting } from "./settings-table.ts";

/** How often whatever a program looks after is looked at. */
export const resyncMs = setting(
  "STRIMZI_FULL_RECONCILIATION_INTERVAL_MS",
  "How often everything is looked at, changed or not, in ms.",
  integer(1),
  "120000",
);

/** What each program of the image is told of itself as a process. */
export const processSettings = {
  logLevel: setting("STRIMZI_LOG_LEVEL", "What is logged.", choice("TRACE", "DEBUG", "INFO", "WARN", "ERROR"), "INFO"),
  httpPort: setting("MILLRACE_HTTP_PORT", "Port of `/healthy`, `/ready` and `/metrics`.", integer(0, 65_535), "8080"),
  httpHost: optional("MILLRACE_HTTP_HOST", "Address on which they are told; left out: all of the pod's.", text),
} as const;
