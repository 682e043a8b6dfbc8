import { isShortOfFiles, replaceFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import { formatEpochs } from "./checkpoint-file.ts";
import { LEADER_EPOCH_CHECKPOINT } from "./file-names.ts";
import type { FlushLedger } from "./flush-ledger.ts";
import type { LeaderEpochs } from "./leader-epochs.ts";
import { encodeSnapshot } from "./producer-snapshot.ts";
import type { ProducerStates } from "./producer-states.ts";
import type { Segment, SegmentContext } from "./segment.ts";
import type { SegmentList } from "./segment-list.ts";
import { SharedRuns } from "./shared-runs.ts";
import type { Snapshots } from "./snapshots.ts";

export interface FlusherParts {
  readonly context: SegmentContext;
  readonly segments: SegmentList;
  readonly producers: ProducerStates;
  readonly snapshots: Snapshots;
  readonly epochs: LeaderEpochs;
  readonly ledger: FlushLedger;
  readonly endOffset: () => number;
  /** Resolves when the partition's directory, as a name, survives loss of power. */
  readonly syncParent: () => Promise<void>;
  /** Told when flushing has failed: what was written since the last one must be taken for lost. */
  readonly failed: (failure: unknown) => void;
}

/**
 * What a log may have unflushed without pressing. A checkpoint makes a dozen calls of the system, some of which wait for the disk, however little there is: with a
 * thousand partitions that are written to, it would be most of the work. A start scans as much in less than a millisecond.
 */
const RESTING_BYTES = 256 * 1024;

/**
 * Brings a log onto the disk. Two depths: a *flush* makes records survive loss of power (group commit); a *checkpoint* does the same with all
 * that a start needs, so that it need not scan what is before it.
 */
export class LogFlusher {
  readonly #parts: FlusherParts;
  readonly #flushes = new SharedRuns(() => this.#guarded(() => this.#syncRecords()));
  readonly #checkpoints = new SharedRuns(() => this.#guarded(() => this.#checkpoint()));
  #flushedOffset: number;
  #recoveryPoint: number;
  /** Bytes behind the recovery point. */
  #unflushedBytes = 0;
  /** A flush failed: what was written before it may be lost, and no later success would say otherwise. */
  #failure: unknown;
  /** A file was made or removed since the directory was flushed. */
  #namesChanged = true;

  constructor(parts: FlusherParts, recoveryPoint: number, unflushedBytes: number) {
    this.#parts = parts;
    this.#flushedOffset = recoveryPoint;
    this.#recoveryPoint = recoveryPoint;
    this.added(unflushedBytes);
  }

  get flushedOffset(): number {
    return this.#flushedOffset;
  }

  /** What is before it need not be scanned at a start. */
  get recoveryPoint(): number {
    return this.#recoveryPoint;
  }

  get unflushedBytes(): number {
    return this.#unflushedBytes;
  }

  /** Those of the unflushed bytes that the ledger counts. */
  get pressingBytes(): number {
    return Math.max(0, this.#unflushedBytes - RESTING_BYTES);
  }

  added(bytes: number): void {
    const before = this.pressingBytes;
    this.#unflushedBytes += bytes;
    if (this.pressingBytes > before) this.#parts.ledger.add(this.pressingBytes - before);
  }

  #settled(bytes: number): void {
    const before = this.pressingBytes;
    this.#unflushedBytes -= bytes;
    if (before > 0) this.#parts.ledger.settle(before - this.pressingBytes);
  }

  namesChanged(): void {
    this.#namesChanged = true;
  }

  /** Resolves when what is in the log now survives loss of power. */
  flush(): Promise<void> {
    if (this.#flushedOffset >= this.#parts.endOffset() && !this.#namesChanged) return Promise.resolve();
    return this.#flushes.request();
  }

  /** Resolves when a start need not scan what is in the log now. */
  checkpoint(): Promise<void> {
    return this.#checkpoints.request();
  }

  /**
   * The log begins at `offset`: nothing before it needs to be flushed. The recovery point stays: should the new beginning be forgotten with a
   * crash, what a start needs of the records that come back may not be on the disk.
   */
  startMoved(offset: number): void {
    this.#flushedOffset = Math.max(this.#flushedOffset, offset);
  }

  /** The log goes away, or can't be flushed any more: its bytes are out of the reckoning. */
  abandon(): void {
    this.#failure ??= new MillraceError("NOT_FOUND", "The log is gone");
    this.#settled(this.#unflushedBytes);
  }

  async #guarded(run: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      await run();
    } catch (failure) {
      // Many clients may bring this about. What could not be opened was not flushed either, and is another time.
      if (isShortOfFiles(failure)) this.#allOver();
      else {
        this.#failure ??= failure;
        this.#parts.failed(failure);
      }
      throw failure;
    }
  }

  /** Names and epochs may have been taken for kept already. */
  #allOver(): void {
    this.#namesChanged = true;
    this.#parts.epochs.changed = true;
  }

  async #syncRecords(): Promise<void> {
    const { context, endOffset } = this.#parts;
    const target = endOffset();
    for (const segment of this.#behind(this.#flushedOffset)) await segment.syncLog();
    if (this.#namesChanged) {
      this.#namesChanged = false;
      await context.files.syncDirectory(context.directory);
      await this.#parts.syncParent();
    }
    this.#flushedOffset = Math.max(this.#flushedOffset, target);
  }

  async #checkpoint(): Promise<void> {
    const { context, snapshots, producers, epochs, endOffset } = this.#parts;
    const target = endOffset();
    const bytes = this.#unflushedBytes;
    const hasGrown = target > this.#recoveryPoint;
    if (!hasGrown && !this.#namesChanged && !epochs.changed) return;
    if (hasGrown) snapshots.write(target, encodeSnapshot(producers));
    await this.flush();
    if (hasGrown) {
      await snapshots.sync(target);
      for (const segment of this.#behind(this.#recoveryPoint)) await segment.syncIndexes();
    }
    await this.#saveEpochs(epochs);
    await context.files.syncDirectory(context.directory);
    this.#recoveryPoint = Math.max(this.#recoveryPoint, target);
    this.#settled(bytes);
  }

  /**
   * Removes snapshots that no start needs once the recovery point is noted; until then one may begin at the point before. Kafka keeps those at the beginning of
   * each segment, and the last one.
   */
  recoveryPointNoted(): void {
    const { snapshots, segments } = this.#parts;
    const bases = new Set(segments.all().map(({ baseOffset }) => baseOffset));
    snapshots.keep((offset) => offset >= this.#recoveryPoint || bases.has(offset));
  }

  async #saveEpochs(epochs: LeaderEpochs): Promise<void> {
    if (!epochs.changed) return;
    epochs.changed = false;
    const { files, directory } = this.#parts.context;
    await replaceFile(files, `${directory}/${LEADER_EPOCH_CHECKPOINT}`, formatEpochs(epochs.entries));
  }

  /**
   * Segments with records at or behind `offset`, as long as they are part of the log; and the one before: recovery may have cut it, and what
   * was cut must not come back.
   */
  *#behind(offset: number): Iterable<Segment> {
    const { segments } = this.#parts;
    const behind = segments.all().slice(Math.max(0, segments.indexOf(offset - 1)));
    for (const segment of behind) if (segments.all().includes(segment)) yield segment;
  }
}
