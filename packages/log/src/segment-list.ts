import { assert } from "@millrace/kit";
import type { Segment } from "./segment.ts";

/** The segments of a log in order; there is always one, the last of which is active. */
export class SegmentList {
  readonly #segments: Segment[];
  #active: Segment;

  constructor(segments: readonly Segment[]) {
    this.#segments = [...segments];
    const active = segments.at(-1);
    assert(active !== undefined, "a log has a segment");
    this.#active = active;
  }

  get active(): Segment {
    return this.#active;
  }

  get count(): number {
    return this.#segments.length;
  }

  get sizeBytes(): number {
    return this.#segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  all(): readonly Segment[] {
    return this.#segments;
  }

  /** The offset behind the last one that may be in the segment at `index`; `endOffset` for the active one. */
  nextOffset(index: number, endOffset: number): number {
    return this.#segments[index + 1]?.baseOffset ?? endOffset;
  }

  /** Index of the segment that contains `offset`: the last that begins at or before it. */
  indexOf(offset: number): number {
    if (offset >= this.#active.baseOffset) return this.#segments.length - 1;
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#segments[middle] as Segment).baseOffset <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  add(segment: Segment): void {
    this.#segments.push(segment);
    this.#active = segment;
  }

  /** Puts `segment` in the place of neighbours, none of which is the active one. */
  replace(replaced: readonly Segment[], segment: Segment): void {
    const index = this.#segments.indexOf(replaced[0] as Segment);
    const isThere = replaced.every((each, at) => this.#segments[index + at] === each && each !== this.#active);
    assert(index >= 0 && isThere, "what is replaced is part of the log");
    this.#segments.splice(index, replaced.length, segment);
  }

  /** Takes the first one out; at least one has to stay. */
  removeFirst(): void {
    assert(this.#segments.length > 1, "a log has a segment");
    this.#segments.shift();
  }
}
