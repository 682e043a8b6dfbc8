export interface FlushLedgerOptions {
  /** Pressing bytes from which on flushing begins. */
  readonly startBytes: number;
  /** Bytes from which on producers have to wait. */
  readonly limitBytes: number;
  /** Called when `startBytes` is reached. It has to bring about calls of `settle`, then one of `rearm`. */
  readonly start: () => void;
}

/** Keeps count of what all logs of a data directory together would have to scan after a crash, but for what each may leave unflushed. */
export class FlushLedger {
  readonly #options: FlushLedgerOptions;
  #pressingBytes = 0;
  #started = false;
  #backlog: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(options: FlushLedgerOptions) {
    this.#options = options;
  }

  get pressingBytes(): number {
    return this.#pressingBytes;
  }

  /** Bytes were appended. */
  add(bytes: number): void {
    this.#pressingBytes += bytes;
    this.#startIfDue();
    if (this.#pressingBytes >= this.#options.limitBytes) this.#backlog ??= Promise.withResolvers<void>();
  }

  /** Bytes are on the disk, or gone. */
  settle(bytes: number): void {
    this.#pressingBytes -= bytes;
    if (this.#pressingBytes >= this.#options.limitBytes) return;
    this.#backlog?.resolve();
    this.#backlog = undefined;
  }

  /** What was started is over; should more have come in meanwhile, it begins again. */
  rearm(): void {
    this.#started = false;
    this.#startIfDue();
  }

  #startIfDue(): void {
    if (this.#started || this.#pressingBytes < this.#options.startBytes) return;
    this.#started = true;
    this.#options.start();
  }

  /** What producers have to wait for, while too much is waiting for the disk. */
  get backlog(): Promise<void> | undefined {
    return this.#backlog?.promise;
  }
}
