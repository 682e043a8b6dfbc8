import { int32At, putInt32 } from "@millrace/protocol";
import { IndexEntries } from "./index-entries.ts";

const ENTRY_BYTES = 8;

/** Where some batches of a segment begin: their last offset, relative to the segment's base (4 bytes), and their position (4 bytes). */
export class OffsetIndex {
  readonly entries = new IndexEntries(ENTRY_BYTES);
  readonly #baseOffset: number;

  constructor(baseOffset: number) {
    this.#baseOffset = baseOffset;
  }

  append(lastOffset: number, position: number): void {
    const at = this.entries.push();
    putInt32(this.entries.bytes, at, lastOffset - this.#baseOffset);
    putInt32(this.entries.bytes, at + 4, position);
  }

  /** Index of the last entry whose batch ends at or before `offset`; -1: none. */
  floorOfOffset(offset: number): number {
    const relative = offset - this.#baseOffset;
    const { bytes } = this.entries;
    return this.entries.partition((at) => int32At(bytes, at) <= relative) - 1;
  }

  /** Index of the last entry whose batch begins at or before `position`; -1: none. */
  floorOfPosition(position: number): number {
    const { bytes } = this.entries;
    return this.entries.partition((at) => int32At(bytes, at + 4) <= position) - 1;
  }

  /** Offset of the first entry whose batch begins at or behind `position`; undefined: none. */
  offsetBehind(position: number): number | undefined {
    const { bytes, count } = this.entries;
    const index = this.entries.partition((at) => int32At(bytes, at + 4) < position);
    return index < count ? this.lastOffset(index) : undefined;
  }

  /** Index of the last entry; -1: none. */
  get last(): number {
    return this.entries.count - 1;
  }

  /** Where the batch of an entry begins; 0 for the entry -1. */
  position(index: number): number {
    return index < 0 ? 0 : int32At(this.entries.bytes, index * ENTRY_BYTES + 4);
  }

  /** The last offset of the batch of an entry. */
  lastOffset(index: number): number {
    return this.#baseOffset + int32At(this.entries.bytes, index * ENTRY_BYTES);
  }

  /** Keeps the entries of batches that begin before `position`. */
  truncateAt(position: number): void {
    const { bytes } = this.entries;
    this.entries.truncate(this.entries.partition((at) => int32At(bytes, at + 4) < position));
  }

  /** Whether offsets and positions grow from entry to entry and stay within the segment. */
  isOrdered(sizeBytes: number): boolean {
    const { bytes, count } = this.entries;
    let offset = -1;
    let position = -1;
    for (let at = 0; at < count * ENTRY_BYTES; at += ENTRY_BYTES) {
      if (int32At(bytes, at) <= offset || int32At(bytes, at + 4) <= position) return false;
      offset = int32At(bytes, at);
      position = int32At(bytes, at + 4);
    }
    return position < sizeBytes;
  }
}
