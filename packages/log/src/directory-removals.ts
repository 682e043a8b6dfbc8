import type { Files } from "@millrace/files";
import { type Cancel, type Clock, type Logger, messageOf } from "@millrace/kit";

/** Removes directories of deleted partitions, a file a turn: removing gigabytes at once would stop everything else. */
export class DirectoryRemovals {
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #waiting = new Map<string, Cancel>();

  constructor(files: Files, clock: Clock, logger: Logger) {
    this.#files = files;
    this.#clock = clock;
    this.#logger = logger;
  }

  schedule(directory: string, delayMs: number): void {
    this.#waiting.set(
      directory,
      this.#clock.after(delayMs, () => this.#removeOne(directory)),
    );
  }

  /** Leaves what is still there to the next start. */
  cancel(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #removeOne(directory: string): void {
    this.#waiting.delete(directory);
    try {
      const [name] = this.#files.list(directory);
      this.#files.remove(name === undefined ? directory : `${directory}/${name}`);
      if (name !== undefined) this.schedule(directory, 0);
    } catch (failure) {
      this.#logger.error("The files of a deleted partition can't be removed", { directory, reason: messageOf(failure) });
    }
  }
}
