import type { CompressionType } from "@millrace/protocol";

/** From this on a number of milliseconds or records means "never". */
export const NEVER = 2 ** 53;

/** The topic's settings that a log follows; each name is Kafka's topic config in camelCase. */
export interface LogConfig {
  /** `segment.bytes` */
  readonly segmentBytes: number;
  /** `segment.ms`: a segment is rolled when this much of the records' time has passed in it. */
  readonly segmentMs: number;
  /** `segment.jitter.ms`: at most this is taken off `segmentMs`, a different part for each segment. */
  readonly segmentJitterMs: number;
  /** `segment.index.bytes`: a segment is rolled when an index reaches this size. */
  readonly segmentIndexBytes: number;
  /** `index.interval.bytes` */
  readonly indexIntervalBytes: number;
  /** `cleanup.policy` contains `delete`: without it only what is before the log's start is removed. */
  readonly cleanupDelete: boolean;
  /** `cleanup.policy` contains `compact`: records have keys, and of each key the last one is kept. */
  readonly cleanupCompact: boolean;
  /** `min.cleanable.dirty.ratio`: what part of the log must not have been cleaned yet for it to be cleaned. */
  readonly minCleanableDirtyRatio: number;
  /** `min.compaction.lag.ms`: records stay uncleaned this long. */
  readonly minCompactionLagMs: number;
  /** `max.compaction.lag.ms`: after this long they are cleaned, whatever the ratio. */
  readonly maxCompactionLagMs: number;
  /** `delete.retention.ms`: a tombstone stays this long after it was first seen by a cleaning. */
  readonly deleteRetentionMs: number;
  /** `retention.bytes`; -1: no limit. */
  readonly retentionBytes: number;
  /** `retention.ms`; -1: no limit. */
  readonly retentionMs: number;
  /** `max.message.bytes`: of a batch as stored. */
  readonly maxMessageBytes: number;
  /** `flush.messages`: fsync before the answer after this many records. */
  readonly flushMessages: number;
  /** `flush.ms`: fsync at the latest this long after a record was written. */
  readonly flushMs: number;
  /** `file.delete.delay.ms` */
  readonly fileDeleteDelayMs: number;
  /** `compression.type` */
  readonly compressionType: "producer" | "uncompressed" | Exclude<CompressionType, "none">;
  /** `message.timestamp.type` */
  readonly messageTimestampType: "CreateTime" | "LogAppendTime";
  /** `message.timestamp.before.max.ms` */
  readonly messageTimestampBeforeMaxMs: number;
  /** `message.timestamp.after.max.ms` */
  readonly messageTimestampAfterMaxMs: number;
}

/** Kafka 4.3's defaults. An endless number of milliseconds or messages is Kafka's `Long.MAX_VALUE` as a number. */
export const logConfigDefaults: LogConfig = {
  segmentBytes: 1_073_741_824,
  segmentMs: 604_800_000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10_485_760,
  indexIntervalBytes: 4_096,
  cleanupDelete: true,
  cleanupCompact: false,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: 2 ** 63,
  deleteRetentionMs: 86_400_000,
  retentionBytes: -1,
  retentionMs: 604_800_000,
  maxMessageBytes: 1_048_588,
  flushMessages: 2 ** 63,
  flushMs: 2 ** 63,
  fileDeleteDelayMs: 60_000,
  compressionType: "producer",
  messageTimestampType: "CreateTime",
  messageTimestampBeforeMaxMs: 2 ** 63,
  messageTimestampAfterMaxMs: 3_600_000,
};
