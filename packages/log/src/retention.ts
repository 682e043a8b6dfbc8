import type { LogConfig } from "./log-config.ts";

/** What retention looks at in a segment. */
export interface RetainedSegment {
  readonly sizeBytes: number;
  /** Offset behind its last record. */
  readonly nextOffset: number;
  /** Largest timestamp of its records, or the time of its file's last change if they have none. Asked for only if needed. */
  readonly newestMs: () => number;
}

/**
 * How many of a log's oldest segments are to be removed: what is before its start, and of what may be read, before `highWatermark`, what is
 * too much or too old. The last segment, which is being written, counts only if it is not empty.
 */
export function segmentsToRemove(
  segments: readonly RetainedSegment[],
  { startOffset, highWatermark }: { readonly startOffset: number; readonly highWatermark: number },
  config: LogConfig,
  nowMs: number,
): number {
  const beforeStart = countWhile(segments, 0, (segment, isLast) => !isLast && segment.nextOffset <= startOffset);
  if (!config.cleanupDelete) return beforeStart;
  const tooMuch = config.retentionBytes < 0 ? beforeStart : overSize(segments, beforeStart, config.retentionBytes);
  const tooOld = config.retentionMs < 0 ? tooMuch : overAge(segments, tooMuch, nowMs - config.retentionMs);
  const readable = countWhile(segments, beforeStart, ({ nextOffset }) => nextOffset <= highWatermark);
  return Math.min(tooOld, readable);
}

function overAge(segments: readonly RetainedSegment[], from: number, oldestMs: number): number {
  return countWhile(segments, from, (segment, isLast) => !(isLast && segment.sizeBytes === 0) && segment.newestMs() < oldestMs);
}

function overSize(segments: readonly RetainedSegment[], from: number, retentionBytes: number): number {
  let surplusBytes = segments.slice(from).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) - retentionBytes;
  return countWhile(segments, from, (segment, isLast) => {
    surplusBytes -= segment.sizeBytes;
    return surplusBytes >= 0 && !(isLast && segment.sizeBytes === 0);
  });
}

function countWhile(
  segments: readonly RetainedSegment[],
  from: number,
  holds: (segment: RetainedSegment, isLast: boolean) => boolean,
): number {
  let count = from;
  for (const segment of segments.slice(from)) {
    if (!holds(segment, count === segments.length - 1)) break;
    count++;
  }
  return count;
}
