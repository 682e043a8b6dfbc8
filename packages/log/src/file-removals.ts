import type { Files } from "@millrace/files";
import type { Cancel, Clock } from "@millrace/kit";

/** Files that are to be removed some time from now (`file.delete.delay.ms`): those who read them still may finish. */
export class FileRemovals {
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #pending = new Map<Cancel, readonly string[]>();

  constructor(files: Files, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
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
    for (const path of paths) this.#files.remove(path);
  }
}
