import { batchHeader, errors, type KafkaError } from "@millrace/protocol";
import type { ActiveProducer, AppendOrigin } from "./outcomes.ts";

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

export interface SequenceDefect {
  readonly error: KafkaError;
  readonly message: string;
}

const BATCHES_KEPT = 5;
const SEQUENCES = 2 ** 31;

/** The idempotent producers of a partition (KIP-98): who wrote last, in which epoch, up to which sequence number. */
export class ProducerStates {
  readonly #entries = new Map<number, ProducerEntry>();

  get entries(): ReadonlyMap<number, ProducerEntry> {
    return this.#entries;
  }

  restore(producerId: number, entry: ProducerEntry): void {
    this.#entries.set(producerId, entry);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The earlier copy of a batch, if it is among its producer's last ones. */
  duplicateOf(b: Buffer, at: number): ProducedBatch | undefined {
    const entry = this.#entries.get(batchHeader.producerId(b, at));
    if (entry === undefined || entry.epoch !== batchHeader.producerEpoch(b, at)) return undefined;
    const first = batchHeader.baseSequence(b, at);
    const last = batchHeader.lastSequence(b, at);
    return entry.batches.find(({ firstSequence, lastSequence }) => firstSequence === first && lastSequence === last);
  }

  /** Why a batch of an idempotent producer may not be written, or undefined. Sequence numbers are checked for clients only. */
  check(b: Buffer, at: number, origin: AppendOrigin): SequenceDefect | undefined {
    const producerId = batchHeader.producerId(b, at);
    const epoch = batchHeader.producerEpoch(b, at);
    const entry = this.#entries.get(producerId);
    if (entry !== undefined && epoch < entry.epoch) {
      const message = `Producer ${producerId} wrote with epoch ${epoch}, but epoch ${entry.epoch} has taken over`;
      return { error: errors.INVALID_PRODUCER_EPOCH, message };
    }
    if (origin !== "client") return undefined;
    // A transaction is opened through its coordinator, which marks it here; a client can't open one by writing (KIP-890).
    if (batchHeader.isTransactional(b, at) && (entry === undefined || entry.currentTxnFirstOffset < 0)) {
      return { error: errors.INVALID_TXN_STATE, message: `Producer ${producerId} has no open transaction here` };
    }
    return checkSequence(producerId, entry, epoch, batchHeader.baseSequence(b, at));
  }

  /** Takes account of a batch that has been written with the offsets in its header. */
  note(b: Buffer, at: number): void {
    const producerId = batchHeader.producerId(b, at);
    if (producerId < 0) return;
    const entry = this.#entryFor(producerId, batchHeader.producerEpoch(b, at));
    entry.lastTimestamp = batchHeader.maxTimestamp(b, at);
    // A control batch ends a transaction and has no sequence numbers.
    if (batchHeader.isControl(b, at)) return;
    if (entry.batches.length === BATCHES_KEPT) entry.batches.shift();
    entry.batches.push(producedBatch(b, at));
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

  /** Forgets producers that have not written for `expirationMs`. */
  removeExpired(nowMs: number, expirationMs: number): void {
    for (const [producerId, entry] of this.#entries) {
      if (entry.currentTxnFirstOffset < 0 && nowMs - entry.lastTimestamp >= expirationMs) this.#entries.delete(producerId);
    }
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

/** A producer of whom nothing is known, perhaps because its records were deleted, may begin anywhere. */
function checkSequence(producerId: number, entry: ProducerEntry | undefined, epoch: number, sequence: number): SequenceDefect | undefined {
  if (entry === undefined) return undefined;
  const expected = epoch === entry.epoch ? ((entry.batches.at(-1)?.lastSequence ?? -1) + 1) % SEQUENCES : 0;
  if (sequence === expected) return undefined;
  const message = `Producer ${producerId}, epoch ${epoch}, wrote sequence number ${sequence} where ${expected} was expected`;
  return { error: errors.OUT_OF_ORDER_SEQUENCE_NUMBER, message };
}
