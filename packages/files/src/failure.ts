import { MillraceError, messageOf, systemCodeOf } from "@millrace/kit";

const hints: Readonly<Record<string, string>> = {
  ENOSPC: "Free space on the disk, or move the data directory to a larger one.",
  EDQUOT: "The user's disk quota is used up: raise it or free space.",
  EACCES: "Give the user of this process read and write permission.",
  EPERM: "Give the user of this process read and write permission.",
  EROFS: "The file system is mounted read-only.",
  EMFILE: "Raise the number of files that a process may open (ulimit -n).",
  EIO: "The disk reports a hardware error; see the system's log.",
};

/** The error that the `Files` port gives for a system call that failed. */
export function failure(what: string, path: string, cause: unknown): MillraceError {
  const code = systemCodeOf(cause);
  const text = `Can't ${what} ${path}: ${messageOf(cause)}`;
  if (code === "ENOENT") return new MillraceError("NOT_FOUND", text, { cause });
  const hint = code === undefined ? undefined : hints[code];
  return new MillraceError("IO_FAILED", text, hint === undefined ? { cause } : { cause, hint });
}

/** The process, or the system, has as many files open as it may. */
const shortOfFiles: ReadonlySet<string | undefined> = new Set(["EMFILE", "ENFILE"]);

/** Whether something failed only because too much is open now: nothing was tried on the disk, and another time it may succeed. */
export function isShortOfFiles(thrown: unknown): boolean {
  return thrown instanceof MillraceError && shortOfFiles.has(systemCodeOf(thrown.cause));
}

/** An error as the system makes it, for implementations that have no system under them. */
export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}
