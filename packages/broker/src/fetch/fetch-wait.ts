import type { Cancel, Clock } from "@millrace/kit";
import type { Partition, Progress } from "../partitions/partition.ts";

/**
 * A fetch that waits for `minBytes` more, for at most `waitMs`. Appends only count bytes; `ready` runs once, after the work at hand is
 * done, so that a burst of appends wakes each fetch once.
 */
export class FetchWait implements Progress {
  readonly #partitions: readonly Partition[];
  readonly #missingBytes: number;
  readonly #appendedBefore: number;
  readonly #ready: () => void;
  readonly #cancelTimer: Cancel;
  #over = false;

  constructor(options: { clock: Clock; partitions: readonly Partition[]; missingBytes: number; waitMs: number; ready: () => void }) {
    this.#partitions = options.partitions;
    this.#missingBytes = options.missingBytes;
    this.#ready = options.ready;
    this.#appendedBefore = this.#appendedBytes();
    this.#cancelTimer = options.clock.after(options.waitMs, () => this.#end());
    for (const partition of this.#partitions) partition.wait(this);
  }

  /** Called when more can be read, or when the partition has gone. */
  advanced(partition: Partition): void {
    if (this.#over || (!partition.gone && this.#appendedBytes() - this.#appendedBefore < this.#missingBytes)) return;
    this.#over = true;
    queueMicrotask(() => this.#finish());
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#finish();
  }

  #finish(): void {
    this.#cancelTimer();
    for (const partition of this.#partitions) partition.stopWaiting(this);
    this.#ready();
  }

  #appendedBytes(): number {
    let bytes = 0;
    for (const partition of this.#partitions) bytes += partition.appendedBytes;
    return bytes;
  }
}
