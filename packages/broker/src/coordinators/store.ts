import type { ProducerIdentity, RecordFormat } from "@millrace/coordinators";
import { encodeBatch, type KafkaError, type RecordDraft } from "@millrace/protocol";
import type { Partition, TransactionOptions } from "../partitions/partition.ts";

export interface Stored<StoredRecord> {
  /** Why something could not be appended. */
  readonly refusal: KafkaError | undefined;
  /** What is in the log now: all of the records, none, or those of the batches before a refused one. */
  readonly records: ReadonlyArray<{ readonly record: StoredRecord; readonly offset: number }>;
  /** Set when answers have to wait for the disk. */
  readonly durable: Promise<void> | undefined;
}

export interface StoreOptions<StoredRecord> {
  readonly format: RecordFormat<StoredRecord>;
  readonly nowMs: number;
  /** Whether the records may be spread over several batches. */
  readonly divisible: boolean;
  /** Sequence number of the first record of each batch. */
  readonly baseSequence: number;
  /** Set: the batches are part of this producer's transaction. */
  readonly producer: ProducerIdentity | undefined;
  /** Set with it: why the log may let the transaction begin. */
  readonly transaction: TransactionOptions | undefined;
}

/** Around a record in a batch, at most: lengths, deltas, the number of headers. */
const recordOverheadBytes = 21;
const batchOverheadBytes = 61;

/** Appends the records: in one batch, or if they are divisible in as many as the topic's `max.message.bytes` asks for. */
export function store<StoredRecord>(
  partition: Partition,
  records: readonly StoredRecord[],
  { format, nowMs, divisible, baseSequence, producer, transaction }: StoreOptions<StoredRecord>,
): Stored<StoredRecord> {
  const batchBytesMax = divisible ? partition.log.config.maxMessageBytes : Number.POSITIVE_INFINITY;
  const asTransactional = producer === undefined ? {} : { ...producer, transactional: true };
  const written: { record: StoredRecord; offset: number }[] = [];
  let durable: Promise<void> | undefined;
  for (const batch of batches(records, format, batchBytesMax, nowMs)) {
    const bytes = encodeBatch({ records: batch.drafts, baseSequence, ...asTransactional });
    const result = partition.append(bytes, "coordinator", transaction);
    const { outcome } = result;
    if (outcome.error !== undefined) return { refusal: outcome.error, records: written, durable };
    durable = result.durable;
    batch.records.forEach((record, index) => void written.push({ record, offset: outcome.baseOffset + index }));
  }
  return { refusal: undefined, records: written, durable };
}

interface Batch<StoredRecord> {
  readonly records: StoredRecord[];
  readonly drafts: RecordDraft[];
}

function* batches<StoredRecord>(
  records: readonly StoredRecord[],
  format: RecordFormat<StoredRecord>,
  batchBytesMax: number,
  timestamp: number,
): Iterable<Batch<StoredRecord>> {
  let batch: Batch<StoredRecord> = { records: [], drafts: [] };
  let sizeBytes = batchOverheadBytes;
  for (const record of records) {
    const { key, value } = format.encode(record);
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
