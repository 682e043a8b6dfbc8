import type { AcquiredRecords } from "@millrace/coordinators";
import { errors, type KafkaError } from "@millrace/protocol";
import { fetchedBatches, type SizedBatch, slice } from "./fetched-batches.ts";
import type { LedSharePartition } from "./led-share-partition.ts";

/** What one member wants of one share partition. */
export interface ShareReadRequest {
  readonly memberId: string;
  readonly maxRecords: number;
  readonly batchSize: number;
  /** Never more than `maxRecords` (KIP-1206). */
  readonly recordLimit: boolean;
  readonly bytesMax: number;
  /** The first batch comes even if it is larger. */
  readonly minOneMessage: boolean;
  readonly allocate: (sizeBytes: number) => Buffer;
}

/** What a share partition gave. Nothing acquired: what was read is for nobody, and is not read again. */
export interface ShareRead {
  readonly error: KafkaError;
  readonly records: Buffer;
  readonly acquired: readonly AcquiredRecords[];
}

export const noRecords = Buffer.alloc(0);

/** Where nothing is known of the records' sizes, and at least, so that a large batch among small ones is not read in vain. */
const bytesAtLeast = 32 << 10;
/** More than the average, so that one read does. */
const readAhead = 1.5;

/** Reads what comes next of a share partition, and hands records of it to a member; undefined if there is nothing to read. */
export function readShare(led: LedSharePartition, request: ShareReadRequest): ShareRead | undefined {
  const fetchOffset = led.nextOffset();
  if (fetchOffset === undefined) return undefined;
  const { partition, settings } = led;
  const { memberId, maxRecords, batchSize, recordLimit, bytesMax, minOneMessage, allocate } = request;
  const wantedBytes = Math.max(bytesAtLeast, Math.ceil(maxRecords * led.bytesPerRecord * readAhead));
  const read = partition.log.read(fetchOffset, Math.min(bytesMax, wantedBytes), {
    minOneMessage,
    upTo: partition.readableEnd(settings.readCommitted),
    allocate,
    withAborted: settings.readCommitted,
  });
  if (read.error !== undefined) return { error: read.error, records: noRecords, acquired: [] };
  if (read.records.length === 0) return undefined;
  const batches = fetchedBatches(read.records, read.aborted);
  led.bytesPerRecord = read.records.length / (read.nextOffset - (batches[0] as SizedBatch).firstOffset);
  const acquired = led.acquire({ memberId, fetchOffset, batches, recordLimit, maxRecords, batchSize });
  const [first] = acquired;
  const last = acquired.at(-1);
  if (first === undefined || last === undefined) return { error: errors.NONE, records: noRecords, acquired };
  return { error: errors.NONE, records: slice(read.records, batches, first.firstOffset, last.lastOffset), acquired };
}
