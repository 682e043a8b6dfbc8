import { failure, systemError } from "./failure.ts";
import type { FaultyFiles } from "./faulty-files.ts";
import type { File } from "./files.ts";
import type { DataChange, StoredFile } from "./power-loss.ts";
import { transfer } from "./transfer.ts";

/** An open file of {@link FaultyFiles}: keeps account of what is not durable yet. */
export class FaultyFile implements File {
  readonly path: string;
  readonly #files: FaultyFiles;
  readonly #file: File;
  readonly #stored: StoredFile;
  readonly #alive: () => boolean;

  constructor(files: FaultyFiles, file: File, stored: StoredFile, alive: () => boolean) {
    this.path = file.path;
    this.#files = files;
    this.#file = file;
    this.#stored = stored;
    this.#alive = alive;
  }

  sizeBytes(): number {
    this.#checkAlive();
    return this.#file.sizeBytes();
  }

  read(target: Buffer, at: number, length: number, position: number): number {
    this.#checkAlive();
    this.#files.check("read", this.path);
    return transfer(length, (done) => this.#file.read(target, at + done, this.#files.someOf(length - done), position + done));
  }

  write(bytes: Buffer, position: number): void {
    this.#checkAlive();
    this.#files.check("write", this.path, ({ partialBytes = 0 }) => this.#write(bytes.subarray(0, partialBytes), position));
    const growth = Math.max(0, position + bytes.length - this.#file.sizeBytes());
    const missing = Math.min(bytes.length, Math.max(0, growth - this.#files.freeBytes()));
    this.#write(bytes.subarray(0, bytes.length - missing), position);
    if (missing > 0) throw failure("write", this.path, systemError("ENOSPC", "no space left on device"));
  }

  truncate(sizeBytes: number): void {
    this.#checkAlive();
    this.#files.check("truncate", this.path);
    this.#file.truncate(sizeBytes);
    this.#stored.changes.push({ fate: "open", position: sizeBytes, bytes: undefined });
  }

  /** A failed flush leaves open what becomes of what was written, and the system takes it for written: a later flush does not bring it onto the disk. */
  async sync(): Promise<void> {
    this.#checkAlive();
    const changes = this.#stored.changes.filter(({ fate }) => fate === "open");
    // The size of a file is the file system's own affair, of which it keeps a journal.
    const contents = changes.filter(({ bytes }) => bytes !== undefined);
    this.#files.check("sync", this.path, () => settle(contents, "given up"));
    await this.#file.sync();
    if (this.#alive()) settle(changes, "durable");
  }

  close(): void {
    if (this.#alive()) this.#file.close();
  }

  #write(bytes: Buffer, position: number): void {
    transfer(bytes.length, (done) => {
      const count = this.#files.someOf(bytes.length - done);
      this.#file.write(bytes.subarray(done, done + count), position + done);
      return count;
    });
    this.#stored.changes.push({ fate: "open", position, bytes: Buffer.from(bytes) });
  }

  #checkAlive(): void {
    if (!this.#alive()) throw failure("use", this.path, systemError("EBADF", "the process that opened it is dead"));
  }
}

function settle(changes: readonly DataChange[], fate: DataChange["fate"]): void {
  for (const change of changes) if (change.fate === "open") change.fate = fate;
}
