import { BATCH_HEADER_BYTES, type RecordDraft } from "@millrace/protocol";
import type { Delivery } from "./record.ts";

/** A record on its way, and who waits for it. */
export interface Pending {
  readonly draft: RecordDraft;
  readonly sizeBytes: number;
  delivered(delivery: Delivery): void;
  failed(failure: Error): void;
}

/** Records of one partition that are sent together. */
export class Batch {
  readonly records: Pending[] = [];
  readonly createdAtMs: number;
  sizeBytes = BATCH_HEADER_BYTES;
  /** How often it was sent. */
  attempts = 0;
  /** Not to be sent again before then. */
  retryAtMs = 0;
  /** In the order in which the partition's batches were first sent; parts of one batch share its place. */
  place = Number.POSITIVE_INFINITY;
  /** Of the first record; undefined as long as it was not sent under the producer's present epoch. */
  baseSequence: number | undefined;
  /** Why it has to be sent again. */
  lastFailure: Error | undefined;

  constructor(createdAtMs: number) {
    this.createdAtMs = createdAtMs;
  }

  add(record: Pending): void {
    this.records.push(record);
    this.sizeBytes += record.sizeBytes;
  }

  /** Two batches with half of the records each, for one that turned out too large. They keep the place that this one has. */
  halves(): [Batch, Batch] {
    const middle = Math.ceil(this.records.length / 2);
    return [this.#part(0, middle), this.#part(middle, this.records.length)];
  }

  #part(from: number, end: number): Batch {
    const part = new Batch(this.createdAtMs);
    for (const record of this.records.slice(from, end)) part.add(record);
    part.attempts = this.attempts;
    part.place = this.place;
    if (this.baseSequence !== undefined) part.baseSequence = sequenceAfter(this.baseSequence, from);
    return part;
  }
}

/** Sequences begin again with 0 after 2³¹−1. */
export function sequenceAfter(sequence: number, records: number): number {
  return (sequence + records) % 2 ** 31;
}
