import { batchHeader, type CompressionType, decodeRecords, encodeBatch } from "@millrace/protocol";
import { tooLarge } from "./check-append.ts";
import type { LogConfig } from "./log-config.ts";
import type { Refused } from "./outcomes.ts";
import { unreadable } from "./unreadable.ts";

/** A checked batch as the topic's settings want it stored: usually the same bytes, stamped with the time of the append if need be. */
export function storedForm(batch: Buffer, config: LogConfig, nowMs: number): Buffer | Refused {
  const source = batchHeader.compressionType(batch);
  const target = targetCompression(config);
  if (target !== undefined && target !== source && !batchHeader.isControl(batch)) return recompressed(batch, target, config, nowMs);
  if (config.messageTimestampType === "LogAppendTime") batchHeader.stampMaxTimestamp(batch, 0, batch.length, "LogAppendTime", nowMs);
  return batch;
}

/** Undefined: as the producer likes. */
function targetCompression({ compressionType }: LogConfig): CompressionType | undefined {
  if (compressionType === "producer") return undefined;
  return compressionType === "uncompressed" ? "none" : compressionType;
}

/** The slow way, for topics whose `compression.type` is not the producer's. */
function recompressed(batch: Buffer, compression: CompressionType, config: LogConfig, nowMs: number): Buffer | Refused {
  try {
    const stored = encodeBatch({
      records: decodeRecords(batch),
      compression,
      producerId: batchHeader.producerId(batch),
      producerEpoch: batchHeader.producerEpoch(batch),
      baseSequence: batchHeader.baseSequence(batch),
      transactional: batchHeader.isTransactional(batch),
      logAppendTimeMs: config.messageTimestampType === "LogAppendTime" ? nowMs : undefined,
    });
    return stored.length > config.maxMessageBytes ? tooLarge(stored.length, config) : stored;
  } catch (failure) {
    return unreadable(failure);
  }
}
