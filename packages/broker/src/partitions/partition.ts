import type { AppendOptions, AppendOrigin, AppendOutcome, Log } from "@millrace/log";
import { errors, type KafkaError } from "@millrace/protocol";
import type { Topic } from "../metadata/image.ts";
import type { TopicCounts } from "../metrics/topic-counts.ts";

/** Told when a partition has more to read. */
export interface Progress {
  advanced(partition: Partition): void;
}

export type TransactionOptions = Pick<AppendOptions, "verification" | "unverified" | "transactionVersion">;

export interface AppendResult {
  readonly outcome: AppendOutcome;
  /** What the answer has to wait for: an fsync that the topic asks for, or that too much waits for the disk. Rejects with IO_FAILED. */
  readonly durable: Promise<void> | undefined;
}

/** What Kafka does not count as a failure of the broker. */
const everyday: ReadonlySet<KafkaError> = new Set([
  errors.MESSAGE_TOO_LARGE,
  errors.RECORD_LIST_TOO_LARGE,
  errors.CORRUPT_MESSAGE,
  errors.KAFKA_STORAGE_ERROR,
]);

/** One partition: its log, how much of it may be read, and who waits for more. */
export class Partition {
  readonly topic: Topic;
  readonly index: number;
  readonly log: Log;
  readonly counts: TopicCounts;
  readonly #waiting = new Set<Progress>();
  /** Appends whose flush is under way. */
  #heldBack = 0;
  #appendedBytes = 0;
  #gone = false;

  /** Stays the same for as long as the process runs: the leader can't change. */
  readonly leaderEpoch: number;

  constructor(topic: Topic, index: number, leaderEpoch: number, log: Log, counts: TopicCounts) {
    this.topic = topic;
    this.index = index;
    this.leaderEpoch = leaderEpoch;
    this.log = log;
    this.counts = counts;
  }

  /** Records before this offset may be read: all that are written, less those that are held back for an fsync. */
  get highWatermark(): number {
    return this.log.highWatermark;
  }

  /** Bytes appended since the partition was opened: tells a waiting fetch how much has come without a read. */
  get appendedBytes(): number {
    return this.#appendedBytes;
  }

  /** The end of what a reader of the isolation level may see. */
  readableEnd(readCommitted: boolean): number {
    return readCommitted ? this.log.lastStableOffset : this.log.highWatermark;
  }

  /** `transaction`: what the log has to know of a batch that belongs to a transaction, or ends one. */
  append(batches: Buffer, origin: AppendOrigin, transaction?: TransactionOptions): AppendResult {
    const { leaderEpoch } = this;
    const outcome = this.log.append(batches, transaction === undefined ? { leaderEpoch, origin } : { leaderEpoch, origin, ...transaction });
    this.#count(outcome, batches.length);
    if (outcome.error !== undefined) return { outcome, durable: undefined };
    if (!outcome.duplicate) this.#appendedBytes += batches.length;
    const { flushed } = outcome;
    if (flushed !== undefined) this.#holdBack(flushed);
    else if (this.#heldBack === 0) this.#advance(this.log.endOffset);
    return { outcome, durable: flushed };
  }

  #count(outcome: AppendOutcome, bytes: number): void {
    const { counts } = this;
    counts.produceRequests++;
    if (outcome.error === undefined) {
      counts.messagesIn += outcome.lastOffset - outcome.baseOffset + 1;
      counts.bytesIn += bytes;
      return;
    }
    if (!everyday.has(outcome.error)) counts.failedProduceRequests++;
    if (outcome.error === errors.MESSAGE_TOO_LARGE) counts.bytesRejected += bytes;
    if (outcome.error === errors.CORRUPT_MESSAGE) counts.invalidCrcRecords++;
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

  /**
   * Where the largest known epoch up to `epoch` ends; undefined if there is none. The log knows of epochs in which something was written; the
   * others up to the leader's have ended where they began. A consumer at the log's end may have such an epoch from ListOffsets, and would
   * believe in a truncation if it were unknown.
   */
  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    const { endOffset, latestEpoch } = this.log;
    if (epoch === this.leaderEpoch) return { epoch, endOffset };
    if (epoch === -1 || epoch > this.leaderEpoch) return undefined;
    return this.log.endOffsetForEpoch(epoch) ?? { epoch: latestEpoch === -1 ? epoch : latestEpoch, endOffset };
  }

  #wakeAll(): void {
    for (const progress of [...this.#waiting]) progress.advanced(this);
  }

  /** What has to be flushed before it is answered is not read before either: a loss of power could still take it back. */
  #holdBack(flushed: Promise<void>): void {
    const { endOffset } = this.log;
    this.#heldBack++;
    const release = () => {
      this.#heldBack--;
      this.#advance(this.#heldBack === 0 ? this.log.endOffset : endOffset);
    };
    flushed.then(release, () => {}); // after a failure nothing more is written or shown
  }

  #advance(to: number): void {
    if (to <= this.log.highWatermark) return;
    this.log.acknowledge(to);
    if (this.#waiting.size > 0) this.#wakeAll();
  }
}
