import { BytesOut } from "./bytes.ts";

/** CRC-32C (Castagnoli), bit by bit: slow and plain, as a referee may be. */
export function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Fields of a record batch; those left out are what a well-behaved producer writes for `records`. */
export interface BatchFields {
  readonly records?: readonly RecordFields[];
  readonly baseOffset?: number;
  /** The length after this field, when it is to lie. */
  readonly batchLength?: number;
  readonly leaderEpoch?: number;
  readonly magic?: number;
  readonly crc?: number;
  readonly attributes?: number;
  readonly lastOffsetDelta?: number;
  readonly baseTimestamp?: number;
  readonly maxTimestamp?: number;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly recordCount?: number;
  /** What stands in the place of the records, instead of `records`. */
  readonly payload?: Buffer;
}

export interface RecordFields {
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  /** The record's length, when it is to lie. */
  readonly length?: number;
  readonly headerCount?: number;
  /** Bytes after everything that belongs to the record. */
  readonly trailing?: Buffer;
}

/** A record batch (magic 2), whole unless fields say otherwise. */
export function recordBatch(fields: BatchFields = {}): Buffer {
  const { records = [{ value: Buffer.from("value") }] } = fields;
  const payload = fields.payload ?? Buffer.concat(records.map(recordBytes));
  const baseTimestamp = fields.baseTimestamp ?? 1000;
  const checked = new BytesOut()
    .int16(fields.attributes ?? 0)
    .int32(fields.lastOffsetDelta ?? records.length - 1)
    .int64(baseTimestamp)
    .int64(fields.maxTimestamp ?? baseTimestamp)
    .int64(fields.producerId ?? -1)
    .int16(fields.producerEpoch ?? -1)
    .int32(fields.baseSequence ?? -1)
    .int32(fields.recordCount ?? records.length)
    .raw(payload)
    .done();
  return new BytesOut()
    .int64(fields.baseOffset ?? 0)
    .int32(fields.batchLength ?? checked.length + 9)
    .int32(fields.leaderEpoch ?? -1)
    .int8(fields.magic ?? 2)
    .int32((fields.crc ?? crc32c(checked)) | 0)
    .raw(checked)
    .done();
}

function recordBytes(fields: RecordFields, at: number): Buffer {
  const part = (value: Buffer | null): Buffer =>
    value === null ? new BytesOut().varint(-1).done() : new BytesOut().varint(value.length).raw(value).done();
  const body = new BytesOut()
    .int8(0)
    .varint(fields.timestampDelta ?? 0)
    .varint(fields.offsetDelta ?? at)
    .raw(part(fields.key ?? null))
    .raw(part(fields.value ?? null))
    .varint(fields.headerCount ?? 0)
    .raw(fields.trailing ?? Buffer.alloc(0))
    .done();
  return new BytesOut()
    .varint(fields.length ?? body.length)
    .raw(body)
    .done();
}
