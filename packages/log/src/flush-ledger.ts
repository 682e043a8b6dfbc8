export interface FlushLedgerOptions {
  /** Bytes not on the disk for certain from which on flushing begins. */
  readonly startBytes: number;
  /** Bytes from which on producers have to wait. */
  readonly limitBytes: number;
  /** Called when `startBytes` is reached. It has to bring about calls of `settle`, then one of `rearm`. */
  readonly start: () => void;
}

/** Keeps count of what all logs of a data directory together would have to scan after a crash. */
export class FlushLedger {
  readonly #options: FlushLedgerOptions;
  #unflushedBytes = 0;
  #started = false;
  #backlog: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(options: FlushLedgerOptions) {
    this.#options = options;
  }

  get unflushedBytes(): number {
    return this.#unflushedBytes;
  }

  /** Bytes were appended. */
  add(bytes: number): void {
    this.#unflushedBytes += bytes;
    this.#startIfDue();
    if (this.#unflushedBytes >= this.#options.limitBytes) this.#backlog ??= Promise.withResolvers<void>();
  }

  /** Bytes are on the disk, or gone. */
  settle(bytes: number): void {
    this.#unflushedBytes -= bytes;
    if (this.#unflushedBytes >= this.#options.limitBytes) return;
    this.#backlog?.resolve();
    this.#backlog = undefined;
  }

  /** What was started is over; should more have come in meanwhile, it begins again. */
  rearm(): void {
    this.#started = false;
    this.#startIfDue();
  }

  #startIfDue(): void {
    if (this.#started || this.#unflushedBytes < this.#options.startBytes) return;
    this.#started = true;
    this.#options.start();
  }

  /** What producers have to wait for, while too much is waiting for the disk. */
  get backlog(): Promise<void> | undefined {
    return this.#backlog?.promise;
  }
}
