import type { Files } from "@millrace/files";
import { type Cancel, type Clock, type Logger, messageOf } from "@millrace/kit";

/**
 * Removes directories of deleted partitions, a file a turn, however many are due: removing gigabytes, or the files of thousands of partitions, at
 * once would keep everything else from the disk, flushes most of all. Each file is followed by as much time for others as it took.
 */
export class DirectoryRemovals {
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #waiting = new Map<string, Cancel>();
  readonly #due = new Set<string>();
  #isBusy = false;
  #removal: Promise<void> = Promise.resolve();
  #pause: Cancel = () => {};
  #isClosed = false;

  constructor(files: Files, clock: Clock, logger: Logger) {
    this.#files = files;
    this.#clock = clock;
    this.#logger = logger;
  }

  schedule(directory: string, delayMs: number): void {
    if (this.#isClosed) return;
    this.#waiting.set(
      directory,
      this.#clock.after(delayMs, () => this.#isDue(directory)),
    );
  }

  /** Leaves what is still there to the next start. Resolves when nothing is being removed any more. */
  close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#waiting.values()) cancel();
    this.#pause();
    return this.#removal;
  }

  #isDue(directory: string): void {
    this.#waiting.delete(directory);
    this.#due.add(directory);
    if (!this.#isBusy) this.#goOn();
  }

  #goOn(): void {
    const [directory] = this.#due;
    this.#isBusy = directory !== undefined;
    if (directory !== undefined) this.#removal = this.#removeOne(directory);
  }

  async #removeOne(directory: string): Promise<void> {
    const beganMs = this.#clock.monotonicMs();
    if (await this.#isGoneWithOneMore(directory)) this.#due.delete(directory);
    if (!this.#isClosed) this.#pause = this.#clock.after(this.#clock.monotonicMs() - beganMs, () => this.#goOn());
  }

  /** Removes a file of a directory, or the directory once there is none in it. True if nothing more can be done about it. */
  async #isGoneWithOneMore(directory: string): Promise<boolean> {
    try {
      const file = this.#files
        .list(directory)
        .map((name) => `${directory}/${name}`)
        .find((path) => this.#files.stat(path)?.kind === "file");
      if (file === undefined) this.#files.remove(directory);
      else await this.#files.unlink(file);
      return file === undefined;
    } catch (failure) {
      this.#logger.error("The files of a deleted partition can't be removed", { directory, reason: messageOf(failure) });
      return true;
    }
  }
}
