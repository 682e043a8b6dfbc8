import type { Clock } from "@millrace/kit";

/** What a cleaning goes over in one turn of the event loop: a millisecond or two. */
const TURN_BYTES = 256 * 1024;

/** Divides a cleaning into turns, so that requests are answered between them, and holds it to `log.cleaner.io.max.bytes.per.second`. */
export class Pace {
  readonly #clock: Clock;
  readonly #ioBytesPerSecond: () => number;
  #turnBytes = 0;
  /** Up to when what has been read and written may take. */
  #allowedMs = 0;
  /** The limit by which that was reckoned last. */
  #reckonedBytesPerSecond = Number.POSITIVE_INFINITY;
  #wake: () => void = () => {};
  #isStopped = false;

  constructor(clock: Clock, ioBytesPerSecond: () => number) {
    this.#clock = clock;
    this.#ioBytesPerSecond = ioBytesPerSecond;
  }

  /** Takes account of bytes read or written, and of those gone over. Whoever is given a promise has to wait for it. */
  spend(ioBytes: number, workBytes: number): Promise<void> | undefined {
    const nowMs = this.#clock.monotonicMs();
    this.#reckonedBytesPerSecond = this.#ioBytesPerSecond();
    this.#allowedMs = Math.max(this.#allowedMs, nowMs) + (1000 * ioBytes) / this.#reckonedBytesPerSecond;
    this.#turnBytes += workBytes;
    if (this.#turnBytes < TURN_BYTES) return undefined;
    this.#turnBytes = 0;
    return this.#rest(this.#allowedMs - nowMs);
  }

  /** Where the limit is another one by now, what was spent before is forgiven: a wait could last for days. */
  reconsider(): void {
    if (this.#ioBytesPerSecond() === this.#reckonedBytesPerSecond) return;
    this.#allowedMs = 0;
    this.#wake();
  }

  /** Ends a wait at once, and all further ones. */
  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  #rest(delayMs: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#clock.after(delayMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
