import { MillraceError } from "@millrace/kit";
import {
  attributeBits,
  BATCH_HEADER_BYTES,
  batchHeader,
  type CodecName,
  compress,
  putVarint,
  RecordFrames,
  recordBytes,
  varintSize,
} from "@millrace/protocol";
import { COMPACTED_BYTES_MAX } from "../check-append.ts";
import type { OffsetMap } from "./offset-map.ts";
import type { TransactionFates } from "./transaction-fates.ts";

/** The last that is known of a producer. */
export interface LastRecord {
  /** -1: it has only ended transactions. */
  readonly lastDataOffset: number;
  readonly epoch: number;
}

export interface FilterRules {
  readonly map: OffsetMap;
  readonly nowMs: number;
  readonly deleteRetentionMs: number;
  /** The end of what may be cleaned: the batch that ends there stays, if only its header, so that the log's end is known. */
  readonly endOffset: number;
  readonly transactions: TransactionFates;
  readonly lastRecords: ReadonlyMap<number, LastRecord>;
}

/** Takes a batch that is kept, in `bytes[start, end)`, which are the caller's again afterwards. */
export type Keep = (bytes: Buffer, start: number, end: number) => void;

/** What lengths, deltas and attributes of a record take at most. */
const RECORD_OVERHEAD_BYTES = 21;
const noBytes = Buffer.alloc(0);

/**
 * Decides what is kept of each batch, and writes those anew that lose records or get a delete horizon (KIP-534). What is decided, and what the
 * batches look like that come out, is what Apache Kafka's cleaner does, to the byte where nothing is compressed.
 */
export class BatchFilter {
  readonly #rules: FilterRules;
  readonly #frames = new RecordFrames();
  /** Which records of the current batch are kept. */
  #kept = new Uint8Array(0);
  #keptCount = 0;
  #keepsTombstone = false;
  #scratch: Buffer = noBytes;

  constructor(rules: FilterRules) {
    this.#rules = rules;
  }

  /** Hands what is left of the batch at `at` to `keep`. Returns how many bytes had to be gone over. Throws if it can't be read. */
  filter(bytes: Buffer, at: number, keep: Keep): number {
    const isControl = batchHeader.isControl(bytes, at);
    const { transactions, nowMs } = this.#rules;
    const isSpent = isControl ? transactions.isSpent(bytes, at) : transactions.isAborted(bytes, at);
    const horizonMs = batchHeader.deleteHorizonMs(bytes, at);
    const losesAll = isSpent && (!isControl || (horizonMs !== undefined && horizonMs <= nowMs));
    if (losesAll) {
      if (this.#keepsHeader(bytes, at)) this.#keepHeader(bytes, at, keep);
      return BATCH_HEADER_BYTES;
    }
    const end = at + batchHeader.batchSizeBytes(bytes, at);
    const isCompressed = batchHeader.compressionType(bytes, at) !== "none";
    const records = isCompressed ? recordBytes(bytes.subarray(at, end), COMPACTED_BYTES_MAX) : bytes;
    const start = isCompressed ? 0 : at + BATCH_HEADER_BYTES;
    const recordsEnd = isCompressed ? records.length : end;
    const count = batchHeader.recordCount(bytes, at);
    this.#choose(bytes, at, records, start, recordsEnd, isControl);
    const needsHorizon = horizonMs === undefined && (this.#keepsTombstone || (isControl && isSpent));
    if (this.#keptCount > 0 && this.#keptCount === count && !needsHorizon) keep(bytes, at, end);
    else if (this.#keptCount > 0) this.#rebuild(bytes, at, records, start, recordsEnd, needsHorizon, keep);
    else if (this.#keepsHeader(bytes, at)) this.#keepHeader(bytes, at, keep);
    return BATCH_HEADER_BYTES + recordsEnd - start;
  }

  /** Marks the records that are kept. */
  #choose(b: Buffer, at: number, records: Buffer, start: number, end: number, isControl: boolean): void {
    const frames = this.#frames;
    const baseOffset = batchHeader.baseOffset(b, at);
    const horizonMs = batchHeader.deleteHorizonMs(b, at);
    const keepsTombstones = horizonMs === undefined || this.#rules.nowMs < horizonMs;
    const count = batchHeader.recordCount(b, at);
    // Of a damaged batch the count is no measure.
    if (count > this.#kept.length) this.#kept = new Uint8Array(Math.min(count, end - start));
    this.#keptCount = 0;
    this.#keepsTombstone = false;
    frames.over(records, start, end, count);
    for (let index = 0; frames.next(); index++) {
      const isKept = isControl || ((frames.hasValue || keepsTombstones) && this.#isLast(baseOffset + frames.offsetDelta));
      this.#kept[index] = isKept ? 1 : 0;
      if (!isKept) continue;
      this.#keptCount++;
      if (!frames.hasValue) this.#keepsTombstone = true;
    }
  }

  /** Whether no later record has the current one's key, as far as the map knows. Records behind the map's end are not judged. */
  #isLast(offset: number): boolean {
    const { map } = this.#rules;
    const { bytes, keyAt, keyBytes } = this.#frames;
    return offset > map.latestOffset || (keyBytes >= 0 && offset >= map.get(bytes, keyAt, keyBytes));
  }

  /** Without its records a batch still says up to which sequence number its producer wrote, and where the log ends. */
  #keepsHeader(b: Buffer, at: number): boolean {
    const producerId = batchHeader.producerId(b, at);
    const last = producerId < 0 ? undefined : this.#rules.lastRecords.get(producerId);
    const lastOffset = batchHeader.lastOffset(b, at);
    if (lastOffset + 1 === this.#rules.endOffset) return true;
    if (last === undefined) return false;
    if (last.lastDataOffset >= 0) return last.lastDataOffset === lastOffset;
    return batchHeader.isControl(b, at) && batchHeader.producerEpoch(b, at) === last.epoch;
  }

  #keepHeader(b: Buffer, at: number, keep: Keep): void {
    const bytes = this.#room(BATCH_HEADER_BYTES);
    const kept = attributeBits.logAppendTime | attributeBits.transactional | attributeBits.control;
    const changed = { attributes: batchHeader.attributes(b, at) & kept, baseTimestamp: -1, recordCount: 0 };
    batchHeader.putBatchHeader(bytes, 0, BATCH_HEADER_BYTES, { ...headerOf(b, at), ...changed });
    keep(bytes, 0, BATCH_HEADER_BYTES);
  }

  /** Writes the kept records as a batch with the offsets, the producer and the compression of the one that they are from. */
  #rebuild(b: Buffer, at: number, records: Buffer, start: number, end: number, setsHorizon: boolean, keep: Keep): void {
    // A new checksum must not make bytes look sound that are not.
    const batchEnd = at + batchHeader.batchSizeBytes(b, at);
    if (batchHeader.computeBatchCrc(b, at, batchEnd) !== batchHeader.batchCrc(b, at))
      throw new MillraceError("DATA_CORRUPT", "A batch has a wrong checksum");
    const horizonMs = setsHorizon ? this.#rules.nowMs + this.#rules.deleteRetentionMs : batchHeader.deleteHorizonMs(b, at);
    const bytes = this.#room(BATCH_HEADER_BYTES + end - start + this.#keptCount * RECORD_OVERHEAD_BYTES);
    const written = this.#writeRecords(b, at, records, start, end, horizonMs, bytes);
    const header = headerOf(b, at);
    const changed = {
      attributes: header.attributes | (horizonMs === undefined ? 0 : attributeBits.deleteHorizon),
      baseTimestamp: written.baseTimestamp,
      maxTimestamp: written.maxTimestamp,
      recordCount: this.#keptCount,
    };
    const batch = compressed(bytes, written.end, batchHeader.compressionType(b, at));
    batchHeader.putBatchHeader(batch, 0, batch.length, { ...header, ...changed });
    keep(batch, 0, batch.length);
  }

  /** Writes the kept records behind the place of a header in `target`; their timestamps count from the horizon, or from the first of them. */
  #writeRecords(b: Buffer, at: number, records: Buffer, start: number, end: number, horizonMs: number | undefined, target: Buffer) {
    const appendTime = batchHeader.timestampType(b, at) === "LogAppendTime" ? batchHeader.maxTimestamp(b, at) : undefined;
    const sourceBase = batchHeader.baseTimestamp(b, at);
    const frames = this.#frames;
    let baseTimestamp = horizonMs;
    let maxTimestamp = appendTime ?? -1;
    let next = BATCH_HEADER_BYTES;
    frames.over(records, start, end, batchHeader.recordCount(b, at));
    for (let index = 0; frames.next(); index++) {
      if (this.#kept[index] === 0) continue;
      const timestamp = appendTime ?? sourceBase + frames.timestampDelta;
      baseTimestamp ??= timestamp;
      if (timestamp > maxTimestamp) maxTimestamp = timestamp;
      next = copyRecord(frames, timestamp - baseTimestamp, target, next);
    }
    return { baseTimestamp: baseTimestamp ?? -1, maxTimestamp, end: next };
  }

  #room(sizeBytes: number): Buffer {
    if (sizeBytes > this.#scratch.length) this.#scratch = Buffer.allocUnsafeSlow(sizeBytes);
    return this.#scratch;
  }
}

function headerOf(b: Buffer, at: number) {
  return {
    baseOffset: batchHeader.baseOffset(b, at),
    partitionLeaderEpoch: batchHeader.partitionLeaderEpoch(b, at),
    attributes: batchHeader.attributes(b, at),
    lastOffsetDelta: batchHeader.lastOffsetDelta(b, at),
    baseTimestamp: batchHeader.baseTimestamp(b, at),
    maxTimestamp: batchHeader.maxTimestamp(b, at),
    producerId: batchHeader.producerId(b, at),
    producerEpoch: batchHeader.producerEpoch(b, at),
    baseSequence: batchHeader.baseSequence(b, at),
    recordCount: batchHeader.recordCount(b, at),
  };
}

/** Copies the current record with another timestamp delta. Returns where it ends. */
function copyRecord(frames: RecordFrames, timestampDelta: number, target: Buffer, at: number): number {
  const { bytes, contentAt, end, offsetDelta } = frames;
  const sizeBytes = 1 + varintSize(timestampDelta) + varintSize(offsetDelta) + end - contentAt;
  let next = putVarint(target, at, sizeBytes);
  target[next++] = 0; // attributes, of which none is defined
  next = putVarint(target, next, timestampDelta);
  next = putVarint(target, next, offsetDelta);
  return next + bytes.copy(target, next, contentAt, end);
}

/** The batch in `bytes[0, end)`, with its records compressed. */
function compressed(bytes: Buffer, end: number, codec: "none" | CodecName | undefined): Buffer {
  if (codec === undefined || codec === "none") return bytes.subarray(0, end);
  const records = compress(codec, bytes.subarray(BATCH_HEADER_BYTES, end));
  const batch = Buffer.allocUnsafe(BATCH_HEADER_BYTES + records.length);
  records.copy(batch, BATCH_HEADER_BYTES);
  return batch;
}
