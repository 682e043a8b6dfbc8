import type { Segment } from "./segment.ts";

const KEPT = 8;

/** Where the last reads of a log ended: those who read on from there need no index. */
export class ReadPositions {
  readonly #offsets = new Array<number>(KEPT).fill(-1);
  readonly #positions = new Array<number>(KEPT).fill(0);
  readonly #segments = new Array<Segment | undefined>(KEPT).fill(undefined);
  #next = 0;

  /** Position of the batch that begins with `offset` in `segment`; -1 if it is not known. */
  find(segment: Segment, offset: number): number {
    if (offset === segment.baseOffset) return 0;
    const index = this.#offsets.indexOf(offset);
    return index >= 0 && this.#segments[index] === segment ? (this.#positions[index] as number) : -1;
  }

  note(segment: Segment, offset: number, position: number): void {
    const known = this.#offsets.indexOf(offset);
    const index = known >= 0 ? known : this.#next;
    if (known < 0) this.#next = (index + 1) % KEPT;
    this.#offsets[index] = offset;
    this.#positions[index] = position;
    this.#segments[index] = segment;
  }

  clear(): void {
    this.#offsets.fill(-1);
    this.#segments.fill(undefined);
  }
}
