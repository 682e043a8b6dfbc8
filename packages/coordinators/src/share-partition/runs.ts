import { assert } from "@millrace/kit";
import { isTerminal } from "./delivery-state.ts";
import { canJoin, lengthOf, type OffsetRange, type Run } from "./run.ts";

/** All offsets from the start to the end of what is in flight in a share partition, as runs without gaps in between. */
export class Runs {
  readonly #runs: Run[] = [];
  #startOffset: number;
  #endOffset: number;

  constructor(startOffset: number) {
    this.#startOffset = startOffset;
    this.#endOffset = startOffset;
  }

  /** The first offset of which something may still come. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** The first offset that was never handed out. */
  get endOffset(): number {
    return this.#endOffset;
  }

  get count(): number {
    return this.#runs.length;
  }

  [Symbol.iterator](): Iterator<Run> {
    return this.#runs[Symbol.iterator]();
  }

  append(run: Run): void {
    assert(run.firstOffset === this.#endOffset && run.lastOffset >= run.firstOffset, "runs follow each other");
    this.#runs.push(run);
    this.#endOffset = run.lastOffset + 1;
  }

  /** Those in the range, from the left, cut at its ends. What is cut off meanwhile comes next. To be joined afterwards. */
  *in({ firstOffset, lastOffset }: OffsetRange): Generator<Run> {
    let next = Math.max(firstOffset, this.#startOffset);
    const end = Math.min(lastOffset + 1, this.#endOffset);
    if (next >= end) return;
    this.#cutAt(next);
    this.#cutAt(end);
    while (next < end) {
      const run = this.#runs[this.#indexAt(next)];
      assert(run !== undefined, "every offset in flight has a run");
      yield run;
      next = run.lastOffset + 1;
    }
  }

  /** Leaves the run only its first records, up to the offset. */
  cut(run: Run, lastOffset: number): void {
    if (lastOffset >= run.lastOffset) return;
    this.#runs.splice(this.#indexAt(run.firstOffset) + 1, 0, { ...run, firstOffset: lastOffset + 1 });
    run.lastOffset = lastOffset;
  }

  /** Makes one of neighbours in and around the range that don't differ any more. */
  join({ firstOffset, lastOffset }: OffsetRange): void {
    if (this.#runs.length === 0) return;
    const from = Math.max(0, this.#indexAt(firstOffset) - 1);
    const to = Math.min(this.#runs.length - 1, this.#indexAt(lastOffset) + 1);
    let kept = from;
    for (let index = from + 1; index <= to; index++) {
      const left = this.#runs[kept] as Run;
      const run = this.#runs[index] as Run;
      if (canJoin(left, run)) left.lastOffset = run.lastOffset;
      else this.#runs[++kept] = run;
    }
    if (kept < to) this.#runs.splice(kept + 1, to - kept);
  }

  /** Lets go of the records at the start of which nothing more can come. Returns whether there were any. */
  trim(): boolean {
    const open = this.#runs.findIndex(({ state, becoming }) => becoming !== undefined || !isTerminal(state));
    const done = open === -1 ? this.#runs.length : open;
    if (done === 0) return false;
    this.#runs.splice(0, done);
    this.#startOffset = this.#runs[0]?.firstOffset ?? this.#endOffset;
    return true;
  }

  /** Lets go of all records before the offset, whatever has become of them. */
  dropBefore(offset: number): void {
    if (offset <= this.#startOffset) return;
    const index = this.#runs.findIndex(({ lastOffset }) => lastOffset >= offset);
    this.#runs.splice(0, index === -1 ? this.#runs.length : index);
    const [first] = this.#runs;
    if (first !== undefined) first.firstOffset = Math.max(first.firstOffset, offset);
    this.#startOffset = offset;
    this.#endOffset = Math.max(this.#endOffset, offset);
  }

  /** How many records are, or are about to be, done with. */
  get completeCount(): number {
    let count = 0;
    for (const run of this.#runs) if (isTerminal(run.becoming ?? run.state)) count += lengthOf(run);
    return count;
  }

  #cutAt(offset: number): void {
    const run = this.#runs[this.#indexAt(offset)];
    if (run !== undefined && run.firstOffset < offset) this.cut(run, offset - 1);
  }

  /** Index of the run with the offset, or of the nearest one. */
  #indexAt(offset: number): number {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#runs[middle] as Run).firstOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
