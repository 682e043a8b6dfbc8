import type { Files } from "@millrace/files";
import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import type { CleanerState } from "./cleaner/cleaner-state.ts";
import type { CleanerConfig } from "./cleaner/log-cleaner.ts";
import type { TopicPartition } from "./file-names.ts";
import type { Log } from "./log.ts";
import type { LogConfig } from "./log-config.ts";

export interface LogDirectoryOptions {
  readonly files: Files;
  /** The data directory; made if missing. The caller holds its lock. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  /** `log.retention.check.interval.ms` */
  readonly retentionCheckIntervalMs: number;
  /** `log.flush.offset.checkpoint.interval.ms` */
  readonly checkpointIntervalMs: number;
  /** `producer.id.expiration.ms` as it is now. */
  readonly producerIdExpirationMs: () => number;
  /** `producer.id.expiration.check.interval.ms` */
  readonly producerIdExpirationCheckIntervalMs: number;
  /** The settings of the cleaner as they are now. */
  readonly cleaner: () => CleanerConfig;
}

/** All logs of one data directory: what has to be done for them together. */
export interface LogDirectory extends Closeable {
  readonly directory: string;
  /** The last stop was a clean one: logs open without a scan. */
  readonly clean: boolean;
  /** Bytes of all logs that a start would have to scan if the process died now. */
  readonly unflushedBytes: number;
  readonly cleanerState: CleanerState;
  /** Logs that are open. */
  logs(): Iterable<Log>;
  log(topic: string, partition: number): Log | undefined;
  /** Partitions that have a directory here, open or not. */
  present(): TopicPartition[];
  /**
   * Opens a partition's log, recovering it if the last stop was not clean; makes an empty one if there is none. `USAGE` for a name that can't
   * be a topic's, `IO_FAILED` if the disk refuses.
   */
  open(topic: string, partition: number, config: LogConfig): Log;

  /**
   * Flushes what a process before may have left in the system's memory, of logs that are asked to flush as often as that: what is found is
   * relied upon, by duplicates that are answered and by coordinators that find nothing left to store.
   */
  flushRecovered(): Promise<void>;
  /** Closes a partition's log if it is open, and removes it: renamed at once, its files removed after `file.delete.delay.ms`. */
  delete(topic: string, partition: number): void;
  /** What `cleaner` tells has changed. */
  cleanerReconfigured(): void;
  /** Flushes and closes every log and leaves the mark of a clean stop. */
  close(): Promise<void>;
}
