import type { Files } from "@millrace/files";
import { type Cancel, type Clock, type Logger, messageOf } from "@millrace/kit";
import { DELETED_SUFFIX } from "./file-names.ts";
import type { SerialQueue } from "./serial-queue.ts";

export interface FileRemovalsParts {
  readonly files: Files;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The removals of all logs: retention falls due for all of them at once, and flushes need the threads too that do it. */
  readonly queue: SerialQueue;
}

/** Files of a log that are to be removed some time from now (`file.delete.delay.ms`): those who read them still may finish. */
export class FileRemovals {
  readonly #parts: FileRemovalsParts;
  readonly #waiting = new Map<Cancel, readonly string[]>();
  #last: Promise<void> = Promise.resolve();
  #isCancelled = false;

  constructor(parts: FileRemovalsParts) {
    this.#parts = parts;
  }

  schedule(paths: readonly string[], delayMs: number): void {
    const cancel = this.#parts.clock.after(delayMs, () => this.#areDue(cancel));
    this.#waiting.set(cancel, paths);
  }

  /** Removes at once what is still waiting, and resolves when all is gone. */
  finish(): Promise<void> {
    for (const cancel of [...this.#waiting.keys()]) this.#areDue(cancel);
    return this.#last;
  }

  /** Leaves what is still there: its directory goes. */
  cancel(): void {
    for (const cancel of this.#waiting.keys()) cancel();
    this.#waiting.clear();
    this.#isCancelled = true;
  }

  #areDue(cancel: Cancel): void {
    cancel();
    const paths = this.#waiting.get(cancel) ?? [];
    this.#waiting.delete(cancel);
    for (const path of paths) this.#last = this.#parts.queue.add(() => this.#removeFile(path));
  }

  /** What can't be removed waits for the next start. */
  async #removeFile(path: string): Promise<void> {
    if (this.#isCancelled) return;
    const { files, logger } = this.#parts;
    try {
      // One that could not be renamed is an index, and small. When another thread came to it, its name might be that of a new partition's file.
      if (!path.endsWith(DELETED_SUFFIX)) files.remove(path);
      else await files.unlink(path);
    } catch (failure) {
      logger.error("A file that is no longer needed can't be removed", { path, reason: messageOf(failure) });
    }
  }
}
