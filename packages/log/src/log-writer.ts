import { type Clock, type Logger, MillraceError, type Random } from "@millrace/kit";
import { batchHeader, type EndTransactionMarker, errors } from "@millrace/protocol";
import type { LeaderEpochs } from "./leader-epochs.ts";
import { segmentJitter } from "./load-log.ts";
import type { LogConfig } from "./log-config.ts";
import { type Refused, refused } from "./outcomes.ts";
import { encodeSnapshot } from "./producer-snapshot.ts";
import type { ProducerStates } from "./producer-states.ts";
import { rollIsDue } from "./roll.ts";
import { Segment, type SegmentContext } from "./segment.ts";
import type { SegmentList } from "./segment-list.ts";
import type { Snapshots } from "./snapshots.ts";

export interface WriterParts {
  readonly context: SegmentContext;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly segments: SegmentList;
  readonly producers: ProducerStates;
  readonly snapshots: Snapshots;
  readonly epochs: LeaderEpochs;
  /** Told when a segment was begun. */
  readonly segmentStarted: () => void;
}

export interface WriteOptions {
  readonly leaderEpoch: number;
  readonly config: LogConfig;
  readonly nowMs: number;
  readonly marker: EndTransactionMarker | undefined;
}

/** Writes at the end of a log. When the disk refuses, the log is as it was before, and writing goes on when the disk does. */
export class LogWriter {
  readonly #parts: WriterParts;
  #endOffset: number;
  /** A failed write may have left something behind the end. */
  #tailIsDirty = false;
  /** The last write failed. */
  #isFailing = false;

  constructor(parts: WriterParts, endOffset: number) {
    this.#parts = parts;
    this.#endOffset = endOffset;
  }

  get endOffset(): number {
    return this.#endOffset;
  }

  /** Stamps a checked batch and writes it; `marker` is what it says if it ends a transaction. */
  write(batch: Buffer, options: WriteOptions): Refused | undefined {
    const { segments, producers, epochs } = this.#parts;
    const { leaderEpoch, config, nowMs, marker } = options;
    const baseOffset = this.#endOffset;
    const lastOffset = baseOffset + batchHeader.lastOffsetDelta(batch);
    const maxTimestamp = batchHeader.maxTimestamp(batch);
    batchHeader.stampBaseOffset(batch, 0, baseOffset);
    batchHeader.stampPartitionLeaderEpoch(batch, 0, leaderEpoch);
    try {
      if (this.#tailIsDirty) this.cutTail();
      if (rollIsDue(segments.active, config, { sizeBytes: batch.length, lastOffset, maxTimestamp, nowMs })) this.startSegment(config);
      // It may have to be read first. What fails has to fail before the batch is there.
      if (marker !== undefined) segments.active.transactions();
      segments.active.append(batch, lastOffset, maxTimestamp);
    } catch (failure) {
      return this.#failed(failure);
    }
    this.#endOffset = lastOffset + 1;
    const aborted = producers.note(batch, 0, marker);
    if (aborted !== undefined) segments.active.noteAborted(aborted);
    epochs.assign(leaderEpoch, baseOffset);
    if (this.#isFailing) this.#worksAgain();
    return undefined;
  }

  /** Begins a new segment at the end. Either all of it succeeds, or the log goes on with the segment that it has. */
  startSegment(config: LogConfig): void {
    const { context, clock, random, segments, snapshots, producers, segmentStarted } = this.#parts;
    if (this.#tailIsDirty) this.cutTail();
    segments.active.seal();
    snapshots.write(this.#endOffset, encodeSnapshot(producers));
    const jitterMs = segmentJitter({ config, random });
    const segment = new Segment(context, { baseOffset: this.#endOffset, sizeBytes: 0, createdMs: clock.now(), jitterMs });
    segment.create();
    segments.add(segment);
    segmentStarted();
  }

  /** Takes away what a failed write may have left behind the end. */
  cutTail(): void {
    if (!this.#tailIsDirty) return;
    this.#parts.segments.active.cutTail();
    this.#tailIsDirty = false;
  }

  #failed(failure: unknown): Refused {
    if (!(failure instanceof MillraceError)) throw failure;
    this.#tailIsDirty = true;
    this.#tryToCutTail();
    // One line when the trouble begins, and one when it is over.
    if (!this.#isFailing) this.#parts.logger.error("The log can't be written", this.#where(failure.message));
    this.#isFailing = true;
    return refused(errors.KAFKA_STORAGE_ERROR, failure.message);
  }

  /** What was refused should not come back after a crash. If that fails too, the next write tries again. */
  #tryToCutTail(): void {
    try {
      this.cutTail();
    } catch (failure) {
      if (!(failure instanceof MillraceError)) throw failure;
    }
  }

  #worksAgain(): void {
    this.#isFailing = false;
    this.#parts.logger.info("The log can be written again", this.#where());
  }

  #where(reason?: string): { readonly directory: string; readonly reason?: string } {
    const { directory } = this.#parts.context;
    return reason === undefined ? { directory } : { directory, reason };
  }
}
