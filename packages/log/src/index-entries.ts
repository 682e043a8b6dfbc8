import type { Files } from "@millrace/files";

const FIRST_CAPACITY = 16;
/** Most indexes have no entry yet: one buffer for each would be megabytes with thousands of partitions. */
const none = Buffer.alloc(0);

/**
 * Entries of a fixed size, as an index file holds them, kept in memory and written when told to. What has not been written when the
 * process dies is made anew from the log, as is everything behind the recovery point.
 */
export class IndexEntries {
  readonly entryBytes: number;
  bytes: Buffer = none;
  count = 0;
  /** Entries that the file holds already. */
  #saved = 0;
  /** The file may be missing, or hold other entries behind those. */
  #mustCut = true;
  /** What the file holds, if entries of it have been taken away here. */
  #stored: Buffer | undefined;

  constructor(entryBytes: number) {
    this.entryBytes = entryBytes;
  }

  /** What the entries take, as their file holds them. */
  get sizeBytes(): number {
    return this.count * this.entryBytes;
  }

  /** Where the next entry's bytes go. */
  push(): number {
    const at = this.count * this.entryBytes;
    if (at === this.bytes.length) {
      const grown = Buffer.alloc(Math.max(FIRST_CAPACITY, this.count * 2) * this.entryBytes);
      this.bytes.copy(grown);
      this.bytes = grown;
    }
    this.count++;
    return at;
  }

  /** Keeps the first `count` entries. */
  truncate(count: number): void {
    if (count >= this.count) return;
    this.count = count;
    if (count >= this.#saved) return;
    this.#stored ??= Buffer.from(this.bytes.subarray(0, this.#saved * this.entryBytes));
    this.#saved = count;
    this.#mustCut = true;
  }

  /** What the file holds of entries that were taken away need not be on the disk: they are written again, even if they are made anew as they were. */
  distrustFile(): void {
    this.#stored = undefined;
  }

  /** The number of entries from the front for which `before` holds. They must come before those for which it does not. */
  partition(before: (at: number) => boolean): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(middle * this.entryBytes)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Reads the whole entries of a file. False if there is no file. */
  load(files: Files, path: string): boolean {
    if (files.stat(path) === undefined) return false;
    const file = files.open(path, "read");
    try {
      const sizeBytes = file.sizeBytes();
      this.bytes = Buffer.allocUnsafeSlow(sizeBytes - (sizeBytes % this.entryBytes));
      this.count = file.read(this.bytes, 0, this.bytes.length, 0) / this.entryBytes;
      this.#saved = this.count;
      this.#mustCut = this.bytes.length < sizeBytes;
      return true;
    } finally {
      file.close();
    }
  }

  /** Brings the file up to date; makes it if it is missing. */
  save(files: Files, path: string): void {
    this.#keepStored();
    if (!this.#mustCut && this.#saved === this.count) return;
    const file = files.open(path, "create");
    try {
      const start = this.#saved * this.entryBytes;
      if (this.#mustCut) file.truncate(start);
      file.write(this.bytes.subarray(start, this.count * this.entryBytes), start);
      this.#mustCut = false;
      this.#saved = this.count;
    } finally {
      file.close();
    }
  }

  /** Entries that were taken away and made anew as they were stay in the file untouched: they may be on the disk for certain. */
  #keepStored(): void {
    const stored = this.#stored;
    this.#stored = undefined;
    if (stored === undefined) return;
    const isKept = (index: number): boolean => {
      const at = index * this.entryBytes;
      return at < stored.length && this.bytes.compare(stored, at, at + this.entryBytes, at, at + this.entryBytes) === 0;
    };
    while (this.#saved < this.count && isKept(this.#saved)) this.#saved++;
    this.#mustCut = stored.length > this.#saved * this.entryBytes;
  }
}
