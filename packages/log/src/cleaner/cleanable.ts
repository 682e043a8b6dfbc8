import type { LogConfig } from "../log-config.ts";

/** What the choice of a log looks at in a segment. */
export interface SegmentFacts {
  readonly baseOffset: number;
  readonly sizeBytes: number;
  /** Largest timestamp of its records, or the time of its file's last change if they have none. */
  readonly newestMs: () => number;
  /** Timestamp of its first batch; -1 or undefined: none. */
  readonly firstTimestamp: () => number | undefined;
}

export interface LogFacts {
  readonly config: LogConfig;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly lastStableOffset: number;
  /** In order; the last is the active one. */
  readonly segments: readonly SegmentFacts[];
}

/** What could be cleaned of a log. */
export interface Cleanable {
  readonly firstDirtyOffset: number;
  /** The base of the first segment that may not be cleaned. */
  readonly endOffset: number;
  /** Of the segments from the one with the first dirty offset up to there. */
  readonly cleanableBytes: number;
  /** What part of all that is cleaned or may be cleaned is dirty. */
  readonly ratio: number;
  /** It is enough, or has waited long enough, to be cleaned now. */
  readonly isDue: boolean;
}

/**
 * What of a log may be cleaned (KIP-58, KIP-354): neither the active segment, nor what is not stable, nor what is younger than
 * `min.compaction.lag.ms`. `cleanedTo` is the offset up to which it was cleaned before; if the log has since been cut on either side,
 * everything counts as dirty.
 */
export function cleanable(log: LogFacts, cleanedTo: number | undefined, nowMs: number): Cleanable {
  const { segments, config, startOffset } = log;
  const isValid = cleanedTo !== undefined && cleanedTo >= startOffset && cleanedTo <= log.endOffset;
  const firstDirtyOffset = isValid ? cleanedTo : startOffset;
  const active = segments.length - 1;
  const firstDirty = segmentAt(segments, firstDirtyOffset);
  const firstUncleanable = Math.min(active, segmentAt(segments, log.lastStableOffset), firstTooYoung(log, firstDirty, nowMs));
  const endOffset = segments[firstUncleanable]?.baseOffset ?? 0;
  const cleanBytes = total(segments.filter(({ baseOffset }) => baseOffset < firstDirtyOffset));
  const cleanableBytes = endOffset > firstDirtyOffset ? total(segments.slice(firstDirty, firstUncleanable)) : 0;
  const ratio = cleanableBytes === 0 ? 0 : cleanableBytes / (cleanBytes + cleanableBytes);
  const isDue = ratio > config.minCleanableDirtyRatio || (cleanableBytes > 0 && isOverdue(log, firstDirty, nowMs));
  return { firstDirtyOffset, endOffset, cleanableBytes, ratio, isDue };
}

function firstTooYoung({ segments, config }: LogFacts, from: number, nowMs: number): number {
  if (config.minCompactionLagMs <= 0) return segments.length;
  const index = segments.findIndex((segment, at) => at >= from && segment.newestMs() > nowMs - config.minCompactionLagMs);
  return index < 0 ? segments.length : index;
}

function isOverdue({ segments, config }: LogFacts, from: number, nowMs: number): boolean {
  const cleanUntilMs = nowMs - Math.max(0, config.maxCompactionLagMs);
  return segments.slice(from, -1).some((segment) => {
    const timestamp = segment.firstTimestamp() ?? -1;
    return timestamp > 0 && timestamp < cleanUntilMs;
  });
}

/** Index of the segment that contains `offset`. */
function segmentAt(segments: readonly SegmentFacts[], offset: number): number {
  return Math.max(
    0,
    segments.findLastIndex(({ baseOffset }) => baseOffset <= offset),
  );
}

function total(segments: readonly SegmentFacts[]): number {
  return segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
