import {
  attributeBits,
  BATCH_HEADER_BYTES,
  BATCH_MAGIC,
  batchHeader,
  DecompressionError,
  errors,
  RecordWalk,
  recordBytes,
} from "@millrace/protocol";
import { checkEachRecord } from "./check-each-record.ts";
import type { TopicPartition } from "./file-names.ts";
import type { LogConfig } from "./log-config.ts";
import { type Refused, refused } from "./outcomes.ts";
import { unreadable } from "./unreadable.ts";

/** Up to the magic: what is needed to tell what follows. */
const PREFIX_BYTES = 17;
/** The length field of the smallest message that any format allows. */
const LENGTH_MIN = 14;

/** Compressed batches up to this size are opened: whoever writes a client that is wrong is told with its first records. */
const OPENED_BYTES_MAX = 4 * 1024;
/** A small batch that holds more than this is believed too. */
const DECOMPRESSED_BYTES_MAX = 1024 * 1024;
/** What a batch of a compacted topic may hold: it has to be opened, now and whenever the log is cleaned. */
export const COMPACTED_BYTES_MAX = 128 * 1024 * 1024;

const walk = new RecordWalk();

/** The size of the one whole batch in `bytes`, or why there is none. Half a batch behind it is ignored, as Kafka does. */
export function batchIn(bytes: Buffer): number | Refused {
  const end = nextBatchEnd(bytes, 0);
  if (typeof end !== "number") return end;
  if (end === 0) return refused(errors.INVALID_RECORD, "There is no whole record batch");
  if (batchHeader.magic(bytes) !== BATCH_MAGIC) return refused(errors.INVALID_RECORD, "Only record batches of format 2 are accepted");
  const second = nextBatchEnd(bytes, end);
  if (typeof second !== "number") return second;
  return second === end ? end : refused(errors.INVALID_RECORD, "There is more than one record batch");
}

/** Where the batch at `at` ends; `at` itself if there is no whole one. */
function nextBatchEnd(bytes: Buffer, at: number): number | Refused {
  const remaining = bytes.length - at;
  if (remaining < 12) return at;
  const length = batchHeader.batchLength(bytes, at);
  if (length < LENGTH_MIN) return refused(errors.CORRUPT_MESSAGE, `A batch can't have the length ${length}`);
  if (remaining < PREFIX_BYTES) return at;
  const magic = batchHeader.magic(bytes, at);
  if (magic < 0 || magic > BATCH_MAGIC) return refused(errors.CORRUPT_MESSAGE, `There is no record format ${magic}`);
  return remaining - 12 < length ? at : at + 12 + length;
}

/**
 * Why a client's batch may not be stored, or undefined. The records are gone over, unless they are compressed and large: opening them costs
 * ten times as much as all else, and those are believed as long as their header's timestamps are in order, except where a topic is compacted
 * (ADR 5). If the largest timestamp of the records is not what the header says, it is put right.
 */
export function checkClientBatch(batch: Buffer, config: LogConfig, nowMs: number, place: TopicPartition): Refused | undefined {
  const refusal = checkHeader(batch, config);
  if (refusal !== undefined) return refusal;
  const context = { batch, config, nowMs, place };
  if (batchHeader.compressionType(batch) === "none") return checkRecords(context, batch, BATCH_HEADER_BYTES);
  const opened = open(batch, config);
  if (opened === undefined) return checkClaims(context);
  return "error" in opened ? opened : checkRecords(context, opened, 0);
}

/** The decompressed records; undefined if they are too large to be looked at. */
function open(batch: Buffer, { cleanupCompact }: LogConfig): Buffer | Refused | undefined {
  if (!cleanupCompact && batch.length > OPENED_BYTES_MAX) return undefined;
  try {
    return recordBytes(batch, cleanupCompact ? COMPACTED_BYTES_MAX : DECOMPRESSED_BYTES_MAX);
  } catch (failure) {
    return !cleanupCompact && failure instanceof DecompressionError && failure.isTooLarge ? undefined : unreadable(failure);
  }
}

/** A coordinator's batch comes from this process; only its size is in question. */
export function checkOwnBatch(batch: Buffer, config: LogConfig): Refused | undefined {
  return batch.length > config.maxMessageBytes ? tooLarge(batch.length, config) : undefined;
}

export function tooLarge(sizeBytes: number, config: LogConfig): Refused {
  return refused(errors.MESSAGE_TOO_LARGE, `The batch has ${sizeBytes} bytes; max.message.bytes is ${config.maxMessageBytes}`);
}

interface Rule {
  readonly holds: (batch: Buffer) => boolean;
  readonly message: string;
}

/** What a client may not say in a header whose checksum is right. All of it is INVALID_RECORD. */
const headerRules: readonly Rule[] = [
  { holds: (b) => batchHeader.lastOffsetDelta(b) >= 0, message: "The batch's last offset is before its first" },
  { holds: (b) => batchHeader.recordCount(b) > 0, message: "The batch says that it has no records" },
  {
    holds: (b) => batchHeader.lastOffsetDelta(b) + 1 === batchHeader.recordCount(b),
    message: "The batch's offsets and its number of records differ",
  },
  { holds: (b) => !batchHeader.isControl(b), message: "Control records are not for clients to write" },
  {
    holds: (b) => batchHeader.producerId(b) < 0 || batchHeader.baseSequence(b) >= 0,
    message: "The batch has a producer id but no sequence number",
  },
];

function checkHeader(batch: Buffer, config: LogConfig): Refused | undefined {
  if (batch.length < BATCH_HEADER_BYTES) return refused(errors.CORRUPT_MESSAGE, "The batch is shorter than its header");
  if (batchHeader.baseOffset(batch) !== 0)
    return refused(errors.INVALID_RECORD, "The batch's first offset must be 0: the broker gives offsets");
  if (batch.length > config.maxMessageBytes) return tooLarge(batch.length, config);
  if (batchHeader.computeBatchCrc(batch, 0, batch.length) !== batchHeader.batchCrc(batch)) {
    return refused(errors.CORRUPT_MESSAGE, "The batch's checksum is wrong");
  }
  if (batchHeader.compressionType(batch) === undefined) {
    // Kafka has no better answer to this either.
    return refused(
      errors.UNKNOWN_SERVER_ERROR,
      `There is no compression type ${batchHeader.attributes(batch) & attributeBits.compression}`,
    );
  }
  for (const { holds, message } of headerRules) if (!holds(batch)) return refused(errors.INVALID_RECORD, message);
  return undefined;
}

/** What is checked, and by which rules. */
interface Checked {
  readonly batch: Buffer;
  readonly config: LogConfig;
  readonly nowMs: number;
  readonly place: TopicPartition;
}

/** Goes over the records, which stand in `records` from `start` on. */
function checkRecords(context: Checked, records: Buffer, start: number): Refused | undefined {
  const { batch, config } = context;
  if (!walk.over(records, start, records.length, batchHeader.recordCount(batch))) {
    return refused(errors.INVALID_RECORD, "The batch's records are not what its header says");
  }
  if (config.cleanupCompact && walk.keyless > 0) return takenApart(context);
  const base = batchHeader.baseTimestamp(batch);
  const largest = base + walk.maxTimestampDelta;
  const refusal = checkRange(context, base + walk.minTimestampDelta, largest);
  if (refusal === undefined && config.messageTimestampType === "CreateTime") {
    batchHeader.stampMaxTimestamp(batch, 0, batch.length, "CreateTime", largest);
  }
  return refusal;
}

function checkClaims(context: Checked): Refused | undefined {
  const { batch, config, nowMs } = context;
  const largest = batchHeader.maxTimestamp(batch);
  // The smallest timestamp is not in the header; the first record's is the best guess, unless there is a limit.
  const isLimited = nowMs - config.messageTimestampBeforeMaxMs > 0;
  return checkRange(context, isLimited ? Number.NEGATIVE_INFINITY : batchHeader.baseTimestamp(batch), largest);
}

/** Takes the batch apart only if a timestamp may be out of range, to say which. */
function checkRange(context: Checked, smallest: number, largest: number): Refused | undefined {
  const { batch, config, nowMs } = context;
  const isUsual =
    config.messageTimestampType === "CreateTime"
      ? smallest >= nowMs - config.messageTimestampBeforeMaxMs && largest <= nowMs + config.messageTimestampAfterMaxMs
      : true;
  if (isUsual && batchHeader.timestampType(batch) === "CreateTime") return undefined;
  return takenApart(context);
}

function takenApart({ batch, config, nowMs, place }: Checked): Refused | undefined {
  return checkEachRecord(batch, config, nowMs, place);
}
