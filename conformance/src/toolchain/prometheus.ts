import { join } from "node:path";
import { buildGo } from "./go.ts";

const module = join(import.meta.dirname, "../../prometheus");
/** Without the clients of all the clouds that Prometheus can look for targets in. */
const flags = ["-trimpath", "-ldflags", "-s -w", "-tags", "remove_all_sd"];
/** A busy machine takes a quarter of an hour. */
const timeoutMs = 45 * 60_000;

/** Prometheus's own program for rules and queries. */
export const promtool = (): Promise<string> =>
  buildGo(module, { required: "github.com/prometheus/prometheus/cmd/promtool", flags, timeoutMs });
