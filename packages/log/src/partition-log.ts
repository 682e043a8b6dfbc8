import { assert, type Cancel, type Clock, type Logger, MillraceError, messageOf, type Random } from "@millrace/kit";
import { batchHeader, errors } from "@millrace/protocol";
import { batchIn, checkClientBatch, checkOwnBatch } from "./check-append.ts";
import type { TopicPartition } from "./file-names.ts";
import { FileRemovals } from "./file-removals.ts";
import type { FlushLedger } from "./flush-ledger.ts";
import type { LeaderEpochs } from "./leader-epochs.ts";
import { type LoadedLog, segmentJitter } from "./load-log.ts";
import type { Log } from "./log.ts";
import type { LogConfig } from "./log-config.ts";
import { LogFlusher } from "./log-flusher.ts";
import { LogReader } from "./log-reader.ts";
import {
  type ActiveProducer,
  type AppendOptions,
  type AppendOutcome,
  type ReadOptions,
  type ReadOutcome,
  refused,
  type TimestampAndOffset,
} from "./outcomes.ts";
import { encodeSnapshot } from "./producer-snapshot.ts";
import type { ProducedBatch, ProducerStates } from "./producer-states.ts";
import { type RetainedSegment, segmentsToRemove } from "./retention.ts";
import { rollIsDue } from "./roll.ts";
import { Segment, type SegmentContext } from "./segment.ts";
import { SegmentList } from "./segment-list.ts";
import type { Snapshots } from "./snapshots.ts";
import { storedForm } from "./stored-form.ts";
import { firstAtOrAfter, firstWithLargest, newestMs } from "./timestamp-search.ts";

export interface PartitionLogParts extends TopicPartition {
  readonly context: SegmentContext;
  readonly config: LogConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly ledger: FlushLedger;
  /** Told when the log's start has moved, so that it can be noted. */
  readonly startMoved: () => void;
  /** Resolves when the partition's directory, as a name, survives loss of power. */
  readonly syncParent: () => Promise<void>;
  /** Told the new settings. */
  readonly reconfigured: (config: LogConfig) => void;
}

/** From this on a number of milliseconds means "never". */
const NEVER_MS = 2 ** 53;

export class PartitionLog implements Log {
  readonly topic: string;
  readonly partition: number;
  config: LogConfig;
  readonly #parts: PartitionLogParts;
  readonly #segments: SegmentList;
  readonly #reader: LogReader;
  readonly #flusher: LogFlusher;
  readonly #producers: ProducerStates;
  readonly #snapshots: Snapshots;
  readonly #epochs: LeaderEpochs;
  #startOffset: number;
  #endOffset: number;
  /** Why nothing may be written any more. */
  #failure: unknown;
  /** A failed append may have left something behind the end. */
  #tailIsDirty = false;
  /** The last append failed. */
  #writesFail = false;
  #flushTimer: Cancel | undefined;
  readonly #removals: FileRemovals;

  constructor(parts: PartitionLogParts, loaded: LoadedLog) {
    this.#parts = parts;
    this.topic = parts.topic;
    this.partition = parts.partition;
    this.config = parts.config;
    this.#segments = new SegmentList(loaded.segments);
    this.#reader = new LogReader(this.#segments);
    this.#producers = loaded.producers;
    this.#snapshots = loaded.snapshots;
    this.#epochs = loaded.epochs;
    this.#startOffset = loaded.startOffset;
    this.#endOffset = loaded.endOffset;
    this.#removals = new FileRemovals(parts.context.files, parts.clock);
    const own = { segments: this.#segments, endOffset: () => this.#endOffset, failed: (failure: unknown) => this.#fail(failure) };
    this.#flusher = new LogFlusher({ ...parts, ...loaded, ...own }, loaded.recoveryPoint, loaded.scannedBytes);
  }

  get directory(): string {
    return this.#parts.context.directory;
  }

  get startOffset(): number {
    return this.#startOffset;
  }

  get endOffset(): number {
    return this.#endOffset;
  }

  /** No transaction is ever open: clients can't open one yet. */
  get lastStableOffset(): number {
    return this.#endOffset;
  }

  get flushedOffset(): number {
    return this.#flusher.flushedOffset;
  }

  get recoveryPoint(): number {
    return this.#flusher.recoveryPoint;
  }

  get unflushedBytes(): number {
    return this.#flusher.unflushedBytes;
  }

  get sizeBytes(): number {
    return this.#segments.sizeBytes;
  }

  get latestEpoch(): number {
    return this.#epochs.latest;
  }

  append(batches: Buffer, { leaderEpoch, origin }: AppendOptions): AppendOutcome {
    if (this.#failure !== undefined) return refused(errors.KAFKA_STORAGE_ERROR, `The log can't be written: ${messageOf(this.#failure)}`);
    const sizeBytes = batchIn(batches);
    if (typeof sizeBytes !== "number") return sizeBytes;
    const received = sizeBytes === batches.length ? batches : batches.subarray(0, sizeBytes);
    const nowMs = this.#parts.clock.now();
    const refusal = origin === "client" ? checkClientBatch(received, this.config, nowMs) : checkOwnBatch(received, this.config);
    if (refusal !== undefined) return refusal;
    const batch = storedForm(received, this.config, nowMs);
    if ("error" in batch) return batch;
    if (batch.length > this.config.segmentBytes) {
      return refused(errors.RECORD_LIST_TOO_LARGE, `The batch has ${batch.length} bytes; segment.bytes is ${this.config.segmentBytes}`);
    }
    if (batchHeader.producerId(batch) >= 0) {
      const duplicate = origin === "client" ? this.#producers.duplicateOf(batch, 0) : undefined;
      if (duplicate !== undefined) return this.#duplicate(duplicate);
      const defect = this.#producers.check(batch, 0, origin);
      if (defect !== undefined) return refused(defect.error, defect.message);
    }
    return this.#write(batch, leaderEpoch, nowMs);
  }

  #write(batch: Buffer, leaderEpoch: number, nowMs: number): AppendOutcome {
    const baseOffset = this.#endOffset;
    const lastOffset = baseOffset + batchHeader.lastOffsetDelta(batch);
    const maxTimestamp = batchHeader.maxTimestamp(batch);
    batchHeader.stampBaseOffset(batch, 0, baseOffset);
    batchHeader.stampPartitionLeaderEpoch(batch, 0, leaderEpoch);
    try {
      if (this.#tailIsDirty) this.#cutTail();
      if (rollIsDue(this.#segments.active, this.config, { sizeBytes: batch.length, lastOffset, maxTimestamp, nowMs })) this.#startSegment();
      this.#segments.active.append(batch, lastOffset, maxTimestamp);
    } catch (failure) {
      if (!(failure instanceof MillraceError)) throw failure;
      this.#tailIsDirty = true;
      this.#tryToCutTail();
      this.#noteWrites(failure);
      return refused(errors.KAFKA_STORAGE_ERROR, failure.message);
    }
    this.#noteWrites(undefined);
    this.#endOffset = lastOffset + 1;
    this.#producers.note(batch, 0);
    this.#epochs.assign(leaderEpoch, baseOffset);
    this.#flusher.added(batch.length);
    return {
      error: undefined,
      baseOffset,
      lastOffset,
      logAppendTimeMs: this.config.messageTimestampType === "LogAppendTime" ? nowMs : -1,
      logStartOffset: this.#startOffset,
      duplicate: false,
      flushed: this.#flushAsAsked(lastOffset),
    };
  }

  #duplicate({ firstOffset, lastOffset, timestamp }: ProducedBatch): AppendOutcome {
    return {
      error: undefined,
      baseOffset: firstOffset,
      lastOffset,
      logAppendTimeMs: timestamp,
      logStartOffset: this.#startOffset,
      duplicate: true,
      flushed: this.#flushAsAsked(lastOffset),
    };
  }

  /** What the answer to an append up to `lastOffset` has to wait for. */
  #flushAsAsked(lastOffset: number): Promise<void> | undefined {
    if (lastOffset >= this.flushedOffset) {
      if (this.#endOffset - this.flushedOffset >= this.config.flushMessages) return this.flush();
      if (this.config.flushMs < NEVER_MS) this.#flushTimer ??= this.#parts.clock.after(this.config.flushMs, () => this.#flushByTimer());
    }
    return this.#parts.ledger.backlog;
  }

  #flushByTimer(): void {
    this.#flushTimer = undefined;
    this.flush().catch(() => {}); // `#fail` has said it
  }

  read(offset: number, maxBytes: number, options: ReadOptions): ReadOutcome {
    if (offset < this.#startOffset || offset > this.#endOffset) {
      return refused(errors.OFFSET_OUT_OF_RANGE, `Offset ${offset} is not within [${this.#startOffset}, ${this.#endOffset}]`);
    }
    return this.#reader.read(offset, maxBytes, options, this.#endOffset);
  }

  offsetForTimestamp(timestamp: number): TimestampAndOffset | undefined {
    return firstAtOrAfter(this.#segments.all(), timestamp, this.#startOffset);
  }

  offsetForMaxTimestamp(): TimestampAndOffset | undefined {
    return firstWithLargest(this.#segments.all());
  }

  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    return this.#epochs.endOffsetFor(epoch, this.#endOffset);
  }

  epochForOffset(offset: number): number {
    return this.#epochs.epochFor(offset);
  }

  deleteRecordsBefore(offset: number): void {
    assert(offset <= this.#endOffset, "records can be deleted up to the end of the log");
    if (offset <= this.#startOffset) return;
    this.#moveStart(offset);
    this.#removeFirst(segmentsToRemove(this.#retained(), offset, { ...this.config, cleanupDelete: false }, 0));
  }

  enforceRetention(): number {
    const count = segmentsToRemove(this.#retained(), this.#startOffset, this.config, this.#parts.clock.now());
    this.#removeFirst(count);
    return count;
  }

  roll(): void {
    if (this.#tailIsDirty) this.#cutTail();
    if (this.#segments.active.sizeBytes > 0) this.#startSegment();
  }

  flush(): Promise<void> {
    return this.#flusher.flush();
  }

  /** Brings onto the disk all that a start needs; then it need not scan this log. */
  checkpoint(): Promise<void> {
    return this.#flusher.checkpoint();
  }

  reconfigure(config: LogConfig): void {
    this.config = config;
    this.#parts.reconfigured(config);
  }

  activeProducers(): ActiveProducer[] {
    return this.#producers.active();
  }

  removeExpiredProducers(expirationMs: number): void {
    this.#producers.removeExpired(this.#parts.clock.now(), expirationMs);
  }

  /** It could not be flushed, so that nobody knows what is on the disk. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Flushes, completes the indexes and closes the files. */
  async close(): Promise<void> {
    this.#flushTimer?.();
    if (this.#failure === undefined) {
      if (this.#tailIsDirty) this.#cutTail();
      if (this.#segments.active.isOpen) this.#segments.active.seal();
      await this.checkpoint();
    }
    this.#release();
  }

  /** Closes the files of a log that is going to be removed. */
  abandon(): void {
    this.#failure = new MillraceError("NOT_FOUND", "the partition has been deleted");
    this.#flushTimer?.();
    this.#flusher.abandon();
    this.#release();
  }

  #release(): void {
    this.#removals.finish();
    for (const segment of this.#segments.all()) segment.close();
  }

  #retained(): RetainedSegment[] {
    return this.#segments.all().map((segment, index) => ({
      sizeBytes: segment.sizeBytes,
      nextOffset: this.#segments.nextOffset(index, this.#endOffset),
      newestMs: () => newestMs(segment),
    }));
  }

  #removeFirst(count: number): void {
    if (count === 0) return;
    if (count === this.#segments.count) this.#startSegment();
    const firstOffset = this.#segments.all()[count]?.baseOffset ?? 0;
    this.#moveStart(firstOffset);
    const paths = this.#segments.removeFirst(count).flatMap((segment) => segment.markDeleted());
    this.#reader.forget();
    this.#flusher.namesChanged();
    this.#snapshots.keep((offset) => offset >= firstOffset);
    this.#removals.schedule(paths, this.config.fileDeleteDelayMs);
  }

  #moveStart(offset: number): void {
    if (offset <= this.#startOffset) return;
    this.#startOffset = offset;
    this.#epochs.truncateStart(offset);
    this.#flusher.startMoved(offset);
    this.#parts.startMoved();
  }

  /** Either all of it succeeds, or the log goes on with the segment that it has. */
  #startSegment(): void {
    const { context, clock, random } = this.#parts;
    const baseOffset = this.#endOffset;
    this.#segments.active.seal();
    this.#snapshots.write(baseOffset, encodeSnapshot(this.#producers));
    const jitterMs = segmentJitter({ config: this.config, random });
    const segment = new Segment(context, { baseOffset, sizeBytes: 0, createdMs: clock.now(), jitterMs });
    segment.create();
    this.#segments.add(segment);
    this.#flusher.namesChanged();
  }

  #cutTail(): void {
    this.#segments.active.cutTail();
    this.#tailIsDirty = false;
  }

  /** What was refused should not come back after a crash. If that fails too, the next append tries again. */
  #tryToCutTail(): void {
    try {
      this.#cutTail();
    } catch (failure) {
      if (!(failure instanceof MillraceError)) throw failure;
    }
  }

  /** One line when the trouble begins, and one when it is over. */
  #noteWrites(failure: MillraceError | undefined): void {
    if ((failure !== undefined) === this.#writesFail) return;
    this.#writesFail = failure !== undefined;
    if (failure === undefined) this.#parts.logger.info("The log can be written again", { directory: this.directory });
    else this.#parts.logger.error("The log can't be written", { directory: this.directory, reason: failure.message });
  }

  /** After a failed flush nobody knows what is on the disk; only a restart finds out. */
  #fail(failure: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#flusher.abandon();
    this.#parts.logger.error("The log can't be flushed and takes no more records until a restart", {
      directory: this.directory,
      reason: messageOf(failure),
    });
  }
}
