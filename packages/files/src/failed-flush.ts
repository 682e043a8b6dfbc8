import type { File, Files } from "./files.ts";

/** Says that a flush of a file of the directory has failed. Apache Kafka passes over it. */
const NOTE = "flush-failed";
/** So much is written again at a time. */
const WINDOW_BYTES = 1 << 20;

/**
 * Notes that a flush has failed. The system may take what was to be flushed for written from then on, so that no later flush brings it onto the
 * disk, and yet show it to whoever reads (on Linux: pages that could not be written are clean). Another process that finds it may believe it only
 * once it has written it again. The note need not survive a loss of power: by that what is not on the disk is gone. False: it can't be made.
 */
export function noteFailedFlush(files: Files, directory: string): boolean {
  try {
    files.open(notePath(directory), "create").close();
    return true;
  } catch {
    return false;
  }
}

/** Whether the note is among the names in a directory. */
export function hasFailedFlush(names: readonly string[]): boolean {
  return names.includes(NOTE);
}

/** To be called once all is written again. */
export function forgetFailedFlush(files: Files, directory: string): void {
  files.remove(notePath(directory));
}

/** Writes what stands in `[from, to)` once more, so that the next flush brings it onto the disk whatever became of flushes before. */
export function writeAgain(file: File, from: number, to: number): void {
  const window = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, to - from));
  for (let at = from; at < to; at += window.length) {
    const count = file.read(window, 0, Math.min(window.length, to - at), at);
    file.write(window.subarray(0, count), at);
  }
}

function notePath(directory: string): string {
  return `${directory}/${NOTE}`;
}
