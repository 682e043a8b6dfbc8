import { assert } from "@millrace/kit";
import { isTerminal } from "./delivery-state.ts";
import { canJoin, isFree, type OffsetRange, type Run } from "./run.ts";
import { isFreeAt, RunRows } from "./run-rows.ts";

/** All offsets from the start to the end of what is in flight in a share partition, as runs without gaps in between. */
export class Runs {
  readonly #rows: RunRows;
  #startOffset: number;
  /** Nothing before it is free. */
  #freeFrom: number;

  constructor(startOffset: number) {
    this.#rows = new RunRows(startOffset);
    this.#startOffset = startOffset;
    this.#freeFrom = startOffset;
  }

  /** The first offset of which something may still come. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** The first offset that was never handed out. */
  get endOffset(): number {
    return this.#rows.endOffset;
  }

  get count(): number {
    return this.#rows.count;
  }

  /** The first offset that somebody may have; the end if there is none in flight. */
  get firstFree(): number {
    let index = this.#indexAt(this.#freeFrom);
    while (index < this.count && !isFreeAt(this.#rows, index)) index++;
    this.#freeFrom = this.#rows.firstOffsetAt(index);
    return this.#freeFrom;
  }

  append(run: Run): void {
    assert(run.firstOffset === this.endOffset && run.lastOffset >= run.firstOffset, "runs follow each other");
    this.#rows.insert(this.count, run);
    this.#rows.endOffset = run.lastOffset + 1;
  }

  /** All of them, from the left. What is changed of one counts when the next is asked for. */
  all(): Iterable<Run> {
    return this.in({ firstOffset: this.#startOffset, lastOffset: this.endOffset - 1 });
  }

  /** Those in the range, as `all`, cut at its ends. What is cut off meanwhile comes next. To be joined afterwards. */
  *in({ firstOffset, lastOffset }: OffsetRange): Generator<Run> {
    let next = Math.max(firstOffset, this.#startOffset);
    const end = Math.min(lastOffset + 1, this.endOffset);
    if (next >= end) return;
    this.#cutAt(next);
    this.#cutAt(end);
    for (let index = this.#indexAt(next); next < end; index++) {
      const run = this.#rows.get(index);
      try {
        yield run;
      } finally {
        this.#rows.set(index, run);
        if (isFree(run)) this.#freeFrom = Math.min(this.#freeFrom, run.firstOffset);
      }
      next = this.#rows.firstOffsetAt(index + 1);
    }
  }

  /** Leaves the run only its first records, up to the offset. */
  cut(run: Run, lastOffset: number): void {
    if (lastOffset >= run.lastOffset) return;
    this.#rows.insert(this.#indexAt(run.firstOffset) + 1, { ...run, firstOffset: lastOffset + 1 });
    run.lastOffset = lastOffset;
  }

  /** Makes one of neighbours in and around the range that don't differ any more. */
  join({ firstOffset, lastOffset }: OffsetRange): void {
    if (this.count === 0) return;
    const from = Math.max(0, this.#indexAt(firstOffset) - 1);
    let index = Math.min(this.count - 1, this.#indexAt(lastOffset) + 1);
    let run = this.#rows.get(index);
    for (; index > from; index--) {
      const left = this.#rows.get(index - 1);
      if (canJoin(left, run)) this.#rows.remove(index, 1);
      run = left;
    }
  }

  /** Lets go of the records at the start of which nothing more can come. Returns whether there were any. */
  trim(): boolean {
    const { count } = this;
    let done = 0;
    while (done < count && isTerminal(this.#rows.stateAt(done))) done++;
    if (done === 0) return false;
    this.#rows.remove(0, done);
    this.#startOffset = this.#rows.firstOffsetAt(0);
    return true;
  }

  /** Lets go of all records before the offset, whatever has become of them. */
  dropBefore(offset: number): void {
    if (offset <= this.#startOffset) return;
    let dropped = 0;
    while (dropped < this.count && this.#rows.lastOffsetAt(dropped) < offset) dropped++;
    if (dropped > 0) this.#rows.remove(0, dropped);
    this.#startOffset = offset;
    if (this.count === 0) this.#rows.endOffset = Math.max(this.endOffset, offset);
    else if (this.#rows.firstOffsetAt(0) < offset) this.#rows.set(0, { ...this.#rows.get(0), firstOffset: offset });
  }

  /** How many records are, or are about to be, done with. */
  get completeCount(): number {
    let count = 0;
    for (let index = 0; index < this.count; index++)
      if (isTerminal(this.#rows.fateAt(index))) count += this.#rows.firstOffsetAt(index + 1) - this.#rows.firstOffsetAt(index);
    return count;
  }

  #cutAt(offset: number): void {
    const index = this.#indexAt(offset);
    if (index >= this.count || this.#rows.firstOffsetAt(index) >= offset || offset >= this.endOffset) return;
    this.#rows.insert(index + 1, { ...this.#rows.get(index), firstOffset: offset });
  }

  /** Index of the run with the offset, or of the nearest one. */
  #indexAt(offset: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#rows.firstOffsetAt(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
