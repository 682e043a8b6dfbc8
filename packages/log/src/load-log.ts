import { forgetFailedFlush, hasFailedFlush, readFile } from "@millrace/files";
import { type Logger, messageOf, type Random } from "@millrace/kit";
import { parseEpochs } from "./checkpoint-file.ts";
import { recoverSwaps } from "./cleaner/recover-swaps.ts";
import {
  CLEANUP_SUFFIXES,
  LEADER_EPOCH_CHECKPOINT,
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  offsetOf,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX,
} from "./file-names.ts";
import { LeaderEpochs } from "./leader-epochs.ts";
import { loadProducers } from "./load-producers.ts";
import { type LogConfig, NEVER } from "./log-config.ts";
import type { ProducerStates } from "./producer-states.ts";
import { recoverSegments } from "./recover-segments.ts";
import { Segment, type SegmentContext } from "./segment.ts";
import { Snapshots } from "./snapshots.ts";

const indexSuffixes = [OFFSET_INDEX_SUFFIX, TIME_INDEX_SUFFIX, TRANSACTION_INDEX_SUFFIX];

export interface LoadOptions {
  readonly context: SegmentContext;
  readonly config: LogConfig;
  readonly logger: Logger;
  readonly random: Random;
  readonly nowMs: number;
  /** The last stop was a clean one: the files are whole. */
  readonly clean: boolean;
  /** What is before this offset is on the disk for certain. */
  readonly recoveryPoint: number;
  /** Before this offset records may be missing that a cleaning took out. */
  readonly gapsBefore: number;
  /** Where the log began when that was last noted. */
  readonly startOffset: number;
  readonly producerIdExpirationMs: number;
}

export interface LoadedLog {
  /** In order; at least one. The last is the active one. */
  readonly segments: Segment[];
  readonly startOffset: number;
  readonly endOffset: number;
  readonly recoveryPoint: number;
  /** Bytes that had to be gone over. */
  readonly scannedBytes: number;
  readonly producers: ProducerStates;
  readonly snapshots: Snapshots;
  readonly epochs: LeaderEpochs;
}

/** Brings up a partition's log from its files; after a crash it first finds out how far they are whole. */
export function loadLog(asked: LoadOptions): LoadedLog {
  const { context, logger, startOffset: notedStart } = asked;
  const { files, directory } = context;
  const names = removeLeftovers(asked, recoverSwaps(context, files.list(directory), logger));
  const flushFailed = hasFailedFlush(names);
  const options = { ...asked, clean: asked.clean && !flushFailed };
  // A process may die of a flush that failed before it has noted it. Where records are acknowledged before they are flushed, that breaks no promise.
  const writesAgain = flushFailed || (!asked.clean && asked.config.flushMessages < NEVER);
  let segments = existingSegments(options, names);
  const epochs = loadEpochs(options, names);
  const snapshots = new Snapshots(files, directory, names);
  const producersAt = (endOffset: number, isEnd: boolean): ProducerStates =>
    loadProducers({ segments, snapshots, startOffset: startOf(segments, notedStart), endOffset, isEnd, logger });
  const recovered = recoverSegments(segments, { ...options, ...believed(options, segments, names), writesAgain, producersAt }, epochs);
  if (flushFailed) forgetFailedFlush(files, directory);
  const { endOffset, scannedBytes, cutBytes, removedSegments } = recovered;
  let { producers } = recovered;
  if (removedSegments > 0) {
    const lost = { directory, cutBytes, removedSegments, endOffset };
    logger.error("A segment is damaged or missing: the log ends there, and what stood behind is removed", lost);
  } else if (cutBytes > 0) logger.warn("Cut what was not written whole before the last stop", { directory, cutBytes, endOffset });
  let end = endOffset;
  if (segments.length === 0 || notedStart > endOffset) {
    for (const segment of segments) for (const path of segment.markDeleted()) files.remove(path);
    const first = new Segment(context, {
      baseOffset: notedStart,
      sizeBytes: 0,
      createdMs: options.nowMs,
      jitterMs: segmentJitter(options),
    });
    first.create();
    segments = [first];
    end = notedStart;
    producers = producersAt(end, true);
  }
  const startOffset = startOf(segments, notedStart);
  epochs.truncateEnd(end);
  epochs.truncateStart(startOffset);
  producers.removeExpired(options.nowMs, options.producerIdExpirationMs);
  return {
    segments,
    startOffset,
    endOffset: end,
    recoveryPoint: Math.min(options.clean ? end : options.recoveryPoint, end),
    scannedBytes,
    producers,
    snapshots,
    epochs,
  };
}

function startOf(segments: readonly Segment[], notedStart: number): number {
  return Math.max(notedStart, segments[0]?.baseOffset ?? 0);
}

/** How far the files may be believed: up to the first damaged index of transactions, which has to be made anew from the log. */
function believed(
  { context, clean, recoveryPoint }: LoadOptions,
  segments: readonly Segment[],
  names: readonly string[],
): Pick<LoadOptions, "clean" | "recoveryPoint"> {
  const indexed = new Set(names.map((name) => offsetOf(name, TRANSACTION_INDEX_SUFFIX)));
  const damaged = segments.find((segment) => indexed.has(segment.baseOffset) && !segment.transactions().isSound(segment.baseOffset));
  if (damaged === undefined) return { clean, recoveryPoint };
  context.indexRebuilt(damaged.baseOffset);
  return { clean: false, recoveryPoint: clean ? damaged.baseOffset : Math.min(recoveryPoint, damaged.baseOffset) };
}

/** Removes what an interrupted operation left: files on their way out, indexes without a log. Returns the names that stay. */
function removeLeftovers({ context: { files, directory } }: LoadOptions, names: readonly string[]): string[] {
  const logs = new Set(names.map((name) => offsetOf(name, LOG_SUFFIX)));
  return names.filter((name) => {
    const index = indexSuffixes.map((suffix) => offsetOf(name, suffix)).find((offset) => offset !== undefined);
    const isOrphan = index !== undefined && !logs.has(index);
    if (!isOrphan && !CLEANUP_SUFFIXES.some((suffix) => name.endsWith(suffix))) return true;
    files.remove(`${directory}/${name}`);
    return false;
  });
}

function existingSegments(options: LoadOptions, names: readonly string[]): Segment[] {
  const { files, directory } = options.context;
  const segments: Segment[] = [];
  for (const name of names) {
    const baseOffset = offsetOf(name, LOG_SUFFIX);
    if (baseOffset === undefined) continue;
    const stat = files.stat(`${directory}/${name}`);
    const origin = {
      baseOffset,
      sizeBytes: stat?.sizeBytes ?? 0,
      createdMs: stat?.modifiedMs ?? options.nowMs,
      jitterMs: segmentJitter(options),
    };
    segments.push(new Segment(options.context, origin));
  }
  return withoutEmpty(segments, options);
}

/**
 * An empty segment says nothing, unless it is all there is, or the first of a log where a cleaning took out what followed: then it says where the
 * log begins. One in the wrong place would hide records: it is left when a new segment could not be begun and the one before it went on,
 * which may have been deleted since.
 */
function withoutEmpty(segments: Segment[], { context: { files }, gapsBefore }: LoadOptions): Segment[] {
  const filled = segments.find(({ sizeBytes }) => sizeBytes > 0);
  const isBeginning = (index: number): boolean => index === 0 && filled !== undefined && filled.baseOffset <= gapsBefore;
  const kept = segments.filter(({ sizeBytes }, index) =>
    filled === undefined ? index === segments.length - 1 : sizeBytes > 0 || isBeginning(index),
  );
  for (const segment of segments) {
    if (!kept.includes(segment)) for (const path of segment.markDeleted()) files.remove(path);
  }
  return kept;
}

/** A segment's part of `segment.jitter.ms`. */
export function segmentJitter({ config, random }: { readonly config: LogConfig; readonly random: Random }): number {
  const jitterMs = Math.min(config.segmentJitterMs, config.segmentMs);
  return jitterMs > 0 ? random.below(jitterMs) : 0;
}

function loadEpochs({ context: { files, directory }, logger }: LoadOptions, names: readonly string[]): LeaderEpochs {
  const path = `${directory}/${LEADER_EPOCH_CHECKPOINT}`;
  try {
    return new LeaderEpochs(names.includes(LEADER_EPOCH_CHECKPOINT) ? parseEpochs(readFile(files, path).toString("utf8")) : []);
  } catch (failure) {
    logger.warn("Leader epochs can't be read and are forgotten", { path, reason: messageOf(failure) });
    return new LeaderEpochs([]);
  }
}
