import type { FetchedBatch } from "@millrace/coordinators";
import type { AbortedTransaction } from "@millrace/log";
import { batchHeader as header } from "@millrace/protocol";

/** Batches of the log with what they take up. */
export interface SizedBatch extends FetchedBatch {
  readonly sizeBytes: number;
}

/** The batches in what was read. `aborted`: transactions whose records are for nobody, in the order of their markers. */
export function fetchedBatches(records: Buffer, aborted: readonly AbortedTransaction[]): SizedBatch[] {
  const batches: SizedBatch[] = [];
  const withheld = new Withheld(aborted);
  for (let at = 0; at < records.length; ) {
    const sizeBytes = header.batchSizeBytes(records, at);
    batches.push({
      firstOffset: header.baseOffset(records, at),
      lastOffset: header.lastOffset(records, at),
      withheld: withheld.has(records, at),
      sizeBytes,
    });
    at += sizeBytes;
  }
  return batches;
}

/** Which batches belong to aborted transactions, asked from the left to the right. */
class Withheld {
  readonly #byProducer = new Map<number, AbortedTransaction[]>();

  constructor(aborted: readonly AbortedTransaction[]) {
    for (const transaction of aborted) {
      const known = this.#byProducer.get(transaction.producerId);
      if (known === undefined) this.#byProducer.set(transaction.producerId, [transaction]);
      else known.push(transaction);
    }
  }

  /** Markers are no records of the transaction. */
  has(records: Buffer, at: number): boolean {
    if (this.#byProducer.size === 0 || !header.isTransactional(records, at) || header.isControl(records, at)) return false;
    const transactions = this.#byProducer.get(header.producerId(records, at));
    const offset = header.baseOffset(records, at);
    while (transactions?.[0] !== undefined && transactions[0].lastOffset < offset) transactions.shift();
    const next = transactions?.[0];
    return next !== undefined && next.firstOffset <= offset;
  }
}

/** The part of what was read that has batches with offsets from the first to the last one. */
export function slice(records: Buffer, batches: readonly SizedBatch[], firstOffset: number, lastOffset: number): Buffer {
  let from = 0;
  let to = 0;
  for (const batch of batches) {
    if (batch.lastOffset < firstOffset) from += batch.sizeBytes;
    if (batch.firstOffset <= lastOffset) to += batch.sizeBytes;
  }
  return records.subarray(from, to);
}
