import type { Cancel, Clock } from "@millrace/kit";
import type { Partition, Progress } from "../partitions/partition.ts";

export interface FetchWaitOptions {
  readonly clock: Clock;
  readonly partitions: readonly Partition[];
  readonly missingBytes: number;
  readonly waitMs: number;
  /** Only what is before the last stable offset counts. */
  readonly readCommitted: boolean;
  readonly ready: () => void;
}

/**
 * A fetch that waits for `minBytes` more, for at most `waitMs`. Appends only count bytes; `ready` runs once, after the work at hand is
 * done, so that a burst of appends wakes each fetch once.
 */
export class FetchWait implements Progress {
  readonly #partitions: readonly Partition[];
  readonly #missingBytes: number;
  readonly #appendedBefore: number;
  readonly #readCommitted: boolean;
  readonly #stableBefore: number;
  /** A marker lets more become readable than is appended: what waits for it already. */
  readonly #waitsForMarkers: boolean;
  readonly #ready: () => void;
  readonly #cancelTimer: Cancel;
  #over = false;
  #cancelled = false;

  constructor(options: FetchWaitOptions) {
    this.#partitions = options.partitions;
    this.#missingBytes = options.missingBytes;
    this.#ready = options.ready;
    this.#appendedBefore = this.#appendedBytes();
    this.#readCommitted = options.readCommitted;
    this.#stableBefore = this.#readCommitted ? this.#stableOffsets() : 0;
    this.#waitsForMarkers = this.#readCommitted && this.#partitions.some(({ log }) => log.lastStableOffset < log.highWatermark);
    this.#cancelTimer = options.clock.after(options.waitMs, () => this.#end());
    for (const partition of this.#partitions) partition.wait(this);
  }

  /** Called when more can be read, or when the partition has gone. */
  advanced(partition: Partition): void {
    if (this.#over || (!partition.gone && !this.#mayBeEnough())) return;
    this.#over = true;
    queueMicrotask(() => this.#finish());
  }

  #mayBeEnough(): boolean {
    if (this.#readCommitted && this.#stableOffsets() === this.#stableBefore) return false;
    return this.#waitsForMarkers || this.#appendedBytes() - this.#appendedBefore >= this.#missingBytes;
  }

  /** Ends the waiting without another read. */
  cancel(): void {
    this.#over = true;
    this.#cancelled = true;
    this.#leave();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#finish();
  }

  #finish(): void {
    if (this.#cancelled) return;
    this.#leave();
    this.#ready();
  }

  #leave(): void {
    this.#cancelTimer();
    for (const partition of this.#partitions) partition.stopWaiting(this);
  }

  #stableOffsets(): number {
    let offsets = 0;
    for (const { log } of this.#partitions) offsets += log.lastStableOffset;
    return offsets;
  }

  #appendedBytes(): number {
    let bytes = 0;
    for (const partition of this.#partitions) bytes += partition.appendedBytes;
    return bytes;
  }
}
