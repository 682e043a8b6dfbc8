export { DecompressionError } from "../compression/codec.ts";
export { type CodecName, compress, decompress } from "../compression/compression.ts";
export { crc32c } from "../crc32c.ts";
export * as batchHeader from "./batch-header.ts";
export {
  attributeBits,
  BATCH_CRC_START,
  BATCH_HEADER_BYTES,
  BATCH_LENGTH_OVERHEAD,
  BATCH_MAGIC,
  type CompressionType,
  compressionTypes,
} from "./batch-header.ts";
export { int16At, int32At, int64At, putInt16, putInt32, putInt64, uint32At } from "./big-endian.ts";
export { BATCH_PREFIX_BYTES, type BatchDefect, checkBatch, splitBatches } from "./check-batch.ts";
export { type DecodeOptions, decodeRecords, type RecordHeader, type RecordView, recordBytes } from "./decode-records.ts";
export { type BatchDraft, encodeBatch, type RecordDraft } from "./encode-batch.ts";
export {
  type EndTransactionDraft,
  type EndTransactionMarker,
  encodeEndTransaction,
  endTransactionIn,
} from "./end-transaction-marker.ts";
export { RecordFrames } from "./record-frames.ts";
export { RecordWalk } from "./record-walk.ts";
export { putVarint, varintSize } from "./varints.ts";
