import { closeSync, fdatasync, fstatSync, ftruncateSync, readSync, writeSync } from "node:fs";
import { failure } from "./failure.ts";
import type { File } from "./files.ts";
import { transfer } from "./transfer.ts";

export class DiskFile implements File {
  readonly path: string;
  readonly #descriptor: number;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
  }

  sizeBytes(): number {
    return this.#attempt("look at", () => fstatSync(this.#descriptor).size);
  }

  read(target: Buffer, at: number, length: number, position: number): number {
    try {
      return transfer(length, (done) => readSync(this.#descriptor, target, at + done, length - done, position + done));
    } catch (cause) {
      throw failure("read", this.path, cause);
    }
  }

  write(bytes: Buffer, position: number): void {
    try {
      transfer(bytes.length, (done) => writeSync(this.#descriptor, bytes, done, bytes.length - done, position + done));
    } catch (cause) {
      throw failure("write", this.path, cause);
    }
  }

  truncate(sizeBytes: number): void {
    this.#attempt("truncate", () => ftruncateSync(this.#descriptor, sizeBytes));
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#descriptor, (cause) => {
        if (cause === null) resolve();
        else reject(failure("flush", this.path, cause));
      });
    });
  }

  close(): void {
    this.#attempt("close", () => closeSync(this.#descriptor));
  }

  #attempt<T>(what: string, operation: () => T): T {
    try {
      return operation();
    } catch (cause) {
      throw failure(what, this.path, cause);
    }
  }
}
