import { decodeGroupRecord, type GroupRecord } from "@millrace/coordinators";
import { MillraceError, messageOf } from "@millrace/kit";
import type { Log } from "@millrace/log";
import { batchHeader, decodeRecords, splitBatches } from "@millrace/protocol";

/** What is read at one go: small enough that requests do not wait long behind it. */
const sliceBytes = 256 * 1024;

/** Reads a partition of `__consumer_offsets` from its start to where it ended when reading began, slice by slice. */
export class GroupLoading {
  readonly #log: Log;
  readonly #endOffset: number;
  readonly #take: (record: GroupRecord) => void;
  #offset: number;

  constructor(log: Log, take: (record: GroupRecord) => void) {
    this.#log = log;
    this.#take = take;
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
    if (batchHeader.isControl(batch)) return;
    for (const { key, value } of decodeRecords(batch)) {
      const record = key === null ? undefined : decodeGroupRecord(key, value);
      if (record !== undefined) this.#take(record);
    }
  }

  #corrupt(why: string, cause?: unknown): MillraceError {
    return new MillraceError("DATA_CORRUPT", `can't read groups from ${this.#log.directory} after offset ${this.#offset}: ${why}`, {
      cause,
    });
  }
}
