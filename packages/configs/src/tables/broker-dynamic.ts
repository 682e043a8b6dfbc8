import type { ConfigRow } from "../config-def.ts";
import { atLeast } from "../validators.ts";
import { oneDirectory, oneNode } from "./effects.ts";

/** What can be set for a running broker only. */
// biome-ignore format: a table of two lines for each config
export const dynamicOnlyRows: readonly ConfigRow[] = [
  ["leader.replication.throttled.rate", "LONG", "9223372036854775807", "MEDIUM", atLeast(0), oneNode,
    "Bytes a second that leaders send to throttled followers.", "cluster-wide"],
  ["follower.replication.throttled.rate", "LONG", "9223372036854775807", "MEDIUM", atLeast(0), oneNode,
    "Bytes a second that throttled followers fetch.", "cluster-wide"],
  ["replica.alter.log.dirs.io.max.bytes.per.second", "LONG", "9223372036854775807", "MEDIUM", atLeast(0), oneDirectory,
    "Bytes a second for moving replicas between data directories.", "cluster-wide"],
];
