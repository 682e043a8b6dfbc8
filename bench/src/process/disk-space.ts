import { statfs } from "node:fs/promises";
import { MillraceError } from "@millrace/kit";

/** Throws IO_FAILED if `folder` is on a disk that has not `neededBytes` free. */
export async function requireSpace(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const lack = lackOfSpace(folder, bavail * bsize, neededBytes);
  if (lack !== undefined) throw lack;
}

/** What to say if there is less space than needed, in bytes. */
export function lackOfSpace(folder: string, freeBytes: number, neededBytes: number): MillraceError | undefined {
  if (freeBytes >= neededBytes) return undefined;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  const message = `The restart needs ${gigabytes(neededBytes)} GB free in ${folder}, where ${gigabytes(freeBytes)} GB are`;
  return new MillraceError("IO_FAILED", message, {
    hint: "Free some, set TMPDIR to a folder on a larger disk, or measure something else with --only.",
  });
}
