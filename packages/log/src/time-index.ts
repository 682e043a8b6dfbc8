import { int32At, int64At, putInt32, putInt64 } from "@millrace/protocol";
import { IndexEntries } from "./index-entries.ts";

const ENTRY_BYTES = 12;

/** The largest timestamp up to some offsets of a segment: timestamp (8 bytes) and offset relative to the segment's base (4 bytes). */
export class TimeIndex {
  readonly entries = new IndexEntries(ENTRY_BYTES);
  readonly #baseOffset: number;

  constructor(baseOffset: number) {
    this.#baseOffset = baseOffset;
  }

  /** The last entry's timestamp, or -1. */
  lastTimestamp(): number {
    const { bytes, count } = this.entries;
    return count === 0 ? -1 : int64At(bytes, (count - 1) * ENTRY_BYTES);
  }

  /** The last entry's offset, or the segment's base offset. */
  lastOffset(): number {
    return this.#offsetBefore(this.entries.count);
  }

  /** Adds an entry, unless its timestamp is no larger than the last one. */
  append(timestamp: number, offset: number): void {
    if (timestamp <= this.lastTimestamp()) return;
    const at = this.entries.push();
    putInt64(this.entries.bytes, at, timestamp);
    putInt32(this.entries.bytes, at + 8, offset - this.#baseOffset);
  }

  /** An offset up to which all timestamps are at most `timestamp`. */
  floorOffset(timestamp: number): number {
    const { bytes } = this.entries;
    return this.#offsetBefore(this.entries.partition((at) => int64At(bytes, at) <= timestamp));
  }

  /** Keeps the entries of offsets before `offset`. */
  truncateAt(offset: number): void {
    const relative = offset - this.#baseOffset;
    const { bytes } = this.entries;
    this.entries.truncate(this.entries.partition((at) => int32At(bytes, at + 8) < relative));
  }

  /** Whether timestamps and offsets grow from entry to entry. */
  isOrdered(): boolean {
    const { bytes, count } = this.entries;
    let timestamp = -1;
    let offset = -1;
    for (let at = 0; at < count * ENTRY_BYTES; at += ENTRY_BYTES) {
      if (int64At(bytes, at) <= timestamp || int32At(bytes, at + 8) < offset) return false;
      timestamp = int64At(bytes, at);
      offset = int32At(bytes, at + 8);
    }
    return true;
  }

  #offsetBefore(count: number): number {
    return count === 0 ? this.#baseOffset : this.#baseOffset + int32At(this.entries.bytes, (count - 1) * ENTRY_BYTES + 8);
  }
}
