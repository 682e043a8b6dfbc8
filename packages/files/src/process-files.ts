import { failure, systemError } from "./failure.ts";
import type { File, FileStat, Files, Lock, OpenMode } from "./files.ts";

/** Files as one process has them: whatever of it still runs once it is dead gets nothing done. */
export class ProcessFiles implements Files {
  readonly #files: Files;
  readonly #isAlive: () => boolean;

  constructor(files: Files, isAlive: () => boolean) {
    this.#files = files;
    this.#isAlive = isAlive;
  }

  open(path: string, mode: OpenMode): File {
    return this.#forLiving("open", path).open(path, mode);
  }

  stat(path: string): FileStat | undefined {
    return this.#forLiving("stat", path).stat(path);
  }

  list(directory: string): string[] {
    return this.#forLiving("list", directory).list(directory);
  }

  makeDirectory(path: string): void {
    this.#forLiving("makeDirectory", path).makeDirectory(path);
  }

  rename(from: string, to: string): void {
    this.#forLiving("rename", from).rename(from, to);
  }

  remove(path: string): void {
    this.#forLiving("remove", path).remove(path);
  }

  async unlink(path: string): Promise<void> {
    await this.#forLiving("unlink", path).unlink(path);
  }

  setModified(path: string, modifiedMs: number): void {
    this.#forLiving("setModified", path).setModified(path, modifiedMs);
  }

  restrict(path: string): void {
    this.#forLiving("restrict", path).restrict(path);
  }

  async syncDirectory(directory: string): Promise<void> {
    await this.#forLiving("syncDirectory", directory).syncDirectory(directory);
  }

  lock(directory: string): Lock {
    return this.#forLiving("lock", directory).lock(directory);
  }

  #forLiving(call: string, path: string): Files {
    if (!this.#isAlive()) throw failure(call, path, systemError("EBADF", "the process is dead"));
    return this.#files;
  }
}
