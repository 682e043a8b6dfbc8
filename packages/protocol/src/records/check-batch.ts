import * as header from "./batch-header.ts";

/** What is wrong with the bytes of a batch, before its content is looked at. */
export type BatchDefect =
  /** The length field is less than a batch can have, or more than there are bytes. */
  | "length"
  /** A format other than 2. */
  | "magic"
  /** The checksum is not that of the bytes. */
  | "crc";

/** Bytes from `at` on that are needed before {@link batchSizeBytes} and {@link magic} may be read. */
export const BATCH_PREFIX_BYTES = 17;

/** Looks at the batch that begins at `at`; its bytes must end by `end`. Undefined if it is whole. */
export function checkBatch(b: Buffer, at: number, end: number): BatchDefect | undefined {
  if (end - at < BATCH_PREFIX_BYTES) return "length";
  if (header.magic(b, at) !== header.BATCH_MAGIC) return "magic";
  const sizeBytes = header.batchSizeBytes(b, at);
  if (sizeBytes < header.BATCH_HEADER_BYTES || sizeBytes > end - at) return "length";
  return header.computeBatchCrc(b, at, at + sizeBytes) === header.batchCrc(b, at) ? undefined : "crc";
}

/**
 * The whole batches in fetched bytes, as slices. A fetch may end in the middle of a batch: what is left over at the end is not returned.
 * Checksums are not looked at.
 */
export function splitBatches(records: Buffer): Buffer[] {
  const batches: Buffer[] = [];
  for (let at = 0; records.length - at >= BATCH_PREFIX_BYTES; ) {
    const sizeBytes = header.batchSizeBytes(records, at);
    if (sizeBytes < header.BATCH_HEADER_BYTES || sizeBytes > records.length - at) break;
    batches.push(records.subarray(at, at + sizeBytes));
    at += sizeBytes;
  }
  return batches;
}
