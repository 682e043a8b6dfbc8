import { batchHeader, decodeRecords, errors, type RecordView } from "@millrace/protocol";
import type { LogConfig } from "./log-config.ts";
import { type RecordError, type Refused, refused } from "./outcomes.ts";
import { unreadable } from "./unreadable.ts";

/** So many are told of at most: for each goes a text along. */
const RECORD_ERRORS_MAX = 1000;

/** Takes a batch apart to find each record whose timestamp the topic does not allow; puts the header's largest timestamp right. */
export function checkTimestamps(batch: Buffer, config: LogConfig, nowMs: number): Refused | undefined {
  let records: RecordView[];
  try {
    records = decodeRecords(batch);
  } catch (failure) {
    return unreadable(failure);
  }
  const recordErrors: RecordError[] = [];
  let largest = -1;
  records.forEach(({ timestamp, offset }, batchIndex) => {
    const isRanged = config.messageTimestampType === "CreateTime" && timestamp !== -1;
    const message = isRanged ? outOfRange(timestamp, offset, config, nowMs) : wrongType(batch);
    if (message !== undefined && recordErrors.length < RECORD_ERRORS_MAX) recordErrors.push({ batchIndex, message });
    largest = Math.max(largest, timestamp);
  });
  if (recordErrors.length > 0)
    return refused(errors.INVALID_TIMESTAMP, "One or more records have been rejected due to invalid timestamp", recordErrors);
  if (config.messageTimestampType === "CreateTime") batchHeader.stampMaxTimestamp(batch, 0, batch.length, "CreateTime", largest);
  return undefined;
}

function outOfRange(timestamp: number, offset: number, config: LogConfig, nowMs: number): string | undefined {
  const earliest = nowMs - config.messageTimestampBeforeMaxMs;
  const latest = nowMs + config.messageTimestampAfterMaxMs;
  if (timestamp >= earliest && timestamp <= latest) return undefined;
  return `Timestamp ${timestamp} of message with offset ${offset} is out of range. The timestamp should be within [${earliest}, ${latest}]`;
}

function wrongType(batch: Buffer): string | undefined {
  return batchHeader.timestampType(batch) === "LogAppendTime" ? "A client may not set the timestamp type LogAppendTime" : undefined;
}
