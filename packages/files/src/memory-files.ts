import { type Clock, MillraceError } from "@millrace/kit";
import { failure, systemError } from "./failure.ts";
import type { File, FileStat, Files, Lock, OpenMode } from "./files.ts";
import { type FileNode, MemoryTree } from "./memory-tree.ts";

/** A file system in the memory of this process: for platforms that need keep nothing, and for tests. */
export class MemoryFiles implements Files {
  readonly #tree: MemoryTree;
  readonly #clock: Clock;
  readonly #locked = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#tree = new MemoryTree(() => clock.now());
  }

  open(path: string, mode: OpenMode): File {
    return new MemoryFile(path, this.#tree.file(path, mode === "create"), mode !== "read", this.#clock);
  }

  stat(path: string): FileStat | undefined {
    const node = this.#tree.find(path);
    if (node === undefined) return undefined;
    return { kind: node.kind, sizeBytes: node.kind === "file" ? node.content.sizeBytes : 0, modifiedMs: node.modifiedMs };
  }

  list(directory: string): string[] {
    return [...this.#tree.directory("list", directory).entries.keys()].sort();
  }

  makeDirectory(path: string): void {
    this.#tree.makeDirectory(path);
  }

  rename(from: string, to: string): void {
    this.#tree.rename(from, to);
  }

  remove(path: string): void {
    this.#tree.remove(path);
  }

  async unlink(path: string): Promise<void> {
    if (this.#tree.find(path)?.kind === "directory") throw failure("remove", path, systemError("EISDIR", "it is a directory"));
    this.#tree.remove(path);
  }

  setModified(path: string, modifiedMs: number): void {
    this.#tree.file(path, false).modifiedMs = modifiedMs;
  }

  restrict(path: string): void {
    if (this.#tree.find(path) === undefined) throw failure("restrict", path, systemError("ENOENT", "no such file or directory"));
  }

  async syncDirectory(directory: string): Promise<void> {
    this.#tree.directory("flush", directory);
  }

  lock(directory: string): Lock {
    this.#tree.directory("lock", directory);
    if (this.#locked.has(directory)) {
      const hint = "Close the other platform first, or use another data directory.";
      throw new MillraceError("DATA_LOCKED", `The directory ${directory} is in use by process ${process.pid}, this one`, { hint });
    }
    this.#locked.add(directory);
    return { close: () => void this.#locked.delete(directory) };
  }
}

class MemoryFile implements File {
  readonly path: string;
  readonly #node: FileNode;
  readonly #writable: boolean;
  readonly #clock: Clock;
  #open = true;

  constructor(path: string, node: FileNode, writable: boolean, clock: Clock) {
    this.path = path;
    this.#node = node;
    this.#writable = writable;
    this.#clock = clock;
  }

  sizeBytes(): number {
    this.#check("look at", true);
    return this.#node.content.sizeBytes;
  }

  read(target: Buffer, at: number, length: number, position: number): number {
    this.#check("read", true);
    return this.#node.content.read(target, at, length, position);
  }

  write(bytes: Buffer, position: number): void {
    this.#check("write", this.#writable);
    this.#node.content.write(bytes, position);
    this.#node.modifiedMs = this.#clock.now();
  }

  truncate(sizeBytes: number): void {
    this.#check("truncate", this.#writable);
    this.#node.content.truncate(sizeBytes);
    this.#node.modifiedMs = this.#clock.now();
  }

  async sync(): Promise<void> {
    this.#check("flush", true);
  }

  close(): void {
    this.#check("close", true);
    this.#open = false;
  }

  #check(what: string, allowed: boolean): void {
    if (!this.#open || !allowed) throw failure(what, this.path, systemError("EBADF", "bad file descriptor"));
  }
}
