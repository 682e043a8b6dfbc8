import { type Files, readFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import { fileName, offsetOf, SNAPSHOT_SUFFIX } from "./file-names.ts";

/** The snapshots of producers in a partition's directory, by the offset that they were taken at. */
export class Snapshots {
  readonly #files: Files;
  readonly #directory: string;
  /** Ascending. */
  #offsets: number[];

  constructor(files: Files, directory: string, names: readonly string[]) {
    this.#files = files;
    this.#directory = directory;
    this.#offsets = names.flatMap((name) => offsetOf(name, SNAPSHOT_SUFFIX) ?? []).sort((a, b) => a - b);
  }

  get offsets(): readonly number[] {
    return this.#offsets;
  }

  path(offset: number): string {
    return `${this.#directory}/${fileName(offset, SNAPSHOT_SUFFIX)}`;
  }

  read(offset: number): Buffer {
    return readFile(this.#files, this.path(offset));
  }

  /** Writes a snapshot, in place of one that is there. The same is not written again: if the power goes, what is on the disk may be torn by that. */
  write(offset: number, bytes: Buffer): void {
    if (this.#offsets.includes(offset) && this.#isThere(offset, bytes)) return;
    const file = this.#files.open(this.path(offset), "create");
    try {
      file.truncate(0);
      file.write(bytes, 0);
    } finally {
      file.close();
    }
    if (!this.#offsets.includes(offset)) this.#offsets = [...this.#offsets, offset].sort((a, b) => a - b);
  }

  #isThere(offset: number, bytes: Buffer): boolean {
    try {
      return this.read(offset).equals(bytes);
    } catch (failure) {
      if (!(failure instanceof MillraceError)) throw failure;
      return false; // what can't be read is written again
    }
  }

  /** Makes a snapshot survive loss of power, if it is still there. */
  async sync(offset: number): Promise<void> {
    if (!this.#offsets.includes(offset)) return;
    const file = this.#files.open(this.path(offset), "write");
    try {
      await file.sync();
    } finally {
      file.close();
    }
  }

  /** Removes the snapshots that are not `needed`. */
  keep(needed: (offset: number) => boolean): void {
    for (const offset of this.#offsets) if (!needed(offset)) this.#files.remove(this.path(offset));
    this.#offsets = this.#offsets.filter(needed);
  }
}
