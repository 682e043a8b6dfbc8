import type { LogConfig } from "./log-config.ts";

/** What retention looks at in a segment. */
export interface RetainedSegment {
  readonly sizeBytes: number;
  /** Offset behind its last record. */
  readonly nextOffset: number;
  /** Largest timestamp of its records, or the time of its file's last change if they have none. Asked for only if needed. */
  readonly newestMs: () => number;
}

/** How many of a log's oldest segments are to be removed. The last one, which is being written, counts only if it is not empty. */
export function segmentsToRemove(segments: readonly RetainedSegment[], startOffset: number, config: LogConfig, nowMs: number): number {
  const beforeStart = countWhile(segments, 0, (segment, isLast) => !isLast && segment.nextOffset <= startOffset);
  if (!config.cleanupDelete) return beforeStart;
  const tooMuch = config.retentionBytes < 0 ? beforeStart : overSize(segments, beforeStart, config.retentionBytes);
  if (config.retentionMs < 0) return tooMuch;
  return countWhile(
    segments,
    tooMuch,
    (segment, isLast) => !(isLast && segment.sizeBytes === 0) && nowMs - segment.newestMs() > config.retentionMs,
  );
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
