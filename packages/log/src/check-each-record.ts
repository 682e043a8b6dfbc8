import { batchHeader, decodeRecords, errors, type RecordView } from "@millrace/protocol";
import type { TopicPartition } from "./file-names.ts";
import type { LogConfig } from "./log-config.ts";
import { type RecordError, type Refused, refused } from "./outcomes.ts";
import { unreadable } from "./unreadable.ts";

/** So many are told of at most: for each goes a text along. */
const RECORD_ERRORS_MAX = 1000;

/**
 * Takes a batch apart to find each record that the topic does not allow: without a key where keys decide what is kept, or with a timestamp out
 * of range. Puts the header's largest timestamp right.
 */
export function checkEachRecord(batch: Buffer, config: LogConfig, nowMs: number, place: TopicPartition): Refused | undefined {
  let records: RecordView[];
  try {
    records = decodeRecords(batch);
  } catch (failure) {
    return unreadable(failure);
  }
  const recordErrors: RecordError[] = [];
  let [keyless, untimely, largest] = [0, 0, -1];
  records.forEach((record, batchIndex) => {
    largest = Math.max(largest, record.timestamp);
    const lacksKey = config.cleanupCompact && record.key === null;
    const message = lacksKey ? keyMissing(place) : checkTimestamp(record, batch, config, nowMs);
    if (message === undefined) return;
    if (lacksKey) keyless++;
    else untimely++;
    if (recordErrors.length < RECORD_ERRORS_MAX) recordErrors.push({ batchIndex, message });
  });
  if (keyless + untimely > 0) return refusedFor(keyless, untimely, recordErrors);
  if (config.messageTimestampType === "CreateTime") batchHeader.stampMaxTimestamp(batch, 0, batch.length, "CreateTime", largest);
  return undefined;
}

/** The error that Kafka gives the whole batch, in its words. */
function refusedFor(keyless: number, untimely: number, recordErrors: readonly RecordError[]): Refused {
  if (untimely > 0) {
    return refused(errors.INVALID_TIMESTAMP, "One or more records have been rejected due to invalid timestamp", recordErrors);
  }
  const shown = recordErrors.slice(0, 3).map(({ batchIndex, message }) => `RecordError(batchIndex=${batchIndex}, message='${message}')`);
  const message =
    `One or more records have been rejected due to ${keyless} record errors in total, ` +
    `and only showing the first three errors at most: [${shown.join(", ")}]`;
  return refused(errors.INVALID_RECORD, message, recordErrors);
}

function keyMissing({ topic, partition }: TopicPartition): string {
  return `Compacted topic cannot accept message without key in topic partition ${topic}-${partition}`;
}

function checkTimestamp({ timestamp, offset }: RecordView, batch: Buffer, config: LogConfig, nowMs: number): string | undefined {
  const isRanged = config.messageTimestampType === "CreateTime" && timestamp !== -1;
  return isRanged ? outOfRange(timestamp, offset, config, nowMs) : wrongType(batch);
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
