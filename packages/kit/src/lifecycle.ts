/** Something that was opened and has to be closed. */
export interface Closeable {
  close(): Promise<void>;
}

/**
 * What has been opened so far, closed in the opposite order. `close` goes on after a failure and throws the first one at the end;
 * calling it again waits for the same closing.
 */
export class Opened implements Closeable {
  readonly #closers: Array<() => Promise<void> | void> = [];
  #closing: Promise<void> | undefined;

  /** Remembers how to close `opened` and hands it back. */
  add<T extends Closeable>(opened: T): T {
    this.defer(() => opened.close());
    return opened;
  }

  /** Runs `close` when this is closed. */
  defer(close: () => Promise<void> | void): void {
    this.#closers.push(close);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Runs `open`, which adds to `Opened` what it opens; if it fails, all that is closed again before the failure is thrown. */
export async function opening<T>(open: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = new Opened();
  try {
    return await open(opened);
  } catch (failure) {
    await opened.close().catch(() => {}); // the first failure is the one to tell
    throw failure;
  }
}
