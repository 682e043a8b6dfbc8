export { batchIn } from "./check-append.ts";
export { type CleanerConfig, cleanerConfigDefaults } from "./cleaner/log-cleaner.ts";
export { isLogEntry, type TopicPartition } from "./file-names.ts";
export type { Log } from "./log.ts";
export { type LogConfig, logConfigDefaults } from "./log-config.ts";
export type { LogDirectory, LogDirectoryOptions } from "./log-directory.ts";
export { openLogDirectory } from "./open-log-directory.ts";
export type {
  AbortedTransaction,
  ActiveProducer,
  Appended,
  AppendOptions,
  AppendOrigin,
  AppendOutcome,
  Read,
  ReadOptions,
  ReadOutcome,
  RecordError,
  Refused,
  TimestampAndOffset,
  VerificationRequest,
} from "./outcomes.ts";
export type { Verification } from "./verifications.ts";
