import type { File, Files } from "@millrace/files";
import { BATCH_HEADER_BYTES, BATCH_MAGIC, batchHeader } from "@millrace/protocol";
import { BatchCursor } from "./batch-cursor.ts";
import {
  DELETED_SUFFIX,
  fileName,
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  SEGMENT_SUFFIXES,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX,
} from "./file-names.ts";
import type { OpenSegments, Releasable } from "./open-segments.ts";
import { SegmentIndexes } from "./segment-indexes.ts";
import { type AbortedEntry, TransactionIndex } from "./transaction-index.ts";

/** What a segment needs from the log that it belongs to. */
export interface SegmentContext {
  readonly files: Files;
  /** The partition's directory. */
  readonly directory: string;
  readonly openSegments: OpenSegments;
  readonly indexIntervalBytes: () => number;
  /** Told when an index was missing or wrong and has been made anew. */
  readonly indexRebuilt: (baseOffset: number) => void;
}

export interface SegmentOrigin {
  readonly baseOffset: number;
  readonly sizeBytes: number;
  readonly createdMs: number;
  /** Taken off `segment.ms`. */
  readonly jitterMs: number;
  /** Added to the names of its files while a cleaning makes it. */
  readonly suffix?: string;
}

export interface BatchPlace {
  readonly position: number;
  readonly sizeBytes: number;
}

const indexSuffixes = [OFFSET_INDEX_SUFFIX, TIME_INDEX_SUFFIX, TRANSACTION_INDEX_SUFFIX];

/** One file of a log with its indexes. Handle and indexes are opened when needed, and given back when others need the room. */
export class Segment implements Releasable {
  readonly baseOffset: number;
  readonly createdMs: number;
  readonly jitterMs: number;
  /** Of the log file. */
  sizeBytes: number;
  used = true;
  readonly #context: SegmentContext;
  #file: File | undefined;
  #indexes: SegmentIndexes | undefined;
  #transactions: TransactionIndex | undefined;
  /** Whether a transaction was aborted in it; undefined: not looked up yet. */
  #hasAborted: boolean | undefined;
  /** Largest timestamp and the last offset of the first batch that has it; undefined: not looked up yet. */
  #largest: { timestamp: number; offset: number } | undefined;
  #firstTimestamp: number | undefined;
  /** Undefined: not looked up yet. */
  #bytesSinceIndexEntry: number | undefined;
  /** Uses of the handle that are under way off the main thread. */
  #pins = 0;
  #closing = false;
  #suffix: string;

  /** Opens nothing: the files may be there or not. */
  constructor(context: SegmentContext, origin: SegmentOrigin) {
    this.#context = context;
    this.baseOffset = origin.baseOffset;
    this.sizeBytes = origin.sizeBytes;
    this.createdMs = origin.createdMs;
    this.jitterMs = origin.jitterMs;
    this.#suffix = origin.suffix ?? "";
  }

  /** Makes the file of a new segment, and empties one that a failed attempt left. */
  create(): void {
    const file = this.#opened(this.#context.files.open(this.#path(LOG_SUFFIX), "create"));
    try {
      file.truncate(0);
    } catch (failure) {
      this.close();
      throw failure;
    }
    this.#nothingNoted();
    this.#transactions = new TransactionIndex();
    this.#hasAborted = false;
  }

  #nothingNoted(): void {
    this.#indexes = new SegmentIndexes(this.baseOffset);
    this.#largest = { timestamp: -1, offset: this.baseOffset };
    this.#bytesSinceIndexEntry = 0;
  }

  /** Writes a batch at the end. If that fails, the end stays where it was, whatever was written behind it. */
  append(batch: Buffer, lastOffset: number, maxTimestamp: number): void {
    const position = this.sizeBytes;
    this.#lookUpWhatNotingNeeds(position);
    this.write(batch);
    this.noteBatch(position, batch.length, lastOffset, maxTimestamp);
  }

  /** It may have to be read first. What fails has to fail before the batch is there. */
  #lookUpWhatNotingNeeds(position: number): void {
    this.#largestKnown();
    this.#bytesSinceIndexEntry ??= this.#bytesBehindIndexed(position);
    if (this.#bytesSinceIndexEntry > this.#context.indexIntervalBytes()) this.indexes();
  }

  /** Writes batches at the end; `noteBatch` has to follow for each of them. */
  write(batches: Buffer): void {
    this.file().write(batches, this.sizeBytes);
    this.sizeBytes += batches.length;
  }

  /** Takes account of a batch that stands behind those noted before. */
  noteBatch(position: number, sizeBytes: number, lastOffset: number, maxTimestamp: number): void {
    if (position === 0) this.#firstTimestamp = maxTimestamp;
    const largest = this.#largestKnown();
    if (maxTimestamp > largest.timestamp) {
      largest.timestamp = maxTimestamp;
      largest.offset = lastOffset;
    }
    this.#bytesSinceIndexEntry ??= this.#bytesBehindIndexed(position);
    if (this.#bytesSinceIndexEntry > this.#context.indexIntervalBytes()) {
      const { offsets, times } = this.indexes();
      offsets.append(lastOffset, position);
      times.append(largest.timestamp, largest.offset);
      this.#bytesSinceIndexEntry = 0;
    }
    this.#bytesSinceIndexEntry += sizeBytes;
  }

  #bytesBehindIndexed(position: number): number {
    const { offsets } = this.indexes();
    return position - offsets.position(offsets.last);
  }

  /** Cuts off what a failed append may have left behind the end. */
  cutTail(): void {
    this.file().truncate(this.sizeBytes);
  }

  /** Cuts the log file at `position`. `forgetFrom` has to follow. */
  truncate(position: number): void {
    this.file().truncate(position);
    this.sizeBytes = position;
  }

  /** Forgets what was noted of batches from `position` on, the first of which has or would have `offset`, so that they can be noted anew. */
  forgetFrom(position: number, offset: number): void {
    const { offsets, times } = this.indexes();
    offsets.truncateAt(position);
    times.truncateAt(offset);
    this.transactions().truncateAt(offset, this.baseOffset);
    this.#hasAborted = undefined;
    this.#largest = this.#largestUpTo(position);
    this.#bytesSinceIndexEntry = this.#bytesBehindIndexed(position);
    if (position === 0) this.#firstTimestamp = undefined;
  }

  /** The same from the beginning on, for a segment whose indexes are made anew and need not be read for that. */
  forgetAll(): void {
    this.#nothingNoted();
    this.transactions().truncateAt(this.baseOffset, this.baseOffset);
    this.#hasAborted = undefined;
    this.#firstTimestamp = undefined;
    this.#context.openSegments.note(this);
  }

  /** Writes what was noted since `forgetFrom`, even if the files seem to hold it: a flush of them may have failed. */
  writeIndexesAgain(): void {
    const { offsets, times } = this.indexes();
    for (const { entries } of [offsets, times, this.transactions()]) entries.distrustFile();
    this.saveIndexes();
  }

  /** Bytes from `position` on, into `target` from its beginning on. Returns how many there are. */
  read(target: Buffer, length: number, position: number): number {
    return this.file().read(target, 0, length, position);
  }

  /** Where the first batch that ends at or behind `offset` stands; undefined if the segment ends before. */
  locate(offset: number): BatchPlace | undefined {
    const cursor = this.cursorBefore(offset);
    let found = cursor.next();
    while (found && batchHeader.lastOffset(cursor.bytes, cursor.at) < offset) found = cursor.next();
    return found ? { position: cursor.position, sizeBytes: cursor.sizeBytes } : undefined;
  }

  /** A cursor whose first batch ends before `offset` as near as the index knows, or is the segment's first. */
  cursorBefore(offset: number): BatchCursor {
    const { offsets } = this.indexes();
    const index = offsets.floorOfOffset(offset);
    if (index < 0) return this.cursor(0);
    const position = offsets.position(index);
    const probe = this.cursor(position);
    if (probe.next() && batchHeader.lastOffset(probe.bytes, probe.at) === offsets.lastOffset(index)) return this.cursor(position);
    this.#rebuildIndexes();
    const { offsets: rebuilt } = this.indexes();
    return this.cursor(rebuilt.position(rebuilt.floorOfOffset(offset)));
  }

  /** Of `[0, length)` in `bytes`, which were read at `position`, the part that consists of whole batches. */
  wholeBatches(bytes: Buffer, length: number, position: number): number {
    const { offsets } = this.indexes();
    const index = offsets.floorOfPosition(position + length - BATCH_HEADER_BYTES);
    let at = Math.max(0, offsets.position(index) - position);
    // An index that is wrong must not make us cut a batch in two.
    if (at > 0 && (batchHeader.magic(bytes, at) !== BATCH_MAGIC || batchHeader.lastOffset(bytes, at) !== offsets.lastOffset(index))) at = 0;
    while (length - at >= BATCH_HEADER_BYTES) {
      const sizeBytes = batchHeader.batchSizeBytes(bytes, at);
      if (sizeBytes < BATCH_HEADER_BYTES || sizeBytes > length - at) break;
      at += sizeBytes;
    }
    return at;
  }

  /** A cursor over the batches of `[position, end)`. */
  cursor(position: number, end = this.sizeBytes, windowBytes?: number): BatchCursor {
    return new BatchCursor(this.file(), position, end, windowBytes);
  }

  /** Largest timestamp of the segment's batches and the last offset of the first batch that has it; timestamp -1 if none has one. */
  largestTimestamp(): { readonly timestamp: number; readonly offset: number } {
    return this.#largestKnown();
  }

  /** Timestamp of the first batch; -1 if that has none, undefined if there is no batch. */
  firstTimestamp(): number | undefined {
    if (this.#firstTimestamp === undefined && this.sizeBytes > 0) {
      const cursor = this.cursor(0);
      if (cursor.next()) this.#firstTimestamp = batchHeader.maxTimestamp(cursor.bytes, cursor.at);
    }
    return this.#firstTimestamp;
  }

  modifiedMs(): number {
    return this.#context.files.stat(this.#path(LOG_SUFFIX))?.modifiedMs ?? this.createdMs;
  }

  setModified(modifiedMs: number): void {
    this.#context.files.setModified(this.#path(LOG_SUFFIX), modifiedMs);
  }

  /** The log file, opened if it is not. */
  file(): File {
    this.used = true;
    return this.#file ?? this.#opened(this.#context.files.open(this.#path(LOG_SUFFIX), "write"));
  }

  /** Both indexes, read from their files or made anew if need be. */
  indexes(): SegmentIndexes {
    this.used = true;
    if (this.#indexes !== undefined) return this.#indexes;
    const { files, directory } = this.#context;
    this.#indexes = SegmentIndexes.load(files, directory, this.baseOffset, this.sizeBytes, this.#suffix);
    if (this.#indexes === undefined) this.#rebuildIndexes();
    this.#context.openSegments.note(this);
    return this.indexes();
  }

  /** The index of aborted transactions, read from its file if there is one. */
  transactions(): TransactionIndex {
    this.used = true;
    if (this.#transactions !== undefined) return this.#transactions;
    this.#transactions = TransactionIndex.load(this.#context.files, this.#path(TRANSACTION_INDEX_SUFFIX));
    this.#context.openSegments.note(this);
    return this.transactions();
  }

  /** Takes account of a transaction whose abort marker stands behind those noted before. */
  noteAborted(aborted: AbortedEntry): void {
    this.transactions().append(aborted);
    this.#hasAborted = true;
  }

  get hasAborted(): boolean {
    this.#hasAborted ??= this.transactions().count > 0;
    return this.#hasAborted;
  }

  /** Whether anything was used of it that has not been given back. */
  get isOpen(): boolean {
    return this.#file !== undefined || this.#indexes !== undefined || this.#transactions !== undefined;
  }

  /** Ends the time index with the largest timestamp, as Kafka does when a segment is full or closed, and writes the indexes. */
  seal(): void {
    const { timestamp, offset } = this.#largestKnown();
    this.indexes().times.append(timestamp, offset);
    this.saveIndexes();
  }

  saveIndexes(): void {
    const { files, directory } = this.#context;
    this.#indexes?.save(files, directory, this.#suffix);
    this.#transactions?.save(files, this.#path(TRANSACTION_INDEX_SUFFIX));
  }

  /** Makes the log file survive loss of power. */
  async syncLog(): Promise<void> {
    const file = this.file();
    this.#pins++;
    try {
      await file.sync();
    } finally {
      this.#pins--;
      if (this.#closing) this.close();
    }
  }

  /** Makes the indexes survive loss of power. Files that go away meanwhile, with the segment, are left alone. */
  async syncIndexes(): Promise<void> {
    this.saveIndexes();
    const { files } = this.#context;
    for (const path of indexSuffixes.map((suffix) => this.#path(suffix))) {
      if (files.stat(path) === undefined) continue;
      const file = files.open(path, "write");
      try {
        await file.sync();
      } finally {
        file.close();
      }
    }
  }

  heldBytes(): number {
    return (this.#indexes?.heldBytes() ?? 0) + (this.#transactions?.entries.bytes.length ?? 0);
  }

  release(): boolean {
    if (this.#pins > 0) return false;
    try {
      this.saveIndexes();
    } catch {
      return false; // a full disk: the entries stay in memory
    }
    this.#indexes = undefined;
    this.#transactions = undefined;
    this.#file?.close();
    this.#file = undefined;
    return true;
  }

  /** Gives the handle back, after uses under way. Nothing is written. */
  close(): void {
    this.#closing = this.#pins > 0;
    if (this.#closing) return;
    this.#context.openSegments.forget(this);
    this.#indexes = undefined;
    this.#transactions = undefined;
    this.#file?.close();
    this.#file = undefined;
  }

  /** Closes the segment and marks its files for removal. Returns the paths that they have then. */
  markDeleted(): string[] {
    this.close();
    return this.#paths().map((path) => {
      this.#context.files.rename(path, path + DELETED_SUFFIX);
      return path + DELETED_SUFFIX;
    });
  }

  /** Gives its files another addition to their names. If that fails, those that have it are its files. */
  changeSuffix(suffix: string): void {
    this.close();
    const paths = this.#paths();
    const added = this.#suffix.length;
    this.#suffix = suffix;
    for (const path of paths) this.#context.files.rename(path, path.slice(0, path.length - added) + suffix);
  }

  /**
   * The same for a segment in whose place none will come. The log file goes first, and with it the segment: what can't be renamed then keeps its
   * name until it is removed. Throws if nothing could be done.
   */
  retire(): string[] {
    this.close();
    const { files } = this.#context;
    const [log = "", ...others] = this.#paths();
    files.rename(log, log + DELETED_SUFFIX);
    const retired = others.map((path) => {
      try {
        files.rename(path, path + DELETED_SUFFIX);
        return path + DELETED_SUFFIX;
      } catch {
        return path;
      }
    });
    return [log + DELETED_SUFFIX, ...retired];
  }

  /** Closes the segment and removes its files. */
  async remove(): Promise<void> {
    this.close();
    for (const path of this.#paths()) await this.#context.files.unlink(path);
  }

  #rebuildIndexes(): void {
    this.#nothingNoted();
    for (const cursor = this.cursor(0); cursor.next(); ) {
      const { bytes, at } = cursor;
      this.noteBatch(cursor.position, cursor.sizeBytes, batchHeader.lastOffset(bytes, at), batchHeader.maxTimestamp(bytes, at));
    }
    const { timestamp, offset } = this.#largestKnown();
    this.indexes().times.append(timestamp, offset);
    if (timestamp >= 0) this.#context.indexRebuilt(this.baseOffset);
  }

  #largestKnown(): { timestamp: number; offset: number } {
    this.#largest ??= this.#largestUpTo(this.sizeBytes);
    return this.#largest;
  }

  /** From the time index, and the batches of `[0, position)` that it says nothing about. */
  #largestUpTo(position: number): { timestamp: number; offset: number } {
    const { offsets, times } = this.indexes();
    let largest = { timestamp: times.lastTimestamp(), offset: times.lastOffset() };
    for (const cursor = this.cursor(offsets.position(offsets.last), position); cursor.next(); ) {
      const timestamp = batchHeader.maxTimestamp(cursor.bytes, cursor.at);
      if (timestamp > largest.timestamp) largest = { timestamp, offset: batchHeader.lastOffset(cursor.bytes, cursor.at) };
    }
    return largest;
  }

  #opened(file: File): File {
    this.#file = file;
    this.#context.openSegments.note(this);
    return file;
  }

  #path(suffix: string): string {
    return `${this.#context.directory}/${fileName(this.baseOffset, suffix)}${this.#suffix}`;
  }

  /** Of its files that there are. */
  #paths(): string[] {
    return SEGMENT_SUFFIXES.map((suffix) => this.#path(suffix)).filter((path) => this.#context.files.stat(path) !== undefined);
  }
}
