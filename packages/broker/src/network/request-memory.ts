/**
 * The bytes of requests that connections hold: those that came in pieces, at the size they announced, and those that wait behind others.
 * Once there are `queued.max.request.bytes` of them, only connections that hold some already are read from. As in Kafka the last one may
 * go beyond the limit, so that no request waits for room that can't come.
 */
export class RequestMemory {
  readonly #bytesMax: () => number;
  readonly #onChange: () => void;
  #heldBytes = 0;
  #exhausted = false;

  /** `onChange` is called whenever `exhausted` has changed; a `bytesMax` below 1 is no limit. */
  constructor(bytesMax: () => number, onChange: () => void) {
    this.#bytesMax = bytesMax;
    this.#onChange = onChange;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get exhausted(): boolean {
    return this.#exhausted;
  }

  /** A connection that held `before` bytes holds `after` now. */
  change(before: number, after: number): void {
    if (before === after) return;
    this.#heldBytes += after - before;
    this.check();
  }

  /** Looks at the limit again, which may have been changed. */
  check(): void {
    const bytesMax = this.#bytesMax();
    const exhausted = bytesMax > 0 && this.#heldBytes >= bytesMax;
    if (exhausted === this.#exhausted) return;
    this.#exhausted = exhausted;
    this.#onChange();
  }
}
