import type { LogConfig } from "./log-config.ts";
import type { Segment } from "./segment.ts";

export interface Incoming {
  readonly sizeBytes: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
  readonly nowMs: number;
}

const OFFSET_INDEX_ENTRY_BYTES = 8;
const TIME_INDEX_ENTRY_BYTES = 12;
const RELATIVE_OFFSET_MAX = 2 ** 31 - 1;

/** Whether a new segment has to be begun before a batch is written. */
export function rollIsDue(segment: Segment, config: LogConfig, incoming: Incoming): boolean {
  const { offsets, times } = segment.indexes();
  return (
    segment.sizeBytes > config.segmentBytes - incoming.sizeBytes ||
    (segment.sizeBytes > 0 && waitedMs(segment, incoming) > segmentMsMax(config) - segment.jitterMs) ||
    offsets.entries.count >= Math.floor(config.segmentIndexBytes / OFFSET_INDEX_ENTRY_BYTES) ||
    // One place is kept for the entry that ends the index.
    times.entries.count >= Math.floor(config.segmentIndexBytes / TIME_INDEX_ENTRY_BYTES) - 1 ||
    incoming.lastOffset - segment.baseOffset > RELATIVE_OFFSET_MAX
  );
}

/** What is in the active segment is not cleaned: it has to be rolled for `max.compaction.lag.ms` to hold (KIP-354). */
function segmentMsMax({ cleanupCompact, maxCompactionLagMs, segmentMs }: LogConfig): number {
  return cleanupCompact && maxCompactionLagMs > 0 ? Math.min(maxCompactionLagMs, segmentMs) : segmentMs;
}

/** The records' time that has passed in the segment; the clock's, since it was made, if its records have no timestamps. */
function waitedMs(segment: Segment, { maxTimestamp, nowMs }: Incoming): number {
  const first = segment.firstTimestamp() ?? -1;
  return first >= 0 ? maxTimestamp - first : nowMs - segment.createdMs;
}
