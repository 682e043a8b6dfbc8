/**
 * What the project asks of a file system. Paths are absolute or relative strings with `/` between names.
 *
 * Failures are `MillraceError`: `NOT_FOUND` where a named thing is missing, `IO_FAILED` for everything else, with the system's error as
 * `cause` (its `code`, such as `ENOSPC`, is read with `systemCodeOf(error.cause)`).
 *
 * What is written survives the death of the process at once. It survives loss of power only after `File.sync`, and a file's name only
 * after `syncDirectory` of the directory it stands in.
 */
export interface Files {
  /** How many files, connections included, the process may have open at a time; undefined where nobody says. */
  readonly openMax?: number;
  /** Opens a file. `read`: must exist. `write`: must exist, reads and writes. `create`: made if missing, reads and writes. */
  open(path: string, mode: OpenMode): File;
  /** What stands at `path`, or undefined if nothing does. */
  stat(path: string): FileStat | undefined;
  /** Names in a directory, sorted. */
  list(directory: string): string[];
  /** Makes a directory and those above it; one that exists is left alone. */
  makeDirectory(path: string): void;
  /** Moves a file or a directory; a file at `to` is replaced, in one step. */
  rename(from: string, to: string): void;
  /** Removes a file, or a directory with all that is in it; a missing one is left alone. */
  remove(path: string): void;
  /**
   * Removes a file and resolves when it is gone; a missing one is left alone, a directory refused. For files that may be large: to give back what
   * a gigabyte takes in memory and on the disk keeps the system busy for 50 ms and more, in which the process goes on, unlike with `remove`.
   */
  unlink(path: string): Promise<void>;
  /** Makes a file look as if it had last been written at that time, to a millisecond or so. Loss of power may undo it. */
  setModified(path: string, modifiedMs: number): void;
  /** Lets nobody but the user of this process read or write a file, or look into a directory. Does nothing where there are no such modes. */
  restrict(path: string): void;
  /** Makes the names in `directory` (created, renamed, removed) survive loss of power. */
  syncDirectory(directory: string): Promise<void>;
  /** Takes a directory for this process until the lock is closed or the process dies. `DATA_LOCKED`, naming the holder, if another has it. */
  lock(directory: string): Lock;
}

export type OpenMode = "read" | "write" | "create";

export interface FileStat {
  readonly kind: "file" | "directory";
  /** Of a file; 0 for a directory. */
  readonly sizeBytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
}

/** An open file. The caller gives every position: an open file has none of its own. */
export interface File {
  readonly path: string;
  sizeBytes(): number;
  /** Reads up to `length` bytes at `position` into `target` from `at` on. Returns how many there were: fewer only at the end of the file. */
  read(target: Buffer, at: number, length: number, position: number): number;
  /** Writes all of `bytes` at `position`. After a failure any part of them may have been written. */
  write(bytes: Buffer, position: number): void;
  /** Cuts the file, or fills it up with zeros, to `sizeBytes`. */
  truncate(sizeBytes: number): void;
  /**
   * Makes what has been written survive loss of power; resolves when it does. What is written meanwhile may or may not be included.
   * After a failure the system may have dropped what was written: it must be taken for lost, trying again proves nothing.
   */
  sync(): Promise<void>;
  close(): void;
}

/** A directory that is held. */
export interface Lock {
  close(): void;
}
