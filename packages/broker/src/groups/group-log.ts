import { encodeGroupRecord, type GroupRecord } from "@millrace/coordinators";
import { encodeBatch, type KafkaError, type RecordDraft } from "@millrace/protocol";
import type { Partition } from "../partitions/partition.ts";

export interface Stored {
  /** Why something could not be appended. */
  readonly refusal: KafkaError | undefined;
  /** What is in the log now: all of the records, none, or those of the batches before a refused one. */
  readonly records: readonly GroupRecord[];
  /** Set when answers have to wait for the disk. */
  readonly durable: Promise<void> | undefined;
}

/** Around a record in a batch, at most: lengths, deltas, the number of headers. */
const recordOverheadBytes = 21;
const batchOverheadBytes = 61;

/** Appends the records: in one batch, or if they are divisible in as many as the topic's `max.message.bytes` asks for. */
export function store(
  partition: Partition,
  records: readonly GroupRecord[],
  options: { readonly nowMs: number; readonly divisible: boolean },
): Stored {
  const batchBytesMax = options.divisible ? partition.log.config.maxMessageBytes : Number.POSITIVE_INFINITY;
  const written: GroupRecord[] = [];
  let durable: Promise<void> | undefined;
  for (const batch of batches(records, batchBytesMax, options.nowMs)) {
    const bytes = encodeBatch({ records: batch.drafts });
    const result = partition.append(bytes, "coordinator");
    if (result.outcome.error !== undefined) return { refusal: result.outcome.error, records: written, durable };
    durable = result.durable;
    for (const record of batch.records) written.push(record);
  }
  return { refusal: undefined, records: written, durable };
}

interface Batch {
  readonly records: GroupRecord[];
  readonly drafts: RecordDraft[];
}

function* batches(records: readonly GroupRecord[], batchBytesMax: number, timestamp: number): Iterable<Batch> {
  let batch: Batch = { records: [], drafts: [] };
  let sizeBytes = batchOverheadBytes;
  for (const record of records) {
    const { key, value } = encodeGroupRecord(record);
    const recordBytes = key.length + (value?.length ?? 0) + recordOverheadBytes;
    if (sizeBytes + recordBytes > batchBytesMax && batch.records.length > 0) {
      yield batch;
      batch = { records: [], drafts: [] };
      sizeBytes = batchOverheadBytes;
    }
    sizeBytes += recordBytes;
    batch.records.push(record);
    batch.drafts.push({ key, value, timestamp });
  }
  if (batch.records.length > 0) yield batch;
}
