import { decompress } from "../compression/compression.ts";
import { ProtocolError } from "../wire/protocol-error.ts";
import { Reader } from "../wire/reader.ts";
import * as header from "./batch-header.ts";

export interface RecordHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

/** A record of a batch. Key, value and header values share the batch's memory, or that of the decompressed records. */
export interface RecordView {
  readonly offset: number;
  /** Milliseconds since the epoch; -1: none. The time of the append if the batch's type is LogAppendTime. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

export interface DecodeOptions {
  /** What the records may take when decompressed. Default: 128 MiB. */
  readonly decompressedBytesMax?: number;
}

const DECOMPRESSED_BYTES_MAX = 128 * 1024 * 1024;
/** A record of seven bytes becomes objects of two hundred, and a few kilobytes may hold millions when they are decompressed. */
const RECORDS_MAX = 1_000_000;
const noHeaders: readonly RecordHeader[] = [];

/** The records of one whole batch. Throws {@link ProtocolError} if they are not what the header says. The checksum is not looked at. */
export function decodeRecords(batch: Buffer, options: DecodeOptions = {}): RecordView[] {
  const count = header.recordCount(batch);
  if (count < 0 || count > RECORDS_MAX) throw new ProtocolError(`A batch says that it holds ${count} records`);
  const reader = new Reader(recordBytes(batch, options.decompressedBytesMax ?? DECOMPRESSED_BYTES_MAX));
  const baseOffset = header.baseOffset(batch);
  const baseTimestamp = header.baseTimestamp(batch);
  const appendTime = header.timestampType(batch) === "LogAppendTime" ? header.maxTimestamp(batch) : undefined;
  const records: RecordView[] = [];
  for (let index = 0; index < count; index++) records.push(readRecord(reader, baseOffset, baseTimestamp, appendTime));
  if (reader.remaining > 0) throw new ProtocolError(`${reader.remaining} bytes follow the last of a batch's ${count} records`);
  return records;
}

/** The bytes of a batch's records, decompressed if need be. */
export function recordBytes(batch: Buffer, decompressedBytesMax: number): Buffer {
  const bytes = batch.subarray(header.BATCH_HEADER_BYTES);
  const compression = header.compressionType(batch);
  if (compression === undefined) throw new ProtocolError("A batch's compression is none that is known");
  return compression === "none" || header.recordCount(batch) === 0 ? bytes : decompress(compression, bytes, decompressedBytesMax);
}

function readRecord(reader: Reader, baseOffset: number, baseTimestamp: number, appendTime: number | undefined): RecordView {
  const sizeBytes = reader.varint();
  if (sizeBytes < 0 || sizeBytes > reader.remaining) throw new ProtocolError(`A record of ${sizeBytes} bytes is not there`);
  const end = reader.position + sizeBytes;
  reader.int8(); // attributes, of which none is defined
  const timestamp = baseTimestamp + reader.varlong();
  const offset = baseOffset + reader.varint();
  const key = readBytes(reader);
  const value = readBytes(reader);
  const headers = readHeaders(reader);
  if (reader.position !== end) throw new ProtocolError(`A record's size is wrong by ${reader.position - end} bytes`);
  return { offset, timestamp: appendTime ?? timestamp, key, value, headers };
}

function readBytes(reader: Reader): Buffer | null {
  const length = reader.varint();
  return length < 0 ? null : reader.slice(length);
}

function readHeaders(reader: Reader): readonly RecordHeader[] {
  const count = reader.varint();
  if (count === 0) return noHeaders;
  if (count < 0 || count > reader.remaining) throw new ProtocolError(`A record says that it has ${count} headers`);
  const headers: RecordHeader[] = [];
  for (let index = 0; index < count; index++) {
    const key = readBytes(reader);
    if (key === null) throw new ProtocolError("A record's header has no key");
    headers.push({ key: key.toString("utf8"), value: readBytes(reader) });
  }
  return headers;
}
