import { MillraceError } from "@millrace/kit";
import { BATCH_HEADER_BYTES, BATCH_MAGIC, batchHeader } from "@millrace/protocol";
import type { Segment } from "../segment.ts";

/** Goes over the batches of one segment after the other with one buffer. After `next()` has returned true, a whole batch stands in `bytes` at `at`. */
export class BatchScan {
  bytes: Buffer;
  at = 0;
  sizeBytes = 0;
  readonly #bufferBytes: number;
  #segment: Segment | undefined;
  /** Where the current batch begins in the segment. */
  #position = 0;
  #end = 0;
  #windowStart = 0;
  #windowEnd = 0;

  constructor(bufferBytes: number) {
    this.#bufferBytes = Math.max(BATCH_HEADER_BYTES, bufferBytes);
    this.bytes = Buffer.allocUnsafeSlow(this.#bufferBytes);
  }

  /** Begins with the batch at `position` of a segment that is not written any more. */
  over(segment: Segment, position: number): void {
    this.#segment = segment;
    this.#position = position;
    this.sizeBytes = 0;
    this.#end = segment.sizeBytes;
    this.#windowStart = position;
    this.#windowEnd = position;
    // A batch that was larger than usual made it larger.
    if (this.bytes.length > this.#bufferBytes) this.bytes = Buffer.allocUnsafeSlow(this.#bufferBytes);
  }

  /** False at the end of the segment. `DATA_CORRUPT` where no whole batch is. */
  next(): boolean {
    const position = this.#position + this.sizeBytes;
    if (position === this.#end) return false;
    if (!this.#show(position, BATCH_HEADER_BYTES)) throw this.#corrupt(position);
    const at = position - this.#windowStart;
    const sizeBytes = batchHeader.batchSizeBytes(this.bytes, at);
    if (batchHeader.magic(this.bytes, at) !== BATCH_MAGIC || sizeBytes < BATCH_HEADER_BYTES || !this.#show(position, sizeBytes))
      throw this.#corrupt(position);
    this.#position = position;
    this.at = position - this.#windowStart;
    this.sizeBytes = sizeBytes;
    return true;
  }

  /** Whether `count` bytes from `position` on are there; then they are in the window. */
  #show(position: number, count: number): boolean {
    if (position + count <= this.#windowEnd) return true;
    if (count > this.#end - position) return false;
    if (count > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(count);
    const wanted = Math.min(this.bytes.length, this.#end - position);
    const read = this.#segment?.read(this.bytes, wanted, position) ?? 0;
    this.#windowStart = position;
    this.#windowEnd = position + read;
    return read >= count;
  }

  #corrupt(position: number): MillraceError {
    return new MillraceError("DATA_CORRUPT", `There is no whole batch at byte ${position} of the segment ${this.#segment?.baseOffset}`);
  }
}
