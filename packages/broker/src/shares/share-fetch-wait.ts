import type { Cancel, Clock } from "@millrace/kit";
import type { Partition, Progress } from "../partitions/partition.ts";
import type { LedSharePartition, ShareWaiter } from "./led-share-partition.ts";

export interface ShareFetchWaitOptions {
  readonly clock: Clock;
  readonly wanted: readonly LedSharePartition[];
  readonly waitMs: number;
  /** Looks whether there is enough; at last, when the time is up. True: the wait is over. */
  readonly look: (isLast: boolean) => boolean;
}

/**
 * A share fetch that waits for records: new ones, and those that others give back. It looks once the work at hand is done, so that a burst wakes
 * it once.
 */
export class ShareFetchWait implements Progress, ShareWaiter {
  readonly #wanted: readonly LedSharePartition[];
  readonly #look: (isLast: boolean) => boolean;
  readonly #cancelTimer: Cancel;
  #isAwake = false;
  #over = false;

  constructor({ clock, wanted, waitMs, look }: ShareFetchWaitOptions) {
    this.#wanted = wanted;
    this.#look = look;
    this.#cancelTimer = clock.after(waitMs, () => this.#lookNow(true));
    for (const led of wanted) {
      led.wait(this);
      led.partition.wait(this);
    }
  }

  advanced(_partition: Partition): void {
    this.wake();
  }

  wake(): void {
    if (this.#isAwake || this.#over) return;
    this.#isAwake = true;
    queueMicrotask(() => this.#lookNow(false));
  }

  cancel(): void {
    this.#over = true;
    this.#cancelTimer();
    for (const led of this.#wanted) {
      led.stopWaiting(this);
      led.partition.stopWaiting(this);
    }
  }

  #lookNow(isLast: boolean): void {
    this.#isAwake = false;
    if (!this.#over && this.#look(isLast)) this.cancel();
  }
}
