import type { Log } from "../log.ts";

/** What the cleaner does, as seen from outside. */
export interface CleanerState {
  /** The largest dirty part of a log, from 0 to 1, when it last looked. */
  readonly maxDirtyRatio: number;
  /** When it last looked, in milliseconds since the epoch; when it was started, before that. */
  readonly lastRunMs: number;
  /** Of the last log that it cleaned, bytes of the segments that it wrote anew; zeros before. */
  readonly lastCleaning: { readonly tookMs: number; readonly bytesRead: number; readonly bytesWritten: number };
  /** Logs that it could not clean, and leaves as they are until a restart. */
  readonly uncleanable: readonly Log[];
  /** What is dirty of them, and old enough to be cleaned. */
  readonly uncleanableBytes: number;
}
