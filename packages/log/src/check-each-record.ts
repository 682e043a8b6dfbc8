import { batchHeader, decodeRecords, errors, type RecordView } from "@millrace/protocol";
import type { TopicPartition } from "./file-names.ts";
import type { LogConfig } from "./log-config.ts";
import { type RecordError, type Refused, refused } from "./outcomes.ts";
import { unreadable } from "./unreadable.ts";

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
  const keyless: RecordError[] = [];
  const untimely: RecordError[] = [];
  let largest = -1;
  records.forEach(({ timestamp, offset, key }, batchIndex) => {
    largest = Math.max(largest, timestamp);
    if (config.cleanupCompact && key === null) {
      const message = `Compacted topic cannot accept message without key in topic partition ${place.topic}-${place.partition}`;
      keyless.push({ batchIndex, message });
      return;
    }
    const isRanged = config.messageTimestampType === "CreateTime" && timestamp !== -1;
    const message = isRanged ? outOfRange(timestamp, offset, config, nowMs) : wrongType(batch);
    if (message !== undefined) untimely.push({ batchIndex, message });
  });
  if (keyless.length + untimely.length > 0) return refusedFor(keyless, untimely);
  if (config.messageTimestampType === "CreateTime") batchHeader.stampMaxTimestamp(batch, 0, batch.length, "CreateTime", largest);
  return undefined;
}

/** The error that Kafka gives the whole batch, in its words. */
function refusedFor(keyless: readonly RecordError[], untimely: readonly RecordError[]): Refused {
  const all = [...keyless, ...untimely].sort((a, b) => a.batchIndex - b.batchIndex);
  if (untimely.length > 0) return refused(errors.INVALID_TIMESTAMP, "One or more records have been rejected due to invalid timestamp", all);
  const shown = all.slice(0, 3).map(({ batchIndex, message }) => `RecordError(batchIndex=${batchIndex}, message='${message}')`);
  const message =
    `One or more records have been rejected due to ${all.length} record errors in total, ` +
    `and only showing the first three errors at most: [${shown.join(", ")}]`;
  return refused(errors.INVALID_RECORD, message, all);
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
