import type { Files } from "@millrace/files";
import { int16At, int64At, putInt16, putInt64 } from "@millrace/protocol";
import { IndexEntries } from "./index-entries.ts";
import type { AbortedTransaction } from "./outcomes.ts";

const VERSION = 0;
const ENTRY_BYTES = 34;
const PRODUCER_ID = 2;
const FIRST_OFFSET = 10;
const LAST_OFFSET = 18;
const LAST_STABLE_OFFSET = 26;

/** An aborted transaction as Kafka's `.txnindex` files hold it. */
export interface AbortedEntry extends AbortedTransaction {
  /** The last stable offset that the marker brought about: no transaction that ended later begins before it. */
  readonly lastStableOffset: number;
}

/** The transactions whose abort markers stand in a segment, in the order of the markers. There is a file only if there is an entry. */
export class TransactionIndex {
  readonly entries = new IndexEntries(ENTRY_BYTES);

  /** What the file at `path` holds. */
  static load(files: Files, path: string): TransactionIndex {
    const index = new TransactionIndex();
    index.entries.load(files, path);
    return index;
  }

  get count(): number {
    return this.entries.count;
  }

  append({ producerId, firstOffset, lastOffset, lastStableOffset }: AbortedEntry): void {
    const at = this.entries.push();
    const { bytes } = this.entries;
    putInt16(bytes, at, VERSION);
    putInt64(bytes, at + PRODUCER_ID, producerId);
    putInt64(bytes, at + FIRST_OFFSET, firstOffset);
    putInt64(bytes, at + LAST_OFFSET, lastOffset);
    putInt64(bytes, at + LAST_STABLE_OFFSET, lastStableOffset);
  }

  /**
   * Puts the transactions that have records in `[from, upTo)` into `found`. True if no later segment has any further ones.
   */
  collect(from: number, upTo: number, found: AbortedEntry[]): boolean {
    const { bytes, count } = this.entries;
    const first = this.entries.partition((at) => int64At(bytes, at + LAST_OFFSET) < from);
    for (let at = first * ENTRY_BYTES; at < count * ENTRY_BYTES; at += ENTRY_BYTES) {
      const [producerId, firstOffset] = [int64At(bytes, at + PRODUCER_ID), int64At(bytes, at + FIRST_OFFSET)];
      const [lastOffset, lastStableOffset] = [int64At(bytes, at + LAST_OFFSET), int64At(bytes, at + LAST_STABLE_OFFSET)];
      if (firstOffset < upTo) found.push({ producerId, firstOffset, lastOffset, lastStableOffset });
      if (lastStableOffset >= upTo) return true;
    }
    return false;
  }

  /** Keeps the entries of markers in `[baseOffset, offset)`, up to one that is not sound. */
  truncateAt(offset: number, baseOffset: number): void {
    const { bytes } = this.entries;
    this.entries.truncate(this.#soundCount(baseOffset));
    this.entries.truncate(this.entries.partition((at) => int64At(bytes, at + LAST_OFFSET) < offset));
  }

  /** Whether this can be the index of a segment that begins at `baseOffset`. */
  isSound(baseOffset: number): boolean {
    return this.#soundCount(baseOffset) === this.entries.count;
  }

  #soundCount(baseOffset: number): number {
    const { bytes, count } = this.entries;
    let before = baseOffset - 1;
    for (let index = 0; index < count; index++) {
      const at = index * ENTRY_BYTES;
      const lastOffset = int64At(bytes, at + LAST_OFFSET);
      if (int16At(bytes, at) !== VERSION || lastOffset <= before || int64At(bytes, at + FIRST_OFFSET) > lastOffset) return index;
      before = lastOffset;
    }
    return count;
  }

  save(files: Files, path: string): void {
    if (this.entries.count === 0 && files.stat(path) === undefined) return;
    this.entries.save(files, path);
  }
}
