import { assert } from "@millrace/kit";
import { compress } from "../compression/compression.ts";
import { Writer } from "../wire/writer.ts";
import { attributeBits, BATCH_HEADER_BYTES, type CompressionType, compressionTypes, putBatchHeader } from "./batch-header.ts";
import { varintSize } from "./varints.ts";

export interface RecordDraft {
  /** Milliseconds since the epoch; -1: none. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: ReadonlyArray<{ readonly key: string; readonly value: Buffer | null }>;
}

export interface BatchDraft {
  /** At least one. Their offsets follow each other. */
  readonly records: readonly RecordDraft[];
  /** Default: none. */
  readonly compression?: CompressionType;
  /** What is left out says "none": no producer, no transaction, no epoch, offset 0. */
  readonly baseOffset?: number;
  readonly partitionLeaderEpoch?: number;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly transactional?: boolean;
  readonly control?: boolean;
  /** Sets the timestamp type LogAppendTime with this time. */
  readonly logAppendTimeMs?: number | undefined;
}

/** One record batch of format 2, checksum included. */
export function encodeBatch(draft: BatchDraft): Buffer {
  const { records, compression = "none", baseOffset = 0, logAppendTimeMs } = draft;
  const first = records[0];
  assert(first !== undefined, "a batch has at least one record");
  const baseTimestamp = first.timestamp;
  const body = encodeRecords(records, baseTimestamp);
  const bytes = compression === "none" ? body : compress(compression, body);
  const batch = Buffer.allocUnsafeSlow(BATCH_HEADER_BYTES + bytes.length);
  bytes.copy(batch, BATCH_HEADER_BYTES);
  let maxTimestamp = baseTimestamp;
  for (const record of records) maxTimestamp = Math.max(maxTimestamp, record.timestamp);
  putBatchHeader(batch, 0, batch.length, {
    baseOffset,
    partitionLeaderEpoch: draft.partitionLeaderEpoch ?? -1,
    attributes: attributesOf(draft, compression),
    lastOffsetDelta: records.length - 1,
    baseTimestamp,
    maxTimestamp: logAppendTimeMs ?? maxTimestamp,
    producerId: draft.producerId ?? -1,
    producerEpoch: draft.producerEpoch ?? -1,
    baseSequence: draft.baseSequence ?? -1,
    recordCount: records.length,
  });
  return batch;
}

function attributesOf(draft: BatchDraft, compression: CompressionType): number {
  return (
    compressionTypes.indexOf(compression) |
    (draft.transactional === true ? attributeBits.transactional : 0) |
    (draft.control === true ? attributeBits.control : 0) |
    (draft.logAppendTimeMs === undefined ? 0 : attributeBits.logAppendTime)
  );
}

function encodeRecords(records: readonly RecordDraft[], baseTimestamp: number): Buffer {
  const writer = new Writer();
  records.forEach((record, index) => {
    writeRecord(writer, record, index, record.timestamp - baseTimestamp);
  });
  return writer.toBuffer();
}

function writeRecord(writer: Writer, record: RecordDraft, offsetDelta: number, timestampDelta: number): void {
  const headers = (record.headers ?? []).map(({ key, value }) => ({ key: Buffer.from(key, "utf8"), value }));
  let sizeBytes = 1 + varintSize(timestampDelta) + varintSize(offsetDelta) + bytesSize(record.key) + bytesSize(record.value);
  sizeBytes += varintSize(headers.length);
  for (const { key, value } of headers) sizeBytes += bytesSize(key) + bytesSize(value);
  writer.varint(sizeBytes);
  writer.int8(0);
  writer.varlong(timestampDelta);
  writer.varint(offsetDelta);
  writeBytes(writer, record.key);
  writeBytes(writer, record.value);
  writer.varint(headers.length);
  for (const { key, value } of headers) {
    writeBytes(writer, key);
    writeBytes(writer, value);
  }
}

function writeBytes(writer: Writer, bytes: Buffer | null): void {
  writer.varint(bytes === null ? -1 : bytes.length);
  if (bytes !== null) writer.copy(bytes);
}

function bytesSize(bytes: Buffer | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length;
}
