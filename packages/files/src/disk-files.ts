import {
  chmodSync,
  closeSync,
  constants,
  fsync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlink,
  utimesSync,
} from "node:fs";
import { systemCodeOf } from "@millrace/kit";
import { DiskFile } from "./disk-file.ts";
import { lockDirectory } from "./disk-lock.ts";
import { failure } from "./failure.ts";
import type { File, FileStat, Files, Lock, OpenMode } from "./files.ts";

const openFlags: Record<OpenMode, number> = {
  read: constants.O_RDONLY,
  write: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT,
};

/** Linux tells the limits of a process (proc(5): "Max open files", the one in force first); of other systems nobody asks. */
function openMax(): { readonly openMax?: number } {
  try {
    const max = Number(/^Max open files +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1]);
    return max > 0 ? { openMax: max } : {};
  } catch {
    return {};
  }
}

/** The machine's own file system. */
export const diskFiles: Files = {
  ...openMax(),

  open(path, mode): File {
    return attempt("open", path, () => new DiskFile(path, openSync(path, openFlags[mode])));
  },

  stat(path): FileStat | undefined {
    const stats = attempt("look at", path, () => statSync(path, { throwIfNoEntry: false }));
    if (stats === undefined) return undefined;
    const isDirectory = stats.isDirectory();
    return { kind: isDirectory ? "directory" : "file", sizeBytes: isDirectory ? 0 : stats.size, modifiedMs: stats.mtimeMs };
  },

  list(directory): string[] {
    return attempt("list", directory, () => readdirSync(directory).sort());
  },

  makeDirectory(path): void {
    attempt("make the directory", path, () => mkdirSync(path, { recursive: true }));
  },

  rename(from, to): void {
    attempt(`rename to ${to}`, from, () => renameSync(from, to));
  },

  remove(path): void {
    attempt("remove", path, () => rmSync(path, { recursive: true, force: true }));
  },

  unlink(path): Promise<void> {
    return new Promise((resolve, reject) => {
      unlink(path, (cause) => {
        if (cause === null || systemCodeOf(cause) === "ENOENT") resolve();
        else reject(failure("remove", path, cause));
      });
    });
  },

  setModified(path, modifiedMs): void {
    attempt("change the time of", path, () => utimesSync(path, modifiedMs / 1000, modifiedMs / 1000));
  },

  restrict(path): void {
    attempt("restrict", path, () => chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600));
  },

  syncDirectory(directory): Promise<void> {
    // Windows has no such operation: its file systems write names in order by themselves.
    if (process.platform === "win32") return Promise.resolve();
    return new Promise((resolve, reject) => {
      const descriptor = attempt("open", directory, () => openSync(directory, constants.O_RDONLY));
      fsync(descriptor, (cause) => {
        closeSync(descriptor);
        if (cause === null) resolve();
        else reject(failure("flush", directory, cause));
      });
    });
  },

  lock(directory): Lock {
    return lockDirectory(directory);
  },
};

function attempt<T>(what: string, path: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    throw failure(what, path, cause);
  }
}
