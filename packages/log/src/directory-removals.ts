import type { Files } from "@millrace/files";
import { type Cancel, type Clock, type Logger, messageOf } from "@millrace/kit";

/**
 * Removes directories of deleted partitions, a file a turn, however many are due: removing gigabytes, or the files of thousands of partitions, at
 * once would stop everything else. Each file is followed by as much time for others as it took.
 */
export class DirectoryRemovals {
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #waiting = new Map<string, Cancel>();
  readonly #due = new Set<string>();
  #next: Cancel | undefined;

  constructor(files: Files, clock: Clock, logger: Logger) {
    this.#files = files;
    this.#clock = clock;
    this.#logger = logger;
  }

  schedule(directory: string, delayMs: number): void {
    this.#waiting.set(
      directory,
      this.#clock.after(delayMs, () => this.#isDue(directory)),
    );
  }

  /** Leaves what is still there to the next start. */
  cancel(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
    this.#due.clear();
    this.#next?.();
  }

  #isDue(directory: string): void {
    this.#waiting.delete(directory);
    this.#due.add(directory);
    if (this.#next === undefined) this.#removeOne();
  }

  #removeOne(): void {
    const [directory] = this.#due;
    this.#next = undefined;
    if (directory === undefined) return;
    const beganMs = this.#clock.monotonicMs();
    if (this.#isGoneWithOneMore(directory)) this.#due.delete(directory);
    this.#next = this.#clock.after(this.#clock.monotonicMs() - beganMs, () => this.#removeOne());
  }

  /** Removes a file of a directory, or the directory once it is empty. True if nothing more can be done about it. */
  #isGoneWithOneMore(directory: string): boolean {
    try {
      const [name] = this.#files.list(directory);
      this.#files.remove(name === undefined ? directory : `${directory}/${name}`);
      return name === undefined;
    } catch (failure) {
      this.#logger.error("The files of a deleted partition can't be removed", { directory, reason: messageOf(failure) });
      return true;
    }
  }
}
