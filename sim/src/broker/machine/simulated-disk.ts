import type { File, FileStat, Files, Lock, OpenMode } from "@millrace/files";
import type { Clock, Random } from "@millrace/kit";

/** What happens to a process as it uses its disk. */
export interface Fates {
  /** How long a flush, or what else another thread does, takes at most, and how long a call may block the process, in milliseconds. */
  readonly slownessMs: () => { readonly flush: number; readonly call: number };
  /** A call is made. True: the process dies in the midst of it. */
  readonly dies: () => boolean;
  readonly die: () => never;
  readonly stall: (forMs: number) => void;
}

/** One call in so many blocks. */
const blockingOneIn = 50;

/** A disk as a process has it: what other threads do, flushes above all, takes its time, any call may block, and the process may die in any. */
export class SimulatedDisk implements Files {
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #fates: Fates;

  constructor(files: Files, clock: Clock, random: Random, fates: Fates) {
    this.#files = files;
    this.#clock = clock;
    this.#random = random;
    this.#fates = fates;
  }

  open(path: string, mode: OpenMode): File {
    const file = this.#call(() => this.#files.open(path, mode));
    return {
      path,
      sizeBytes: () => file.sizeBytes(),
      read: (target, at, length, position) => this.#call(() => file.read(target, at, length, position)),
      write: (bytes, position) => {
        const written = this.#call(
          () => file.write(bytes, position),
          () => file.write(bytes.subarray(0, this.#random.below(bytes.length + 1)), position),
        );
        return written;
      },
      truncate: (sizeBytes) => this.#call(() => file.truncate(sizeBytes)),
      sync: () => this.#elsewhere(() => file.sync()),
      close: () => file.close(),
    };
  }

  stat(path: string): FileStat | undefined {
    return this.#files.stat(path);
  }

  list(directory: string): string[] {
    return this.#files.list(directory);
  }

  makeDirectory(path: string): void {
    this.#call(() => this.#files.makeDirectory(path));
  }

  rename(from: string, to: string): void {
    this.#call(() => this.#files.rename(from, to));
  }

  remove(path: string): void {
    this.#call(() => this.#files.remove(path));
  }

  unlink(path: string): Promise<void> {
    return this.#elsewhere(() => this.#files.unlink(path));
  }

  setModified(path: string, modifiedMs: number): void {
    this.#files.setModified(path, modifiedMs);
  }

  restrict(path: string): void {
    this.#files.restrict(path);
  }

  syncDirectory(directory: string): Promise<void> {
    return this.#elsewhere(() => this.#files.syncDirectory(directory));
  }

  lock(directory: string): Lock {
    return this.#files.lock(directory);
  }

  /** `half`: what is done of it when the process dies. */
  #call<T>(whole: () => T, half: () => unknown = () => {}): T {
    if (this.#fates.dies()) {
      if (this.#random.below(2) === 0) half();
      else whole();
      return this.#fates.die();
    }
    const { call } = this.#fates.slownessMs();
    if (call > 0 && this.#random.below(blockingOneIn) === 0) this.#fates.stall(this.#random.below(call));
    return whole();
  }

  /** Another thread does it, soon or late in the time that it takes. */
  async #elsewhere(work: () => Promise<void>): Promise<void> {
    const { flush } = this.#fates.slownessMs();
    if (this.#random.below(2) === 0) {
      await this.#pass(flush);
      await this.#doing(work);
      return;
    }
    await this.#doing(work);
    await this.#pass(flush);
  }

  async #doing(work: () => Promise<void>): Promise<void> {
    if (!this.#fates.dies()) return work();
    if (this.#random.below(2) === 0) await work();
    this.#fates.die();
  }

  #pass(upToMs: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after((upToMs * this.#random.below(1000)) / 1000, resolve));
  }
}
