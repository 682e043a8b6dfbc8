/** How many clients are held back just now. */
export class DelayQueue {
  /** When each may go on. */
  #ends: number[] = [];
  #lookedThrough = 0;

  add(untilMs: number, nowMs: number): void {
    this.#ends.push(untilMs);
    // Those whose time is over go whenever there are twice as many as were left the last time: each is looked at a few times only.
    if (this.#ends.length > 2 * this.#lookedThrough + 16) this.size(nowMs);
  }

  size(nowMs: number): number {
    this.#ends = this.#ends.filter((endMs) => endMs > nowMs);
    this.#lookedThrough = this.#ends.length;
    return this.#lookedThrough;
  }
}
