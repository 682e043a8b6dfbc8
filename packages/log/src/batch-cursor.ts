import type { File } from "@millrace/files";
import { BATCH_CRC_START, BATCH_HEADER_BYTES, BATCH_MAGIC, batchHeader, crc32c } from "@millrace/protocol";

/** Enough for dozens of small batches at once; for large ones little more than their headers is read. */
const HEADERS_WINDOW_BYTES = 8 * 1024;
/** For going over whole batches. */
export const CONTENT_WINDOW_BYTES = 1024 * 1024;

/**
 * Goes from batch to batch through `[position, end)` of a segment's file. After `next()` has returned true, the header of the current
 * batch stands in `bytes` at `at`.
 */
export class BatchCursor {
  /** Where the current batch begins in the file. */
  position: number;
  /** Bytes of the current batch. */
  sizeBytes = 0;
  readonly bytes: Buffer;
  at = 0;
  readonly #file: File;
  readonly #end: number;
  #windowStart = 0;
  #windowBytes = 0;

  constructor(file: File, position: number, end: number, windowBytes = HEADERS_WINDOW_BYTES) {
    this.#file = file;
    this.position = position;
    this.#end = end;
    this.bytes = Buffer.allocUnsafe(Math.max(BATCH_HEADER_BYTES, Math.min(windowBytes, end - position)));
  }

  /** Where the next batch begins; at the end, where the last whole batch ended. */
  get nextPosition(): number {
    return this.position + this.sizeBytes;
  }

  /** False where no further batch can begin: at the end, or at bytes that are no header of a batch that is there as a whole. */
  next(): boolean {
    const position = this.nextPosition;
    if (this.#end - position < BATCH_HEADER_BYTES) return false;
    this.#show(position, BATCH_HEADER_BYTES);
    const at = position - this.#windowStart;
    const sizeBytes = batchHeader.batchSizeBytes(this.bytes, at);
    if (batchHeader.magic(this.bytes, at) !== BATCH_MAGIC || sizeBytes < BATCH_HEADER_BYTES || sizeBytes > this.#end - position)
      return false;
    this.at = at;
    this.position = position;
    this.sizeBytes = sizeBytes;
    return true;
  }

  /** Whether the current batch has the checksum that it says. Reads all of it. */
  crcHolds(): boolean {
    this.#show(this.position, Math.min(this.sizeBytes, this.bytes.length));
    this.at = this.position - this.#windowStart;
    const shown = Math.min(this.at + this.sizeBytes, this.#windowBytes);
    let crc = crc32c(this.bytes, this.at + BATCH_CRC_START, shown);
    const expected = batchHeader.batchCrc(this.bytes, this.at);
    let position = this.#windowStart + shown;
    if (position === this.nextPosition) return crc === expected;
    const rest = Buffer.allocUnsafe(CONTENT_WINDOW_BYTES);
    while (position < this.nextPosition) {
      const count = this.#file.read(rest, 0, Math.min(rest.length, this.nextPosition - position), position);
      if (count === 0) return false;
      crc = crc32c(rest, 0, count, crc);
      position += count;
    }
    return crc === expected;
  }

  /** The whole current batch, in a buffer of its own. */
  content(): Buffer {
    const content = Buffer.allocUnsafeSlow(this.sizeBytes);
    this.#file.read(content, 0, this.sizeBytes, this.position);
    return content;
  }

  /** Makes sure that `count` bytes from `position` on are in the window. */
  #show(position: number, count: number): void {
    if (position >= this.#windowStart && position + count <= this.#windowStart + this.#windowBytes) return;
    this.#windowStart = position;
    this.#windowBytes = this.#file.read(this.bytes, 0, Math.min(this.bytes.length, this.#end - position), position);
    // A file that is shorter than it was said to be must not let stale bytes pass for a header.
    if (this.#windowBytes < count) this.bytes.fill(0, this.#windowBytes);
  }
}
