import type { ConfigRow } from "../config-def.ts";
import { listOf } from "../validators.ts";
import { metrics } from "./effects.ts";

/** Configs of a subscription to clients' metrics (KIP-714). */
// biome-ignore format: a table of two lines for each config
export const clientMetricsRows: readonly ConfigRow[] = [
  ["interval.ms", "INT", "300000", "MEDIUM", null, metrics,
    "How often clients push their metrics."],
  ["match", "LIST", "", "MEDIUM", listOf(), metrics,
    "Which clients are meant, as `attribute=pattern` pairs; empty: all."],
  ["metrics", "LIST", "", "MEDIUM", listOf(), metrics,
    "Prefixes of the metrics that are wanted; `*` for all."],
];
