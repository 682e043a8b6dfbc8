import { batchHeader } from "@millrace/protocol";
import { CLEANED_SUFFIX } from "../file-names.ts";
import { Segment, type SegmentContext } from "../segment.ts";

/** A segment under way: takes what a cleaning keeps, and is no part of its log yet. */
export class CleanedSegment {
  readonly segment: Segment;
  readonly #buffer: Buffer;
  #filled = 0;

  constructor(context: SegmentContext, baseOffset: number, createdMs: number, buffer: Buffer) {
    this.segment = new Segment(context, { baseOffset, sizeBytes: 0, createdMs, jitterMs: 0, suffix: CLEANED_SUFFIX });
    this.segment.create();
    this.#buffer = buffer;
  }

  /** Adds the whole batch in `bytes[start, end)`. */
  add(bytes: Buffer, start: number, end: number): void {
    if (this.#filled + end - start > this.#buffer.length) this.#writeOut();
    if (end - start > this.#buffer.length) {
      this.#write(bytes.subarray(start, end));
      return;
    }
    this.#filled += bytes.copy(this.#buffer, this.#filled, start, end);
  }

  /** Completes it. Resolves when all of it survives loss of power. */
  async finish(): Promise<void> {
    this.#writeOut();
    this.segment.seal();
    await this.segment.syncLog();
    await this.segment.syncIndexes();
  }

  #writeOut(): void {
    this.#write(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  /** The indexes may be given back at any time, so that they must not name what is not written. */
  #write(batches: Buffer): void {
    let position = this.segment.sizeBytes;
    this.segment.write(batches);
    for (let at = 0; at < batches.length; ) {
      const sizeBytes = batchHeader.batchSizeBytes(batches, at);
      this.segment.noteBatch(position, sizeBytes, batchHeader.lastOffset(batches, at), batchHeader.maxTimestamp(batches, at));
      at += sizeBytes;
      position += sizeBytes;
    }
  }
}
