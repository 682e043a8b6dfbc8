/** Where no transaction is in the way. */
const NONE = Number.POSITIVE_INFINITY;

interface EndedTransaction {
  readonly firstOffset: number;
  /** Of its marker. */
  readonly lastOffset: number;
}

/**
 * The transactions of a partition that keep its last stable offset back: those that are open, and those that have ended with a marker that is
 * not below the high watermark yet.
 */
export class OpenTransactions {
  /** Producer ids by first offset, in the order of the offsets. */
  #open = new Map<number, number>();
  #newest = -1;
  #ended: EndedTransaction[] = [];
  #firstUnstable = NONE;

  /** First offset of the oldest of them; endless if there are none. */
  get firstUnstable(): number {
    return this.#firstUnstable;
  }

  begin(producerId: number, firstOffset: number): void {
    this.#open.set(firstOffset, producerId);
    // Only a snapshot names them in another order.
    if (firstOffset < this.#newest) this.#open = new Map([...this.#open].sort(([a], [b]) => a - b));
    else this.#newest = firstOffset;
    this.#firstUnstable = Math.min(this.#firstUnstable, firstOffset);
  }

  /**
   * Ends the transaction that began at `firstOffset` with the marker at `lastOffset`. Returns the last stable offset that this brings about
   * once the marker is below the high watermark.
   */
  end(firstOffset: number, lastOffset: number): number {
    this.#open.delete(firstOffset);
    this.#ended.push({ firstOffset, lastOffset });
    return Math.min(this.#firstOpen(), lastOffset + 1);
  }

  /** The markers before `highWatermark` may be seen. */
  acknowledge(highWatermark: number): void {
    if (this.#ended.length === 0) return;
    this.#ended = this.#ended.filter(({ lastOffset }) => lastOffset >= highWatermark);
    this.#firstUnstable = this.#ended.reduce((first, { firstOffset }) => Math.min(first, firstOffset), this.#firstOpen());
  }

  #firstOpen(): number {
    for (const firstOffset of this.#open.keys()) return firstOffset;
    return NONE;
  }
}
