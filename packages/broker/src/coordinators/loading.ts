import type { ProducerIdentity, RecordFormat, TransactionEnd } from "@millrace/coordinators";
import { MillraceError, messageOf } from "@millrace/kit";
import type { Log } from "@millrace/log";
import { batchHeader, decodeRecords, endTransactionIn, splitBatches } from "@millrace/protocol";

/** What is read at one go: small enough that requests do not wait long behind it. */
const sliceBytes = 256 * 1024;

/** Who takes in what is read. */
export interface Replay<StoredRecord> {
  /** `producer` is set for records of a transaction. */
  record(record: StoredRecord, producer: ProducerIdentity | undefined, offset: number): void;
  end(end: TransactionEnd): void;
}

/** Reads a coordinator's partition from its start to where it ended when reading began, slice by slice. */
export class Loading<StoredRecord> {
  readonly #log: Log;
  readonly #endOffset: number;
  readonly #format: RecordFormat<StoredRecord>;
  readonly #replay: Replay<StoredRecord>;
  #offset: number;

  constructor(log: Log, format: RecordFormat<StoredRecord>, replay: Replay<StoredRecord>) {
    this.#log = log;
    this.#format = format;
    this.#replay = replay;
    this.#offset = log.startOffset;
    this.#endOffset = log.endOffset;
  }

  get done(): boolean {
    return this.#offset >= this.#endOffset;
  }

  /** Takes in the next slice. Throws DATA_CORRUPT for what can't be read. */
  step(): void {
    if (this.done) return;
    const read = this.#log.read(this.#offset, sliceBytes, { minOneMessage: true, upTo: this.#endOffset });
    if (read.error !== undefined) throw this.#corrupt(read.message);
    try {
      for (const batch of splitBatches(read.records)) this.#takeBatch(batch);
    } catch (cause) {
      throw this.#corrupt(messageOf(cause), cause);
    }
    this.#offset = read.nextOffset;
  }

  #takeBatch(batch: Buffer): void {
    if (batchHeader.isControl(batch)) {
      const end = transactionEnd(batch);
      if (end !== undefined) this.#replay.end(end);
      return;
    }
    const producer = batchHeader.isTransactional(batch) ? producerOf(batch) : undefined;
    for (const { key, value, offset } of decodeRecords(batch)) {
      const record = key === null ? undefined : this.#format.decode(key, value);
      if (record !== undefined) this.#replay.record(record, producer, offset);
    }
  }

  #corrupt(why: string, cause?: unknown): MillraceError {
    return new MillraceError("DATA_CORRUPT", `can't read ${this.#log.directory} after offset ${this.#offset}: ${why}`, { cause });
  }
}

function producerOf(batch: Buffer): ProducerIdentity {
  return { producerId: batchHeader.producerId(batch), producerEpoch: batchHeader.producerEpoch(batch) };
}

/** What a transaction marker says; undefined for control records of other kinds, and for a batch whose marker has been compacted away. */
function transactionEnd(batch: Buffer): TransactionEnd | undefined {
  const marker = endTransactionIn(batch);
  return marker && { ...producerOf(batch), committed: marker.committed };
}
