import { batchHeader, type EndTransactionMarker } from "@millrace/protocol";
import { OpenTransactions } from "./open-transactions.ts";
import type { ActiveProducer } from "./outcomes.ts";
import type { AbortedEntry } from "./transaction-index.ts";
import { Verifications } from "./verifications.ts";

/** A batch that a producer wrote; kept to recognize it should it come again. */
export interface ProducedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly timestamp: number;
}

/** What is known of a producer. */
export interface ProducerEntry {
  epoch: number;
  /** The last ones, oldest first: as many as a client may have on the way. */
  batches: ProducedBatch[];
  lastTimestamp: number;
  /** Epoch of the transaction coordinator that last ended a transaction; -1: none. */
  coordinatorEpoch: number;
  /** First offset of the open transaction; -1: none. */
  currentTxnFirstOffset: number;
}

const BATCHES_KEPT = 5;

/** The idempotent producers of a partition (KIP-98): who wrote last, in which epoch, up to which sequence number, in which transaction. */
export class ProducerStates {
  readonly #entries = new Map<number, ProducerEntry>();
  /** Of producers of whom nothing is stored: the batch that could not be written, and will come again. */
  readonly #unwritten = new Map<number, { readonly epoch: number; readonly sequence: number; readonly sinceMs: number }>();
  readonly verifications = new Verifications();
  readonly transactions = new OpenTransactions();

  get entries(): ReadonlyMap<number, ProducerEntry> {
    return this.#entries;
  }

  restore(producerId: number, entry: ProducerEntry): void {
    this.#entries.set(producerId, entry);
    if (entry.currentTxnFirstOffset >= 0) this.transactions.begin(producerId, entry.currentTxnFirstOffset);
  }

  /** The earlier copy of a batch, if it is among its producer's last ones. */
  duplicateOf(b: Buffer, at: number): ProducedBatch | undefined {
    const entry = this.#entries.get(batchHeader.producerId(b, at));
    if (entry === undefined || entry.epoch !== batchHeader.producerEpoch(b, at)) return undefined;
    const first = batchHeader.baseSequence(b, at);
    const last = batchHeader.lastSequence(b, at);
    return entry.batches.find(({ firstSequence, lastSequence }) => firstSequence === first && lastSequence === last);
  }

  /** A batch could not be written. Its producer sends it again, and what it has sent behind it must not come before it. */
  couldNotWrite(b: Buffer, sinceMs: number): void {
    const [producerId, epoch] = [batchHeader.producerId(b), batchHeader.producerEpoch(b)];
    if (producerId < 0 || this.#entries.has(producerId) || this.#unwritten.get(producerId)?.epoch === epoch) return;
    this.#unwritten.set(producerId, { epoch, sequence: batchHeader.baseSequence(b), sinceMs });
  }

  /** Sequence number of the batch that could not be written, where nothing else is known of its producer. */
  unwritten(producerId: number, epoch: number): number | undefined {
    const unwritten = this.#unwritten.get(producerId);
    return unwritten?.epoch === epoch ? unwritten.sequence : undefined;
  }

  /** Whether the producer's transaction is open here. In a higher epoch than is known, an open one is over, though its marker is still to come. */
  hasOpenTransaction(producerId: number, epoch: number): boolean {
    const entry = this.#entries.get(producerId);
    return entry !== undefined && entry.currentTxnFirstOffset >= 0 && entry.epoch === epoch;
  }

  /**
   * Takes account of a batch that has been written with the offsets in its header; `marker` is what it says if it is a control batch. Returns
   * the transaction that it aborts, if it does.
   */
  note(b: Buffer, at: number, marker: EndTransactionMarker | undefined): AbortedEntry | undefined {
    const producerId = batchHeader.producerId(b, at);
    const isControl = batchHeader.isControl(b, at);
    // The markers of transactions that are gone are emptied by a cleaning; one stays if nothing else tells of its producer's epoch.
    const isEmptied = isControl && batchHeader.recordCount(b, at) === 0;
    if (producerId < 0 || (isControl && marker === undefined && !isEmptied)) return undefined;
    if (this.#unwritten.size > 0) this.#unwritten.delete(producerId);
    const entry = this.#entryFor(producerId, batchHeader.producerEpoch(b, at));
    entry.lastTimestamp = batchHeader.maxTimestamp(b, at);
    if (isEmptied) return undefined;
    if (marker !== undefined) return this.#end(producerId, entry, marker, batchHeader.lastOffset(b, at));
    if (entry.batches.length === BATCHES_KEPT) entry.batches.shift();
    entry.batches.push(producedBatch(b, at));
    // A cleaning empties only what is decided, and may have taken the marker.
    const begins = batchHeader.isTransactional(b, at) && batchHeader.recordCount(b, at) > 0;
    if (begins) this.#begin(producerId, entry, batchHeader.baseOffset(b, at));
    return undefined;
  }

  /** Remembers a batch that was written before the last one that is known of its producer. To be called from older to newer batches. */
  noteEarlier(b: Buffer, at: number): void {
    const entry = this.#entries.get(batchHeader.producerId(b, at));
    const last = entry?.batches.at(-1);
    if (entry === undefined || last === undefined || entry.epoch !== batchHeader.producerEpoch(b, at) || batchHeader.isControl(b, at))
      return;
    if (batchHeader.lastOffset(b, at) >= last.firstOffset) return;
    entry.batches.splice(-1, 0, producedBatch(b, at));
    if (entry.batches.length > BATCHES_KEPT) entry.batches.shift();
  }

  /** Forgets producers that have not written for `expirationMs`, unless a transaction is open, and verifications that came to nothing. */
  removeExpired(nowMs: number, expirationMs: number): void {
    for (const [producerId, entry] of this.#entries) {
      if (entry.currentTxnFirstOffset < 0 && nowMs - entry.lastTimestamp >= expirationMs) this.#entries.delete(producerId);
    }
    for (const [producerId, { sinceMs }] of this.#unwritten) if (nowMs - sinceMs >= expirationMs) this.#unwritten.delete(producerId);
    this.verifications.removeExpired(nowMs, expirationMs);
  }

  active(): ActiveProducer[] {
    return [...this.#entries].map(([producerId, entry]) => ({
      producerId,
      producerEpoch: entry.epoch,
      lastSequence: entry.batches.at(-1)?.lastSequence ?? -1,
      lastTimestamp: entry.lastTimestamp,
      coordinatorEpoch: entry.coordinatorEpoch,
      currentTxnStartOffset: entry.currentTxnFirstOffset,
    }));
  }

  #begin(producerId: number, entry: ProducerEntry, firstOffset: number): void {
    this.verifications.used(producerId);
    if (entry.currentTxnFirstOffset >= 0) return;
    entry.currentTxnFirstOffset = firstOffset;
    this.transactions.begin(producerId, firstOffset);
  }

  /** A marker without records before it has no effect on what may be read, so that the index does not name it either. */
  #end(producerId: number, entry: ProducerEntry, marker: EndTransactionMarker, lastOffset: number): AbortedEntry | undefined {
    const firstOffset = entry.currentTxnFirstOffset;
    entry.coordinatorEpoch = marker.coordinatorEpoch;
    entry.currentTxnFirstOffset = -1;
    this.verifications.ended(producerId, entry.epoch);
    if (firstOffset < 0) return undefined;
    const lastStableOffset = this.transactions.end(firstOffset, lastOffset);
    return marker.committed ? undefined : { producerId, firstOffset, lastOffset, lastStableOffset };
  }

  #entryFor(producerId: number, epoch: number): ProducerEntry {
    let entry = this.#entries.get(producerId);
    if (entry === undefined) {
      entry = { epoch, batches: [], lastTimestamp: -1, coordinatorEpoch: -1, currentTxnFirstOffset: -1 };
      this.#entries.set(producerId, entry);
    } else if (entry.epoch !== epoch) {
      entry.epoch = epoch;
      entry.batches = [];
    }
    return entry;
  }
}

function producedBatch(b: Buffer, at: number): ProducedBatch {
  return {
    firstSequence: batchHeader.baseSequence(b, at),
    lastSequence: batchHeader.lastSequence(b, at),
    firstOffset: batchHeader.baseOffset(b, at),
    lastOffset: batchHeader.lastOffset(b, at),
    timestamp: batchHeader.maxTimestamp(b, at),
  };
}
