import type { Files } from "@millrace/files";
import { type Cancel, type Clock, type Logger, messageOf } from "@millrace/kit";

/** Files that are to be removed some time from now (`file.delete.delay.ms`): those who read them still may finish. */
export class FileRemovals {
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #pending = new Map<Cancel, readonly string[]>();

  constructor(files: Files, clock: Clock, logger: Logger) {
    this.#files = files;
    this.#clock = clock;
    this.#logger = logger;
  }

  schedule(paths: readonly string[], delayMs: number): void {
    const cancel = this.#clock.after(delayMs, () => this.#remove(cancel));
    this.#pending.set(cancel, paths);
  }

  /** Removes at once what is still waiting. */
  finish(): void {
    for (const cancel of [...this.#pending.keys()]) this.#remove(cancel);
  }

  #remove(cancel: Cancel): void {
    cancel();
    const paths = this.#pending.get(cancel) ?? [];
    this.#pending.delete(cancel);
    for (const path of paths) this.#removeFile(path);
  }

  /** What can't be removed waits for the next start. */
  #removeFile(path: string): void {
    try {
      this.#files.remove(path);
    } catch (failure) {
      this.#logger.error("A file that is no longer needed can't be removed", { path, reason: messageOf(failure) });
    }
  }
}
