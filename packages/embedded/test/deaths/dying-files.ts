import type { FaultyFiles, File, Files, Lock, OpenMode } from "@millrace/files";

/** How a process ends: by itself, or with the machine's power. */
export type Death = "kill" | "losePower";

/** Files of a process that dies at one of its changes to them: a write, a flush, a rename, … */
export class DyingFiles implements Files {
  readonly #machine: FaultyFiles;
  readonly #files: Files;
  readonly #death = Promise.withResolvers<undefined>();
  #left = Number.POSITIVE_INFINITY;
  #how: Death = "kill";
  #isDead = false;

  constructor(machine: FaultyFiles) {
    this.#machine = machine;
    this.#files = machine.process();
  }

  /** Resolves when the process is dead. */
  get death(): Promise<undefined> {
    return this.#death.promise;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get isArmed(): boolean {
    return this.#left !== Number.POSITIVE_INFINITY;
  }

  /** The process dies at the change behind so many others. */
  dieAfter(changes: number, how: Death): void {
    this.#left = changes;
    this.#how = how;
  }

  open(path: string, mode: OpenMode): File {
    if (mode === "create") this.#change();
    const file = this.#files.open(path, mode);
    return {
      path: file.path,
      sizeBytes: () => file.sizeBytes(),
      read: (...args) => file.read(...args),
      write: (...args) => this.#changing(() => file.write(...args)),
      truncate: (size) => this.#changing(() => file.truncate(size)),
      sync: () => this.#changing(() => file.sync()),
      close: () => file.close(),
    };
  }

  stat = (path: string) => this.#files.stat(path);
  list = (directory: string) => this.#files.list(directory);
  makeDirectory = (path: string) => this.#changing(() => this.#files.makeDirectory(path));
  rename = (from: string, to: string) => this.#changing(() => this.#files.rename(from, to));
  remove = (path: string) => this.#changing(() => this.#files.remove(path));
  unlink = (path: string) => this.#changing(() => this.#files.unlink(path));
  setModified = (path: string, modifiedMs: number) => this.#files.setModified(path, modifiedMs);
  restrict = (path: string) => this.#files.restrict(path);
  syncDirectory = (directory: string) => this.#changing(() => this.#files.syncDirectory(directory));
  lock = (directory: string): Lock => this.#files.lock(directory);

  #changing<T>(work: () => T): T {
    this.#change();
    return work();
  }

  /** What comes after its death fails by itself. */
  #change(): void {
    if (this.#isDead || --this.#left >= 0) return;
    this.#isDead = true;
    this.#machine[this.#how]();
    this.#death.resolve(undefined);
  }
}
