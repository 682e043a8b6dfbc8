import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { failure } from "./failure.ts";
import type { Lock } from "./files.ts";

/** The file that is locked; Apache Kafka uses the same name, and the lock is of the same kind as its own. */
const LOCK_FILE = ".lock";
/** Who holds it, for people. It may not be the locked file itself: closing any handle on that one gives the lock up (POSIX). */
const HOLDER_FILE = ".lock-holder";
const SQLITE_BUSY = 5;

/**
 * Takes the operating system's own lock on a file, which the kernel gives back when the process dies, however it dies: there is no stale
 * lock and no process id to mistake. Node has no call for such locks, but the SQLite inside it takes one for an exclusive transaction.
 */
export function lockDirectory(directory: string): Lock {
  const path = join(directory, LOCK_FILE);
  const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite") as typeof import("node:sqlite");
  const holderPath = join(directory, HOLDER_FILE);
  let database: InstanceType<typeof DatabaseSync> | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec("BEGIN EXCLUSIVE");
    writeFileSync(holderPath, `${process.pid}\n`);
  } catch (cause) {
    database?.close();
    throw isBusy(cause) ? locked(directory, holderPath) : failure("lock", path, cause);
  }
  const held = database;
  return {
    close() {
      if (!held.isOpen) return;
      rmSync(holderPath, { force: true });
      held.close();
    },
  };
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && "errcode" in cause && cause.errcode === SQLITE_BUSY;
}

function locked(directory: string, holderPath: string): MillraceError {
  const hint = "Stop that process first, or use another data directory.";
  return new MillraceError("DATA_LOCKED", `The directory ${directory} is in use by ${holder(holderPath)}`, { hint });
}

function holder(holderPath: string): string {
  try {
    const pid = readFileSync(holderPath, "utf8").trim();
    return `process ${pid} since ${statSync(holderPath).mtime.toISOString()}`;
  } catch {
    return "another process"; // it has only just taken the lock, or is just giving it up
  }
}
