import type { TopicPartition } from "../cluster/topic-partition.ts";
import { Batch, type Pending, sequenceAfter } from "./batch.ts";

/** What the broker knows this producer by (KIP-98). */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly epoch: number;
}

/** Brokers remember the last five batches of a producer in each partition, to tell a repeated one. */
const inFlightMax = 5;
const epochMax = 32_767;

/**
 * One partition's batches, in order, and what may be sent of them. Batches keep their order whatever happens: as long as one has
 * to be sent again, it goes alone, and none behind it before it is through.
 *
 * With an identity, every batch has a sequence number, so that the broker stores it once and in order. A number that was given out
 * and will never arrive leaves a gap, which the broker refuses; then a new epoch starts, in which numbers begin with 0 again (KIP-360).
 * The broker keeps epochs for each partition, so that the other partitions stay as they are.
 */
export class PartitionQueue implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #batchBytes: number;
  readonly #waiting: Batch[] = [];
  readonly #inFlight: Batch[] = [];
  #identity: ProducerIdentity | undefined;
  #nextSequence = 0;
  #nextPlace = 0;
  #epochEnds = false;

  constructor({ topic, partition }: TopicPartition, batchBytes: number) {
    this.topic = topic;
    this.partition = partition;
    this.#batchBytes = batchBytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.length === 0;
  }

  /** The identity under which the batches in flight were sent. */
  get identity(): ProducerIdentity | undefined {
    return this.#identity;
  }

  /** Whether batches need an identity that `identify` has to give first. */
  get needsIdentity(): boolean {
    return this.#identity === undefined || (this.#epochEnds && this.#identity.epoch === epochMax);
  }

  /** Starts numbering batches, from 0. */
  identify(identity: ProducerIdentity): void {
    this.#identity = identity;
    this.#restartNumbers();
  }

  /** Adds a record to the last batch, or to a new one if there is no room. True if the record began a batch. */
  append(record: Pending, nowMs: number): boolean {
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.attempts === 0 && last.sizeBytes + record.sizeBytes <= this.#batchBytes) {
      last.add(record);
      return false;
    }
    const batch = new Batch(nowMs);
    batch.add(record);
    this.#waiting.push(batch);
    return true;
  }

  /** When the first batch is ready to be sent, as far as that depends on time; undefined if none waits or something else has to happen first. */
  readyAtMs(lingerMs: number): number | undefined {
    const [first, second] = this.#waiting;
    if (first === undefined || !this.#maySend(first)) return undefined;
    if (first.attempts > 0) return first.retryAtMs;
    const full = second !== undefined || first.sizeBytes >= this.#batchBytes;
    return full ? Number.NEGATIVE_INFINITY : first.createdAtMs + lingerMs;
  }

  /** Takes the first batch, which is ready, to be sent. */
  take(): Batch | undefined {
    if (this.#epochEnds) this.#startEpoch();
    const batch = this.#waiting.shift();
    if (batch === undefined) return undefined;
    if (batch.attempts === 0) batch.place = this.#nextPlace++;
    if (this.#identity !== undefined && batch.baseSequence === undefined) {
      batch.baseSequence = this.#nextSequence;
      this.#nextSequence = sequenceAfter(this.#nextSequence, batch.records.length);
    }
    batch.attempts++;
    this.#inFlight.push(batch);
    return batch;
  }

  /** A batch has been stored. */
  succeeded(batch: Batch): void {
    this.#land(batch);
  }

  /** A batch in flight has to be sent again, in place of `batch` possibly in parts. */
  retry(batch: Batch, parts: readonly Batch[] = [batch]): void {
    this.#land(batch);
    // Others that were sent before it may have come back already; of its own parts, the first one is the one in flight.
    const behind = this.#waiting.findIndex((each) => each.place >= batch.place);
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, ...parts);
  }

  /** A batch in flight will never be stored. */
  failed(batch: Batch): void {
    this.#land(batch);
    this.endEpoch();
  }

  /** Whether no batch that was sent before `batch` is undecided. */
  isFirst(batch: Batch): boolean {
    const earlier = (each: Batch): boolean => each.place < batch.place;
    return !this.#inFlight.some(earlier) && !this.#waiting.some(earlier);
  }

  /** Lets a new epoch start once nothing of the present one is in flight. */
  endEpoch(): void {
    if (this.#identity !== undefined) this.#epochEnds = true;
  }

  /** Takes out the waiting batches that are older than `bornBeforeMs`. */
  expire(bornBeforeMs: number): Batch[] {
    const expired = this.#waiting.filter((batch) => batch.createdAtMs < bornBeforeMs);
    for (const batch of expired) {
      this.#waiting.splice(this.#waiting.indexOf(batch), 1);
      if (batch.baseSequence !== undefined) this.endEpoch();
    }
    return expired;
  }

  /** When the oldest batch that waits was begun. */
  get oldestMs(): number | undefined {
    return this.#waiting[0]?.createdAtMs;
  }

  #maySend(first: Batch): boolean {
    if (this.#epochEnds || first.attempts > 0) return this.#inFlight.length === 0;
    return this.#inFlight.length < inFlightMax && this.#inFlight.every((batch) => batch.attempts === 1);
  }

  #startEpoch(): void {
    if (this.#identity !== undefined) this.#identity = { ...this.#identity, epoch: this.#identity.epoch + 1 };
    this.#restartNumbers();
  }

  #restartNumbers(): void {
    this.#epochEnds = false;
    this.#nextSequence = 0;
    for (const batch of this.#waiting) batch.baseSequence = undefined;
  }

  #land(batch: Batch): void {
    const position = this.#inFlight.indexOf(batch);
    if (position >= 0) this.#inFlight.splice(position, 1);
  }
}
