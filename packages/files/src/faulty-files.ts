import type { Clock, Random } from "@millrace/kit";
import { failure, systemError } from "./failure.ts";
import { FaultyFile } from "./faulty-file.ts";
import type { File, FileStat, Files, Lock, OpenMode } from "./files.ts";
import { MemoryFiles } from "./memory-files.ts";
import { type NameChange, Names, survivingBytes } from "./power-loss.ts";
import { ProcessFiles } from "./process-files.ts";

/** Calls that can be made to fail. */
export type FaultyCall = "open" | "read" | "write" | "truncate" | "sync" | "rename" | "remove" | "syncDirectory";

export interface Fault {
  readonly call: FaultyCall;
  /** The system's code, such as `EIO` or `ENOSPC`. */
  readonly code: string;
  /** Only for paths that contain this. Default: all. */
  readonly path?: string;
  /** How many matching calls still succeed. Default: 0. */
  readonly after?: number;
  /** How many calls fail. Default: 1. */
  readonly times?: number;
  /** `write`: bytes that are written all the same. Default: 0. */
  readonly partialBytes?: number;
}

/**
 * Files in memory that fail when told to, fill up at a size, and lose what was not flushed when the power goes, as a machine does.
 * The same seed gives the same losses.
 */
export class FaultyFiles implements Files {
  /** Bytes that all files may hold together; a write beyond it writes what fits and fails with `ENOSPC`. */
  capacityBytes = Number.POSITIVE_INFINITY;
  /** Whether the system reads and writes less at a time than it is asked for, which callers of `Files` never see. */
  isHalting = false;
  readonly #clock: Clock;
  readonly #random: Random;
  #current: MemoryFiles;
  readonly #locks = new Set<Lock>();
  #names = new Names();
  /** Every change of a name, in order. Those before `#durableChanges` survive. */
  #changes: NameChange[] = [];
  #durableChanges = 0;
  #faults: Array<{ fault: Fault; after: number; times: number }> = [];
  #generation = 0;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#current = new MemoryFiles(clock);
  }

  /** Makes later calls fail. */
  fail(fault: Fault): void {
    this.#faults.push({ fault, after: fault.after ?? 0, times: fault.times ?? 1 });
  }

  /** Takes back all faults, and the limit of the capacity. */
  mend(): void {
    this.#faults = [];
    this.capacityBytes = Number.POSITIVE_INFINITY;
  }

  /** The files for a process that runs until the next `kill` or `losePower`. */
  process(): Files {
    const generation = this.#generation;
    return new ProcessFiles(this, () => generation === this.#generation);
  }

  /** The process dies: what it wrote stays, flushed or not; its handles and locks are gone. */
  kill(): void {
    this.#generation++;
    for (const lock of this.#locks) lock.close();
    this.#locks.clear();
  }

  /** The machine loses power: what was not flushed is kept, lost or torn, as chance has it. Handles and locks are gone. */
  losePower(): void {
    const names = new Names();
    const kept = this.#durableChanges + this.#random.below(this.#changes.length - this.#durableChanges + 1);
    for (const change of this.#changes.slice(0, kept)) names.apply(change);
    const contents = new Map<string, Buffer>();
    for (const [path, file] of names.files) contents.set(path, survivingBytes(file, this.#random));
    this.#startAgain(names, contents);
  }

  open(path: string, mode: OpenMode): File {
    this.check("open", path);
    const file = this.#current.open(path, mode);
    if (!this.#names.files.has(path)) this.#change({ kind: "create", path, file: { changes: [] } });
    const generation = this.#generation;
    const stored = this.#names.files.get(path) ?? { changes: [] };
    return new FaultyFile(this, file, stored, () => generation === this.#generation);
  }

  stat(path: string): FileStat | undefined {
    return this.#current.stat(path);
  }

  list(directory: string): string[] {
    return this.#current.list(directory);
  }

  makeDirectory(path: string): void {
    if (this.#current.stat(path) !== undefined) return;
    const above = parentOf(path);
    if (above !== "") this.makeDirectory(above);
    this.#current.makeDirectory(path);
    this.#change({ kind: "makeDirectory", path });
  }

  rename(from: string, to: string): void {
    this.check("rename", from);
    this.#current.rename(from, to);
    this.#change({ kind: "rename", path: from, to });
  }

  remove(path: string): void {
    this.check("remove", path);
    this.#current.remove(path);
    this.#change({ kind: "remove", path });
  }

  /** Takes its place among the changes of names when it is asked for. */
  async unlink(path: string): Promise<void> {
    if (this.#current.stat(path)?.kind === "directory") return this.#current.unlink(path);
    this.remove(path);
  }

  setModified(path: string, modifiedMs: number): void {
    this.#current.setModified(path, modifiedMs);
  }

  restrict(path: string): void {
    this.#current.restrict(path);
  }

  /** Journaling file systems write names in the order of their changes: all before the last one in this directory come along. */
  async syncDirectory(directory: string): Promise<void> {
    this.check("syncDirectory", directory);
    await this.#current.syncDirectory(directory);
    const last = this.#changes.findLastIndex((change) => {
      return parentOf(change.path) === directory || (change.kind === "rename" && parentOf(change.to) === directory);
    });
    this.#durableChanges = Math.max(this.#durableChanges, last + 1);
  }

  lock(directory: string): Lock {
    const lock = this.#current.lock(directory);
    this.#locks.add(lock);
    return {
      close: () => {
        if (this.#locks.delete(lock)) lock.close(); // otherwise its process is dead, and another may have the directory
      },
    };
  }

  /** Throws if a fault stands for this call; `beforeFailing` does the part that happens all the same. */
  check(call: FaultyCall, path: string, beforeFailing: (fault: Fault) => void = () => {}): void {
    for (const active of this.#faults) {
      if (active.fault.call !== call || active.times === 0 || !path.includes(active.fault.path ?? "")) continue;
      if (active.after > 0) {
        active.after--;
        continue;
      }
      active.times--;
      beforeFailing(active.fault);
      throw failure(call, path, systemError(active.fault.code, "made to fail"));
    }
  }

  /** How many of so many bytes the system reads or writes at a time. */
  someOf(bytes: number): number {
    return this.isHalting && bytes > 1 ? 1 + this.#random.below(bytes) : bytes;
  }

  /** Bytes that files may still grow by. */
  freeBytes(): number {
    return this.capacityBytes === Number.POSITIVE_INFINITY ? this.capacityBytes : Math.max(0, this.capacityBytes - this.usedBytes());
  }

  /** Bytes that all files hold together. */
  usedBytes(): number {
    let used = 0;
    for (const path of this.#names.files.keys()) used += this.#current.stat(path)?.sizeBytes ?? 0;
    return used;
  }

  #change(change: NameChange): void {
    this.#changes.push(change);
    this.#names.apply(change);
  }

  #startAgain(names: Names, contents: Map<string, Buffer>): void {
    this.kill();
    this.#current = new MemoryFiles(this.#clock);
    this.#names = new Names();
    this.#changes = [];
    for (const path of names.directories) this.makeDirectory(path);
    for (const [path, content] of contents) {
      this.#current.open(path, "create").write(content, 0);
      this.#change({ kind: "create", path, file: { changes: [{ fate: "durable", position: 0, bytes: content }] } });
    }
    this.#durableChanges = this.#changes.length;
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
