import { errors } from "@millrace/protocol";
import { batchIn, checkClientBatch, checkOwnBatch } from "./check-append.ts";
import type { TopicPartition } from "./file-names.ts";
import type { LogConfig } from "./log-config.ts";
import { type AppendOrigin, type Refused, refused } from "./outcomes.ts";
import { storedForm } from "./stored-form.ts";

/** The batch in `bytes` as it is to be stored, but for its offset and leader epoch; or why it may not be. */
export function prepareBatch(
  bytes: Buffer,
  origin: AppendOrigin,
  config: LogConfig,
  nowMs: number,
  place: TopicPartition,
): Buffer | Refused {
  const sizeBytes = batchIn(bytes);
  if (typeof sizeBytes !== "number") return sizeBytes;
  const received = sizeBytes === bytes.length ? bytes : bytes.subarray(0, sizeBytes);
  const refusal = origin === "client" ? checkClientBatch(received, config, nowMs, place) : checkOwnBatch(received, config);
  if (refusal !== undefined) return refusal;
  const batch = storedForm(received, config, nowMs);
  if ("error" in batch || batch.length <= config.segmentBytes) return batch;
  return refused(errors.RECORD_LIST_TOO_LARGE, `The batch has ${batch.length} bytes; segment.bytes is ${config.segmentBytes}`);
}
