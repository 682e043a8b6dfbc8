import { BATCH_HEADER_BYTES, batchHeader, int16At, RecordFrames } from "@millrace/protocol";
import type { AbortedEntry } from "../transaction-index.ts";

/** Where a control record's type stands in its key, behind its version. */
const TYPE_AT = 2;
const ABORT = 0;
const COMMIT = 1;

interface Aborted {
  readonly entry: AbortedEntry;
  /** Data of it was met in this cleaning. */
  met: boolean;
}

/**
 * Which batches belong to aborted transactions, and which markers nothing is left for, as a cleaning goes through a log from batch to batch.
 * Kept over all segments of a cleaning, since transactions don't end with segments.
 */
export class TransactionFates {
  /** Those that have not begun yet, the first of them last. */
  #waiting: AbortedEntry[] = [];
  readonly #aborted = new Map<number, Aborted>();
  /** Producers whose current transaction is not an aborted one and has data here. */
  readonly #committed = new Set<number>();
  readonly #stillNeeded: (entry: AbortedEntry) => void;
  readonly #frames = new RecordFrames();

  /** `stillNeeded` is told of aborted transactions of which there was data: readers have to know them still. */
  constructor(stillNeeded: (entry: AbortedEntry) => void) {
    this.#stillNeeded = stillNeeded;
  }

  /** Aborted transactions with records in what comes next; it does no harm to name one again. */
  expect(entries: readonly AbortedEntry[]): void {
    if (entries.length > 0) this.#waiting = [...this.#waiting, ...entries].sort((a, b) => b.firstOffset - a.firstOffset);
  }

  /** Whether a batch of data belongs to an aborted transaction. To be asked once for each, in order. */
  isAborted(b: Buffer, at: number): boolean {
    this.#begin(batchHeader.lastOffset(b, at));
    if (!batchHeader.isTransactional(b, at)) return false;
    const producerId = batchHeader.producerId(b, at);
    const aborted = this.#aborted.get(producerId);
    if (aborted !== undefined) aborted.met = true;
    else this.#committed.add(producerId);
    return aborted !== undefined;
  }

  /** Whether nothing is left of the transaction that a control batch ends. To be asked once for each, in order. */
  isSpent(b: Buffer, at: number): boolean {
    this.#begin(batchHeader.lastOffset(b, at));
    const type = this.#markerType(b, at);
    if (type === undefined) return true;
    const producerId = batchHeader.producerId(b, at);
    if (type === COMMIT) return !this.#committed.delete(producerId);
    if (type !== ABORT) return false;
    const aborted = this.#aborted.get(producerId);
    this.#aborted.delete(producerId);
    if (aborted?.met !== true) return true;
    this.#stillNeeded(aborted.entry);
    return false;
  }

  /** The transactions that begin up to `offset` are under way. */
  #begin(offset: number): void {
    for (let entry = this.#waiting.at(-1); entry !== undefined && entry.firstOffset <= offset; entry = this.#waiting.at(-1)) {
      this.#waiting.pop();
      if (!this.#aborted.has(entry.producerId)) this.#aborted.set(entry.producerId, { entry, met: false });
    }
  }

  /** Undefined: an earlier cleaning left only the batch's header. */
  #markerType(b: Buffer, at: number): number | undefined {
    const frames = this.#frames;
    frames.over(b, at + BATCH_HEADER_BYTES, at + batchHeader.batchSizeBytes(b, at), batchHeader.recordCount(b, at));
    if (!frames.next()) return undefined;
    return frames.keyBytes < TYPE_AT + 2 ? -1 : int16At(b, frames.keyAt + TYPE_AT);
  }
}
