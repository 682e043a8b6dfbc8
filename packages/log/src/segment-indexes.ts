import type { Files } from "@millrace/files";
import { fileName, OFFSET_INDEX_SUFFIX, TIME_INDEX_SUFFIX } from "./file-names.ts";
import { OffsetIndex } from "./offset-index.ts";
import { TimeIndex } from "./time-index.ts";

/** Both indexes of a segment. */
export class SegmentIndexes {
  readonly offsets: OffsetIndex;
  readonly times: TimeIndex;
  readonly #baseOffset: number;

  constructor(baseOffset: number) {
    this.#baseOffset = baseOffset;
    this.offsets = new OffsetIndex(baseOffset);
    this.times = new TimeIndex(baseOffset);
  }

  /** The indexes in a directory's files, or undefined if one of them is missing or can't be that of a segment of this size. */
  static load(files: Files, directory: string, baseOffset: number, sizeBytes: number, suffix = ""): SegmentIndexes | undefined {
    const indexes = new SegmentIndexes(baseOffset);
    const { offsets, times } = indexes;
    const found =
      offsets.entries.load(files, `${directory}/${fileName(baseOffset, OFFSET_INDEX_SUFFIX)}${suffix}`) &&
      times.entries.load(files, `${directory}/${fileName(baseOffset, TIME_INDEX_SUFFIX)}${suffix}`);
    if (!found || !offsets.isOrdered(sizeBytes) || !times.isOrdered()) return undefined;
    // Where there are entries of offsets, only records without timestamps have none of timestamps.
    return offsets.entries.count > 0 && times.entries.count === 0 ? undefined : indexes;
  }

  save(files: Files, directory: string, suffix = ""): void {
    this.offsets.entries.save(files, `${directory}/${fileName(this.#baseOffset, OFFSET_INDEX_SUFFIX)}${suffix}`);
    this.times.entries.save(files, `${directory}/${fileName(this.#baseOffset, TIME_INDEX_SUFFIX)}${suffix}`);
  }

  heldBytes(): number {
    return this.offsets.entries.bytes.length + this.times.entries.bytes.length;
  }
}
