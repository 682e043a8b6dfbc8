import { noteFailedFlush } from "@millrace/files";
import { assert, type Cancel, type Clock, type Logger, MillraceError, messageOf, type Random } from "@millrace/kit";
import { batchHeader, endTransactionIn, errors } from "@millrace/protocol";
import { checkProducer, staleEpoch } from "./check-producer.ts";
import type { LastRecord } from "./cleaner/batch-filter.ts";
import type { LogToClean } from "./cleaner/clean-log.ts";
import { SWAP_SUFFIX, type TopicPartition } from "./file-names.ts";
import { FileRemovals } from "./file-removals.ts";
import type { FlushLedger } from "./flush-ledger.ts";
import type { LeaderEpochs } from "./leader-epochs.ts";
import type { LoadedLog } from "./load-log.ts";
import type { Log } from "./log.ts";
import { type LogConfig, NEVER } from "./log-config.ts";
import { LogFlusher } from "./log-flusher.ts";
import { LogReader } from "./log-reader.ts";
import { LogWriter } from "./log-writer.ts";
import {
  type AbortedTransaction,
  type ActiveProducer,
  type AppendOptions,
  type AppendOutcome,
  type ReadOptions,
  type ReadOutcome,
  type Refused,
  refused,
  type TimestampAndOffset,
  type VerificationRequest,
} from "./outcomes.ts";
import { prepareBatch } from "./prepare-batch.ts";
import type { ProducedBatch, ProducerStates } from "./producer-states.ts";
import { segmentsToRemove } from "./retention.ts";
import type { Segment, SegmentContext } from "./segment.ts";
import { SegmentList } from "./segment-list.ts";
import type { SerialQueue } from "./serial-queue.ts";
import type { Snapshots } from "./snapshots.ts";
import { firstAtOrAfter, firstWithLargest, newestMs } from "./timestamp-search.ts";
import type { Verification } from "./verifications.ts";

export interface PartitionLogParts extends TopicPartition {
  readonly context: SegmentContext;
  readonly config: LogConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly ledger: FlushLedger;
  /** The removals of files, those of other logs among them. */
  readonly removalQueue: SerialQueue;
  /** Told when the log's start has moved, so that it can be noted. */
  readonly startMoved: () => void;
  /** Resolves when the partition's directory, as a name, survives loss of power. */
  readonly syncParent: () => Promise<void>;
  /** Told the new settings. */
  readonly reconfigured: (config: LogConfig) => void;
}

/** A log on files: what the interface says, put together from the parts that read, write and flush. */
export class PartitionLog implements Log, LogToClean {
  readonly topic: string;
  readonly partition: number;
  config: LogConfig;
  /** A cleaning goes over its segments: none may be removed. */
  beingCleaned = false;
  readonly #parts: PartitionLogParts;
  readonly #segments: SegmentList;
  readonly #reader: LogReader;
  readonly #writer: LogWriter;
  readonly #flusher: LogFlusher;
  readonly #producers: ProducerStates;
  readonly #snapshots: Snapshots;
  readonly #epochs: LeaderEpochs;
  #startOffset: number;
  #highWatermark: number;
  /** Why nothing may be written any more. */
  #failure: unknown;
  #isClosed = false;
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
    this.#highWatermark = loaded.endOffset;
    this.#removals = new FileRemovals({ ...parts, files: parts.context.files, queue: parts.removalQueue });
    const segments = this.#segments;
    this.#writer = new LogWriter({ ...parts, ...loaded, segments, segmentStarted: () => this.#flusher.namesChanged() }, loaded.endOffset);
    const own = { segments, endOffset: () => this.endOffset, failed: (failure: unknown) => this.#fail(failure) };
    this.#flusher = new LogFlusher({ ...parts, ...loaded, ...own }, loaded.recoveryPoint, loaded.scannedBytes);
  }

  get context(): SegmentContext {
    return this.#parts.context;
  }

  get directory(): string {
    return this.context.directory;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get startOffset(): number {
    return this.#startOffset;
  }

  get endOffset(): number {
    return this.#writer.endOffset;
  }

  get highWatermark(): number {
    return this.#highWatermark;
  }

  get lastStableOffset(): number {
    return Math.max(this.#startOffset, Math.min(this.#producers.transactions.firstUnstable, this.#highWatermark));
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

  get pressingBytes(): number {
    return this.#flusher.pressingBytes;
  }

  get segmentCount(): number {
    return this.#segments.count;
  }

  get sizeBytes(): number {
    return this.#segments.sizeBytes;
  }

  get latestEpoch(): number {
    return this.#epochs.latest;
  }

  append(batches: Buffer, options: AppendOptions): AppendOutcome {
    const { leaderEpoch, origin } = options;
    if (this.#isClosed) return refused(errors.KAFKA_STORAGE_ERROR, "The log is closed");
    if (this.#failure !== undefined) return refused(errors.KAFKA_STORAGE_ERROR, `The log can't be written: ${messageOf(this.#failure)}`);
    const nowMs = this.#parts.clock.now();
    const batch = prepareBatch(batches, origin, this.config, nowMs, this);
    if ("error" in batch) return batch;
    const marker = batchHeader.isControl(batch) ? endTransactionIn(batch) : undefined;
    if (batchHeader.producerId(batch) >= 0) {
      const duplicate = origin === "client" ? this.#producers.duplicateOf(batch, 0) : undefined;
      if (duplicate !== undefined) return this.#duplicate(duplicate);
      const defect = checkProducer(this.#producers, batch, options, marker);
      if (defect !== undefined) return refused(defect.error, defect.message);
    }
    const baseOffset = this.endOffset;
    const refusal = this.#writer.write(batch, { leaderEpoch, config: this.config, nowMs, marker });
    if (refusal !== undefined) {
      if (origin === "client") this.#producers.couldNotWrite(batch, nowMs);
      return refusal;
    }
    this.#flusher.added(batch.length);
    const lastOffset = this.endOffset - 1;
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
      if (this.endOffset - this.flushedOffset >= this.config.flushMessages) return this.#flushUnasked();
      if (this.config.flushMs < NEVER) this.#flushTimer ??= this.#parts.clock.after(this.config.flushMs, () => this.#flushByTimer());
    }
    return this.#parts.ledger.backlog;
  }

  #flushByTimer(): void {
    this.#flushTimer = undefined;
    this.#flushUnasked();
  }

  /** Perhaps nobody waits for it; `#fail` says it if it fails. */
  #flushUnasked(): Promise<void> {
    const flushed = this.flush();
    flushed.catch(() => {});
    return flushed;
  }

  read(offset: number, maxBytes: number, options: ReadOptions): ReadOutcome {
    if (this.#isClosed) return refused(errors.KAFKA_STORAGE_ERROR, "The log is closed");
    if (offset < this.#startOffset || offset > this.endOffset) {
      return refused(errors.OFFSET_OUT_OF_RANGE, `Offset ${offset} is not within [${this.#startOffset}, ${this.endOffset}]`);
    }
    return this.#reader.read(offset, maxBytes, options, this.endOffset);
  }

  acknowledge(highWatermark: number): void {
    assert(highWatermark >= this.#highWatermark && highWatermark <= this.endOffset, "the high watermark moves on, up to the end");
    this.#highWatermark = highWatermark;
    this.#producers.transactions.acknowledge(highWatermark);
  }

  startVerification(request: VerificationRequest): Verification | Refused | undefined {
    const { producerId, producerEpoch: epoch, baseSequence: sequence, supportsEpochBump } = request;
    const known = this.#producers.entries.get(producerId)?.epoch ?? epoch;
    if (epoch < known) {
      const { error, message } = staleEpoch(producerId, epoch, known);
      return refused(error, message);
    }
    if (this.#producers.hasOpenTransaction(producerId, epoch)) return undefined;
    const nowMs = this.#parts.clock.now();
    return this.#producers.verifications.start({ producerId, epoch, sequence, supportsEpochBump, nowMs });
  }

  abortedTransactions(from: number, upTo: number): readonly AbortedTransaction[] {
    return this.#reader.aborted(from, upTo);
  }

  offsetForTimestamp(timestamp: number): TimestampAndOffset | undefined {
    return firstAtOrAfter(this.#segments.all(), timestamp, this.#startOffset);
  }

  offsetForMaxTimestamp(): TimestampAndOffset | undefined {
    return firstWithLargest(this.#segments.all());
  }

  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    return this.#epochs.endOffsetFor(epoch, this.endOffset);
  }

  epochForOffset(offset: number): number {
    return this.#epochs.epochFor(offset);
  }

  deleteRecordsBefore(offset: number): void {
    assert(offset <= this.endOffset, "records can be deleted up to the end of the log");
    if (this.#isClosed || offset <= this.#startOffset) return;
    this.#moveStart(offset);
    if (this.beingCleaned) return; // retention comes back to it
    try {
      this.#removeFirst(this.#countToRemove({ ...this.config, cleanupDelete: false }));
    } catch (failure) {
      if (!(failure instanceof MillraceError)) throw failure;
      // The records are gone for everybody all the same.
      this.#parts.logger.error("Can't remove the files of deleted records yet", { directory: this.directory, reason: failure.message });
    }
  }

  enforceRetention(): number {
    if (this.beingCleaned) return 0;
    const count = this.#countToRemove(this.config);
    this.#removeFirst(count);
    return count;
  }

  roll(): void {
    if (this.#segments.active.sizeBytes > 0) this.#writer.startSegment(this.config);
  }

  flush(): Promise<void> {
    return this.#flusher.flush();
  }

  /** Brings onto the disk all that a start needs; then it need not scan this log. */
  checkpoint(): Promise<void> {
    return this.#flusher.checkpoint();
  }

  /** To be called when its recovery point is on the disk. */
  recoveryPointNoted(): void {
    this.#flusher.recoveryPointNoted();
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

  get failure(): string | undefined {
    return this.#failure === undefined ? undefined : messageOf(this.#failure);
  }

  /** Flushes, completes the indexes and closes the files. */
  async close(): Promise<void> {
    this.#flushTimer?.();
    try {
      if (this.#failure === undefined) await this.#complete();
    } finally {
      this.#release();
      await this.#removals.finish();
    }
  }

  async #complete(): Promise<void> {
    this.#writer.cutTail();
    if (this.#segments.active.isOpen) this.#segments.active.seal();
    await this.checkpoint();
  }

  /** Closes the files of a log that is going to be removed. */
  abandon(): void {
    this.#flushTimer?.();
    this.#flusher.abandon();
    this.#removals.cancel();
    this.#release();
  }

  #release(): void {
    this.#isClosed = true;
    for (const segment of this.#segments.all()) segment.close();
  }

  segments(): readonly Segment[] {
    return this.#segments.all();
  }

  lastRecords(): Map<number, LastRecord> {
    const records = [...this.#producers.entries].map(([producerId, { batches, epoch }]): [number, LastRecord] => [
      producerId,
      { lastDataOffset: batches.at(-1)?.lastOffset ?? -1, epoch },
    ]);
    return new Map(records);
  }

  async replaceSegments(cleaned: Segment, replaced: readonly Segment[]): Promise<void> {
    const { files, directory } = this.context;
    try {
      cleaned.changeSuffix(SWAP_SUFFIX);
      // From here on a start would put it in place, and has all of it.
      await files.syncDirectory(directory);
    } catch (failure) {
      // A start must not find it long after what it was made from has been cleaned again.
      await cleaned.remove();
      throw failure;
    }
    if (this.#isClosed) return;
    try {
      this.#swap(cleaned, replaced);
    } catch (failure) {
      this.#fail(failure);
      throw failure;
    }
    await files.syncDirectory(directory);
  }

  #swap(cleaned: Segment, replaced: readonly Segment[]): void {
    const paths = replaced.flatMap((segment) => segment.markDeleted());
    cleaned.changeSuffix("");
    this.#segments.replace(replaced, cleaned);
    this.#reader.forget();
    this.#removals.schedule(paths, this.config.fileDeleteDelayMs);
  }

  #countToRemove(config: LogConfig): number {
    const segments = this.#segments.all().map((segment, index) => ({
      sizeBytes: segment.sizeBytes,
      nextOffset: this.#segments.nextOffset(index, this.endOffset),
      newestMs: () => newestMs(segment),
    }));
    return segmentsToRemove(segments, this, config, this.#parts.clock.now());
  }

  #removeFirst(count: number): void {
    if (count === 0) return;
    if (count === this.#segments.count) this.#writer.startSegment(this.config);
    const firstOffset = this.#segments.all()[count]?.baseOffset ?? 0;
    this.#moveStart(firstOffset);
    const paths: string[] = [];
    try {
      // One that can't be renamed stays, and all behind it: a start would take a gap for the end of the log. Retention comes back to them.
      for (let left = count; left > 0; left--) {
        paths.push(...(this.#segments.all()[0] as Segment).retire());
        this.#segments.removeFirst();
      }
    } finally {
      this.#reader.forget();
      this.#flusher.namesChanged();
      this.#removals.schedule(paths, this.config.fileDeleteDelayMs);
    }
    this.#snapshots.keep((offset) => offset >= firstOffset);
  }

  #moveStart(offset: number): void {
    if (offset <= this.#startOffset) return;
    this.#startOffset = offset;
    this.#epochs.truncateStart(offset);
    this.#flusher.startMoved(offset);
    this.#parts.startMoved();
  }

  /** After a failed flush nobody knows what is on the disk; only a restart finds out. */
  #fail(failure: unknown): void {
    if (this.#failure !== undefined || this.#isClosed) return;
    this.#failure = failure;
    this.#flusher.abandon();
    const isNoted = noteFailedFlush(this.#parts.context.files, this.directory);
    this.#parts.logger.error("The log can't be brought onto the disk and takes no more records until a restart", {
      directory: this.directory,
      reason: messageOf(failure),
      ...(isNoted ? {} : { isNoted }),
    });
  }
}
