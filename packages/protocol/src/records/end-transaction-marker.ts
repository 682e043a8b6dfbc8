import { ProtocolError } from "../wire/protocol-error.ts";
import * as header from "./batch-header.ts";
import { int16At, int32At, putInt16, putInt32 } from "./big-endian.ts";
import { decodeRecords } from "./decode-records.ts";
import { encodeBatch } from "./encode-batch.ts";

/** How a transaction ended on a partition, as a control record says it (KIP-98). */
export interface EndTransactionMarker {
  readonly committed: boolean;
  /** Of the transaction coordinator that wrote it. */
  readonly coordinatorEpoch: number;
}

export interface EndTransactionDraft extends EndTransactionMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

const ABORT_TYPE = 0;
const COMMIT_TYPE = 1;
/** Version and type. */
const KEY_BYTES = 4;
/** Version and coordinator epoch. */
const VALUE_BYTES = 6;
const DECOMPRESSED_BYTES_MAX = 4096;

/** The control batch that ends a producer's transaction. */
export function encodeEndTransaction({ committed, coordinatorEpoch, producerId, producerEpoch, timestamp }: EndTransactionDraft): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  putInt16(key, 2, committed ? COMMIT_TYPE : ABORT_TYPE);
  const value = Buffer.alloc(VALUE_BYTES);
  putInt32(value, 2, coordinatorEpoch);
  return encodeBatch({ records: [{ timestamp, key, value }], producerId, producerEpoch, transactional: true, control: true });
}

/** What a control batch says of a transaction's end; undefined if it says nothing of that, or compaction has emptied it. */
export function endTransactionIn(batch: Buffer): EndTransactionMarker | undefined {
  const record = firstRecord(batch);
  if (record === undefined) return undefined;
  const { key, value } = record;
  if (key === null || value === null || key.length < KEY_BYTES || value.length < VALUE_BYTES) return undefined;
  const type = int16At(key, 2);
  if (type !== ABORT_TYPE && type !== COMMIT_TYPE) return undefined;
  return { committed: type === COMMIT_TYPE, coordinatorEpoch: int32At(value, 2) };
}

function firstRecord(batch: Buffer) {
  if (header.recordCount(batch) === 0) return undefined;
  try {
    return decodeRecords(batch, { decompressedBytesMax: DECOMPRESSED_BYTES_MAX })[0];
  } catch (failure) {
    if (failure instanceof ProtocolError) return undefined;
    throw failure;
  }
}
