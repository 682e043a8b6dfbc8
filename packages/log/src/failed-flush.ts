import type { Files } from "@millrace/files";
import { type Logger, messageOf } from "@millrace/kit";
import { FLUSH_FAILED_FILE } from "./file-names.ts";

/**
 * Notes that a flush has failed. The system may take what was to be flushed for written from then on, so that no later flush brings it onto the
 * disk, and yet show it to whoever reads (on Linux: pages that could not be written are clean). Another process that finds it may believe it only
 * once it has written it again. The note need not survive a loss of power: by that what is not on the disk is gone.
 */
export function noteFailedFlush(files: Files, directory: string, logger: Logger): void {
  try {
    files.open(`${directory}/${FLUSH_FAILED_FILE}`, "create").close();
  } catch (failure) {
    logger.error("Can't note that a flush has failed", { directory, reason: messageOf(failure) });
  }
}

export function forgetFailedFlush(files: Files, directory: string): void {
  files.remove(`${directory}/${FLUSH_FAILED_FILE}`);
}
