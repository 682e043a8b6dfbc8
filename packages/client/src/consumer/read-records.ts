import { MillraceError } from "@millrace/kit";
import {
  batchHeader,
  checkBatch,
  decodeRecords,
  type FetchResponse,
  ProtocolError,
  type RecordView,
  splitBatches,
} from "@millrace/protocol";

/** What a partition's part of a Fetch reply holds. */
export interface Fetched {
  readonly topic: string;
  readonly partition: number;
  /** Where reading goes on. Earlier records of the first batch are passed over. */
  readonly fromOffset: number;
  readonly bytes: Buffer;
  /** Transactions to be left out; null: none, because everything is read. */
  readonly abortedTransactions: AbortedTransactions;
}

type AbortedTransactions = FetchResponse["responses"][number]["partitions"][number]["abortedTransactions"];

export interface ReadRecords {
  readonly records: RecordView[];
  /** Behind the last batch, whether its records were handed out or left out. */
  readonly nextOffset: number;
}

/** A control batch's only record says by its key how a transaction ended: int16 version, int16 type. */
const abortMarker = 0;

/** The records from an offset on, without those of aborted transactions and without markers. Throws DATA_CORRUPT, UNSUPPORTED_VERSION. */
export function readRecords(fetched: Fetched): ReadRecords {
  const records: RecordView[] = [];
  let nextOffset = fetched.fromOffset;
  const aborted = abortedAmong(fetched.abortedTransactions);
  for (const batch of splitBatches(fetched.bytes)) {
    checkWhole(fetched, batch);
    nextOffset = Math.max(nextOffset, batchHeader.lastOffset(batch) + 1);
    if (aborted(batch)) continue;
    for (const record of decoded(fetched, batch)) if (record.offset >= fetched.fromOffset) records.push(record);
  }
  return { records, nextOffset };
}

/** Says of one batch after the other whether it is to be left out. */
function abortedAmong(transactions: AbortedTransactions): (batch: Buffer) => boolean {
  const coming = [...(transactions ?? [])].sort((a, b) => a.firstOffset - b.firstOffset);
  const open = new Set<number>();
  return (batch) => {
    const producerId = batchHeader.producerId(batch);
    while (coming[0] !== undefined && coming[0].firstOffset <= batchHeader.lastOffset(batch)) open.add(coming.shift()?.producerId ?? -1);
    if (!batchHeader.isControl(batch)) return batchHeader.isTransactional(batch) && open.has(producerId);
    const [marker] = decodeRecords(batch);
    if (marker?.key?.readInt16BE(2) === abortMarker) open.delete(producerId);
    return true;
  };
}

function checkWhole({ topic, partition }: Fetched, batch: Buffer): void {
  const defect = checkBatch(batch, 0, batch.length);
  if (defect === undefined) return;
  const where = `${topic}-${partition} at offset ${batchHeader.baseOffset(batch)}`;
  if (defect === "magic") {
    throw new MillraceError(
      "UNSUPPORTED_VERSION",
      `the records of ${where} have format ${batchHeader.magic(batch)}, from before Kafka 0.11`,
    );
  }
  throw new MillraceError("DATA_CORRUPT", `the records of ${where} are damaged: their ${defect} does not hold`, {
    hint: "seek behind them to go on without them",
  });
}

function decoded({ topic, partition }: Fetched, batch: Buffer): RecordView[] {
  try {
    return decodeRecords(batch);
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    const where = `${topic}-${partition} at offset ${batchHeader.baseOffset(batch)}`;
    throw new MillraceError("DATA_CORRUPT", `the records of ${where} can't be read: ${cause.message}`, { cause });
  }
}
