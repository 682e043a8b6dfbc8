import { crc32c } from "../crc32c.ts";
import { int16At, int32At, int64At, putInt16, putInt32, putInt64, uint32At } from "./big-endian.ts";

/**
 * The header of a record batch of format 2 (KIP-98), read and stamped in place. `at` is where the batch begins in the buffer.
 *
 * The checksum covers everything from `attributes` on, so that offset and leader epoch may change without touching it.
 */

const LENGTH = 8;
const LEADER_EPOCH = 12;
const MAGIC = 16;
const CRC = 17;
const ATTRIBUTES = 21;
const LAST_OFFSET_DELTA = 23;
const BASE_TIMESTAMP = 27;
const MAX_TIMESTAMP = 35;
const PRODUCER_ID = 43;
const PRODUCER_EPOCH = 51;
const BASE_SEQUENCE = 53;
const COUNT = 57;

/** Bytes before what `batchLength` counts: the base offset and the length itself. */
export const BATCH_LENGTH_OVERHEAD = 12;
/** Bytes before the first record. */
export const BATCH_HEADER_BYTES = 61;
/** The only magic that is stored. */
export const BATCH_MAGIC = 2;
/** Where the bytes that the checksum covers begin. */
export const BATCH_CRC_START = ATTRIBUTES;

/** The compression of a batch, by the lowest three bits of its attributes. */
export const compressionTypes = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
export type CompressionType = (typeof compressionTypes)[number];

export const attributeBits = { compression: 0x07, logAppendTime: 0x08, transactional: 0x10, control: 0x20, deleteHorizon: 0x40 } as const;

export function baseOffset(b: Buffer, at = 0): number {
  return int64At(b, at);
}

/** The length field: the bytes that follow it. A batch with a lying length may have any value here. */
export function batchLength(b: Buffer, at = 0): number {
  return int32At(b, at + LENGTH);
}

/** Bytes of the whole batch, as its length field says. */
export function batchSizeBytes(b: Buffer, at = 0): number {
  return BATCH_LENGTH_OVERHEAD + int32At(b, at + LENGTH);
}

export function partitionLeaderEpoch(b: Buffer, at = 0): number {
  return int32At(b, at + LEADER_EPOCH);
}

export function magic(b: Buffer, at = 0): number {
  return ((b[at + MAGIC] as number) << 24) >> 24;
}

export function batchCrc(b: Buffer, at = 0): number {
  return uint32At(b, at + CRC);
}

/** Kafka reads the low byte only. */
export function attributes(b: Buffer, at = 0): number {
  return b[at + ATTRIBUTES + 1] as number;
}

/** The compression, or undefined for a number that stands for none. */
export function compressionType(b: Buffer, at = 0): CompressionType | undefined {
  return compressionTypes[attributes(b, at) & attributeBits.compression];
}

export function timestampType(b: Buffer, at = 0): "CreateTime" | "LogAppendTime" {
  return (attributes(b, at) & attributeBits.logAppendTime) === 0 ? "CreateTime" : "LogAppendTime";
}

export function isTransactional(b: Buffer, at = 0): boolean {
  return (attributes(b, at) & attributeBits.transactional) !== 0;
}

export function isControl(b: Buffer, at = 0): boolean {
  return (attributes(b, at) & attributeBits.control) !== 0;
}

export function lastOffsetDelta(b: Buffer, at = 0): number {
  return int32At(b, at + LAST_OFFSET_DELTA);
}

export function lastOffset(b: Buffer, at = 0): number {
  return baseOffset(b, at) + lastOffsetDelta(b, at);
}

/** Timestamp that the records' deltas count from; -1: none. */
export function baseTimestamp(b: Buffer, at = 0): number {
  return int64At(b, at + BASE_TIMESTAMP);
}

/**
 * When the batch's tombstones, or the marker that it is, may be removed (KIP-534); undefined if no cleaning has seen them yet. Where there is
 * such a time, the records' timestamps count from it.
 */
export function deleteHorizonMs(b: Buffer, at = 0): number | undefined {
  return (attributes(b, at) & attributeBits.deleteHorizon) === 0 ? undefined : baseTimestamp(b, at);
}

/** Largest timestamp of the records; the time of the append if the type is LogAppendTime. */
export function maxTimestamp(b: Buffer, at = 0): number {
  return int64At(b, at + MAX_TIMESTAMP);
}

/** -1: none. */
export function producerId(b: Buffer, at = 0): number {
  return int64At(b, at + PRODUCER_ID);
}

export function producerEpoch(b: Buffer, at = 0): number {
  return int16At(b, at + PRODUCER_EPOCH);
}

/** -1: none. */
export function baseSequence(b: Buffer, at = 0): number {
  return int32At(b, at + BASE_SEQUENCE);
}

/** Sequence of the last record, which wraps from 2³¹−1 to 0; -1 if there are no sequences. */
export function lastSequence(b: Buffer, at = 0): number {
  const first = baseSequence(b, at);
  return first < 0 ? first : (first + lastOffsetDelta(b, at)) % 0x8000_0000;
}

export function recordCount(b: Buffer, at = 0): number {
  return int32At(b, at + COUNT);
}

/** The checksum that the batch at `[at, end)` should have. */
export function computeBatchCrc(b: Buffer, at: number, end: number): number {
  return crc32c(b, at + ATTRIBUTES, end);
}

export function stampBaseOffset(b: Buffer, at: number, offset: number): void {
  putInt64(b, at, offset);
}

export function stampPartitionLeaderEpoch(b: Buffer, at: number, epoch: number): void {
  putInt32(b, at + LEADER_EPOCH, epoch);
}

/** Sets the type and the largest timestamp of the batch at `[at, end)`, and its checksum anew if that changed anything. */
export function stampMaxTimestamp(b: Buffer, at: number, end: number, type: "CreateTime" | "LogAppendTime", timestamp: number): void {
  if (timestampType(b, at) === type && maxTimestamp(b, at) === timestamp) return;
  const bits = attributes(b, at);
  const changed = type === "LogAppendTime" ? bits | attributeBits.logAppendTime : bits & ~attributeBits.logAppendTime;
  putInt16(b, at + ATTRIBUTES, changed);
  putInt64(b, at + MAX_TIMESTAMP, timestamp);
  putInt32(b, at + CRC, computeBatchCrc(b, at, end));
}

export interface BatchHeader {
  readonly baseOffset: number;
  readonly partitionLeaderEpoch: number;
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

/** Writes the header of a batch whose records already stand in `[at + BATCH_HEADER_BYTES, end)`, checksum included. */
export function putBatchHeader(b: Buffer, at: number, end: number, header: BatchHeader): void {
  putInt64(b, at, header.baseOffset);
  putInt32(b, at + LENGTH, end - at - BATCH_LENGTH_OVERHEAD);
  putInt32(b, at + LEADER_EPOCH, header.partitionLeaderEpoch);
  b[at + MAGIC] = BATCH_MAGIC;
  putInt16(b, at + ATTRIBUTES, header.attributes);
  putInt32(b, at + LAST_OFFSET_DELTA, header.lastOffsetDelta);
  putInt64(b, at + BASE_TIMESTAMP, header.baseTimestamp);
  putInt64(b, at + MAX_TIMESTAMP, header.maxTimestamp);
  putInt64(b, at + PRODUCER_ID, header.producerId);
  putInt16(b, at + PRODUCER_EPOCH, header.producerEpoch);
  putInt32(b, at + BASE_SEQUENCE, header.baseSequence);
  putInt32(b, at + COUNT, header.recordCount);
  putInt32(b, at + CRC, computeBatchCrc(b, at, end));
}
