import type { AppendOrigin, AppendOutcome, Log } from "@millrace/log";
import { errors, type KafkaError } from "@millrace/protocol";
import type { Topic } from "../metadata/image.ts";

/** Told when a partition has more to read. */
export interface Progress {
  advanced(partition: Partition): void;
}

export interface AppendResult {
  readonly outcome: AppendOutcome;
  /** Set when the topic's flush settings ask for an fsync before the answer. Rejects with IO_FAILED. */
  readonly durable: Promise<void> | undefined;
}

/** One partition: its log, how much of it may be read, and who waits for more. */
export class Partition {
  readonly topic: Topic;
  readonly index: number;
  readonly log: Log;
  readonly #waiting = new Set<Progress>();
  #highWatermark: number;
  #flushing: Promise<void> | undefined;
  #appendedBytes = 0;
  #gone = false;

  /** Stays the same for as long as the process runs: the leader can't change. */
  readonly leaderEpoch: number;

  constructor(topic: Topic, index: number, leaderEpoch: number, log: Log) {
    this.topic = topic;
    this.index = index;
    this.leaderEpoch = leaderEpoch;
    this.log = log;
    this.#highWatermark = log.endOffset;
  }

  /** Records before this offset may be read: all that are written, less those that `flush.messages` holds back for an fsync. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** Bytes appended since the partition was opened: tells a waiting fetch how much has come without a read. */
  get appendedBytes(): number {
    return this.#appendedBytes;
  }

  /** The end of what a reader of the isolation level may see. */
  readableEnd(readCommitted: boolean): number {
    return readCommitted ? Math.min(this.#highWatermark, this.log.lastStableOffset) : this.#highWatermark;
  }

  append(batches: Buffer, origin: AppendOrigin): AppendResult {
    const outcome = this.log.append(batches, { leaderEpoch: this.leaderEpoch, origin });
    if (outcome.error !== undefined) return { outcome, durable: undefined };
    const { log } = this;
    if (!outcome.duplicate) this.#appendedBytes += batches.length;
    if (log.endOffset - log.flushedOffset >= log.config.flushMessages) this.#flushing = this.#flush();
    else if (this.#flushing === undefined) this.#advance(log.endOffset);
    // A duplicate of a batch that is still being flushed is answered when the first copy is.
    return { outcome, durable: outcome.lastOffset >= this.#highWatermark ? this.#flushing : undefined };
  }

  wait(progress: Progress): void {
    this.#waiting.add(progress);
  }

  stopWaiting(progress: Progress): void {
    this.#waiting.delete(progress);
  }

  /** The topic is deleted or the broker stops: nothing more will come. */
  get gone(): boolean {
    return this.#gone;
  }

  leave(): void {
    this.#gone = true;
    this.#wakeAll();
  }

  /** The row for a client that believes in another leader epoch than the partition's (KIP-320); -1 stands for no belief. */
  checkEpoch(epoch: number): KafkaError | undefined {
    if (epoch === -1 || epoch === this.leaderEpoch) return undefined;
    return epoch < this.leaderEpoch ? errors.FENCED_LEADER_EPOCH : errors.UNKNOWN_LEADER_EPOCH;
  }

  /** Where the largest known epoch up to `epoch` ends; undefined if there is none. */
  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    if (epoch === this.leaderEpoch) return { epoch, endOffset: this.log.endOffset };
    return this.log.endOffsetForEpoch(epoch);
  }

  #wakeAll(): void {
    for (const progress of [...this.#waiting]) progress.advanced(this);
  }

  async #flush(): Promise<void> {
    const endOffset = this.log.endOffset;
    await this.log.flush();
    if (this.log.flushedOffset >= this.log.endOffset) this.#flushing = undefined;
    this.#advance(endOffset);
  }

  #advance(to: number): void {
    if (to <= this.#highWatermark) return;
    this.#highWatermark = to;
    if (this.#waiting.size > 0) this.#wakeAll();
  }
}
