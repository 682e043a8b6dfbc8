import { type Cancel, type Closeable, MillraceError } from "@millrace/kit";
import { type CompressionType, errors } from "@millrace/protocol";
import type { OffsetToCommit } from "../admin/group-offsets.ts";
import { Cluster } from "../cluster/cluster.ts";
import type { TopicMetadata } from "../cluster/metadata.ts";
import { requestFailed } from "../errors.ts";
import type { ClientOptions } from "../options.ts";
import type { Batch, Pending } from "./batch.ts";
import { IdentitySource } from "./identity-source.ts";
import { KnownTopics } from "./known-topics.ts";
import { partitionOfKey, StickyPartition } from "./partitioner.ts";
import { type Delivery, draftOf, type ProducerRecord, sizeBytesOf } from "./record.ts";
import { Sender } from "./sender.ts";
import { type OffsetCommitter, Transactions } from "./transactions.ts";

export interface ProducerOptions extends ClientOptions {
  /** Who has to have a record before it counts as stored: all replicas in sync (default), the leader, nobody. */
  readonly acks?: "all" | 1 | 0;
  /** Whether brokers store each record once and in order even if it is sent again. Default true with `acks: "all"`, else impossible. */
  readonly idempotent?: boolean;
  /**
   * Makes the producer transactional: it writes in transactions only, which are stored whole or not at all, and whoever had the id before
   * is shut out. Needs Apache Kafka 4.0 or later.
   */
  readonly transactionalId?: string;
  /** How long a transaction may stay open before brokers abort it. Default 60 s. */
  readonly transactionTimeoutMs?: number;
  readonly compression?: CompressionType;
  /** How long a record waits for others to be sent with. Default 5 ms. */
  readonly lingerMs?: number;
  /** A batch that large does not wait. Default 16 KiB. */
  readonly batchBytes?: number;
  /** Largest request, and with it the largest record. Default 1 MiB. */
  readonly requestBytesMax?: number;
  /** What records may take that are accepted and not decided yet. Default 32 MiB. */
  readonly bufferBytesMax?: number;
  /** How long a record may wait to be accepted: for room, or for its topic to be known. Default 60 s. */
  readonly acceptTimeoutMs?: number;
  /** How long an accepted record is tried to be stored. Default 2 minutes. */
  readonly deliveryTimeoutMs?: number;
  /** Whether asking for a topic may create it, if the brokers do that. Default true. */
  readonly allowAutoTopicCreation?: boolean;
}

/** What this process needs for a record besides its bytes: promises and places in queues. */
const footprintBytes = 512;

/** A record that is not accepted yet. */
interface Applicant {
  readonly record: ProducerRecord;
  readonly pending: Pending;
  readonly deadlineMs: number;
}

/** Writes records. Those of one partition are stored in the order in which they were sent. */
export class Producer implements Closeable {
  readonly #cluster: Cluster;
  readonly #sender: Sender;
  readonly #topics: KnownTopics;
  readonly #transactions: Transactions | undefined;
  readonly #limits: Required<Pick<ProducerOptions, "batchBytes" | "requestBytesMax" | "bufferBytesMax" | "acceptTimeoutMs">>;
  /** By topic, in the order of sending. */
  readonly #applicants = new Map<string, Set<Applicant>>();
  readonly #sticky = new Map<string, StickyPartition>();
  #bufferedBytes = 0;
  /** Records that are neither stored nor failed. */
  #undecided = 0;
  #onIdle: Array<() => void> = [];
  #onRoom: Array<() => void> = [];
  #flushes = 0;
  #cancelTimer: Cancel = () => {};
  #closing: Promise<void> | undefined;

  /** Nothing is connected before the first record. Throws CONFIG_INVALID. */
  constructor(options: ProducerOptions) {
    const { acks = "all", idempotent = acks === "all", batchBytes = 16_384, requestBytesMax = 1_048_576, transactionalId } = options;
    if (idempotent && acks !== "all") throw new MillraceError("CONFIG_INVALID", `an idempotent producer needs acks "all", not ${acks}`);
    if (!idempotent && transactionalId !== undefined) throw new MillraceError("CONFIG_INVALID", "a transactional producer is idempotent");
    this.#limits = {
      batchBytes,
      requestBytesMax,
      bufferBytesMax: options.bufferBytesMax ?? 33_554_432,
      acceptTimeoutMs: options.acceptTimeoutMs ?? 60_000,
    };
    this.#cluster = new Cluster(options);
    const onNews = (): void => {
      this.#admitAll();
      this.#sender.wake();
    };
    this.#topics = new KnownTopics(this.#cluster, options.allowAutoTopicCreation ?? true, onNews);
    const senderOptions = {
      acks: acks === "all" ? -1 : acks,
      lingerMs: options.lingerMs ?? 5,
      batchBytes,
      requestBytesMax,
      deliveryTimeoutMs: options.deliveryTimeoutMs ?? 120_000,
      compression: options.compression ?? "none",
    } as const;
    this.#transactions =
      transactionalId === undefined ? undefined : new Transactions(this.#cluster, transactionalId, options.transactionTimeoutMs ?? 60_000);
    const idempotence = idempotent ? new IdentitySource(this.#cluster, () => this.#sender.wake()) : undefined;
    this.#sender = new Sender(this.#cluster, senderOptions, {
      topics: this.#topics,
      identities: this.#transactions ?? idempotence,
      transactions: this.#transactions,
      onDecided: (batch) => this.#release(batch),
    });
  }

  /** Finds a broker that answers. Throws CONNECTION_FAILED at once if none of the bootstrap servers does. Optional: sending does it too. */
  connect(): Promise<void> {
    return this.#cluster.connect();
  }

  /**
   * Sends a record. Resolves when it is stored; throws REQUEST_FAILED when it was refused, TIMED_OUT when it could not be stored
   * in time. Who sends much without waiting for each record waits for `ready` in between.
   */
  send(record: ProducerRecord): Promise<Delivery> {
    if (this.#closing !== undefined) return Promise.reject(new MillraceError("CONNECTION_CLOSED", "the producer was closed"));
    const refusal = this.#transactions?.refusal;
    if (refusal !== undefined) return Promise.reject(refusal);
    const { clock } = this.#cluster.options;
    const draft = draftOf(record, clock.now());
    const sizeBytes = sizeBytesOf(draft);
    if (sizeBytes > this.#limits.requestBytesMax) {
      const what = `a record of ${sizeBytes} bytes exceeds the largest request of ${this.#limits.requestBytesMax}`;
      const failure = requestFailed(`the record for ${record.topic} was not sent`, errors.MESSAGE_TOO_LARGE, what);
      this.#transactions?.failed(failure);
      return Promise.reject(failure);
    }
    this.#undecided++;
    return new Promise((resolve, reject) => {
      const pending = { draft, sizeBytes, delivered: resolve, failed: reject };
      this.#apply({ record, pending, deadlineMs: clock.monotonicMs() + this.#limits.acceptTimeoutMs });
    });
  }

  /** Resolves when there is room for more records, at once if there is some now. */
  ready(): Promise<void> {
    if (this.#hasRoom) return Promise.resolve();
    return new Promise((resolve) => this.#onRoom.push(resolve));
  }

  /** Sends everything without waiting for more; resolves when no record is undecided any more. Failures are told to those who sent the records. */
  async flush(): Promise<void> {
    if (this.#undecided === 0) return;
    this.#flushes++;
    this.#hurry();
    await new Promise<void>((resolve) => this.#onIdle.push(resolve));
    this.#flushes--;
    this.#hurry();
  }

  /** Takes the transactional id. To be called once, before the first transaction; again after a failure. Throws REQUEST_FAILED. */
  initTransactions(): Promise<void> {
    return this.#transactional.init();
  }

  /** Throws USAGE if a transaction is open. */
  beginTransaction(): void {
    this.#transactional.begin();
  }

  /** Commits a group's offsets together with the records of the transaction. Throws REQUEST_FAILED; then only aborting is left. */
  sendOffsetsToTransaction(offsets: readonly OffsetToCommit[], committer: OffsetCommitter): Promise<void> {
    return this.#transactional.sendOffsets(offsets, committer);
  }

  /** Flushes, then makes all of the transaction visible at once. Throws the failure of a record; then only aborting is left. */
  async commitTransaction(): Promise<void> {
    const transactions = this.#transactional;
    await this.flush();
    await transactions.end(true);
    if (transactions.identity !== undefined) this.#sender.identify(transactions.identity);
  }

  /** Takes back all of the transaction. Records that are still waiting are not sent. */
  async abortTransaction(): Promise<void> {
    const transactions = this.#transactional;
    const aborted = new MillraceError("USAGE", "the record was not sent: its transaction was aborted");
    transactions.failed(aborted);
    this.#sender.abandon(aborted);
    this.#admitAll();
    await this.flush();
    await transactions.end(false);
    if (transactions.identity !== undefined) this.#sender.identify(transactions.identity);
  }

  get #transactional(): Transactions {
    if (this.#transactions === undefined) throw new MillraceError("CONFIG_INVALID", "a producer needs a transactionalId for transactions");
    return this.#transactions;
  }

  /** Flushes, then closes all connections. */
  close(): Promise<void> {
    this.#closing ??= this.flush().then(() => {
      this.#cancelTimer();
      this.#sender.close();
      return this.#cluster.close();
    });
    return this.#closing;
  }

  get #hasRoom(): boolean {
    return this.#applicants.size === 0 && this.#bufferedBytes < this.#limits.bufferBytesMax;
  }

  #hurry(): void {
    this.#sender.hurried = this.#flushes > 0 || this.#bufferedBytes >= this.#limits.bufferBytesMax || this.#applicants.size > 0;
    if (this.#sender.hurried) this.#sender.wake();
  }

  /** Records of one topic are accepted in the order of sending, so one that has to wait makes those behind it wait. */
  #apply(applicant: Applicant): void {
    const { topic } = applicant.record;
    const others = this.#applicants.get(topic);
    if (others !== undefined) {
      others.add(applicant);
    } else if (!this.#admit(applicant)) {
      this.#applicants.set(topic, new Set([applicant]));
      this.#hurry();
      this.#watchDeadlines();
    }
  }

  /** Accepts a record if its topic is known and there is room; false if it has to wait. */
  #admit({ record, pending }: Applicant): boolean {
    const topic = this.#topics.get(record.topic);
    if (topic === undefined) return false;
    const neededBytes = pending.sizeBytes + footprintBytes;
    if (this.#bufferedBytes > 0 && this.#bufferedBytes + neededBytes > this.#limits.bufferBytesMax) return false;
    const partition = record.partition ?? this.#partitionFor(topic, pending);
    if (topic.partitions[partition] === undefined) {
      this.#reject(pending, requestFailed(`${record.topic} has no partition ${partition}`, errors.UNKNOWN_TOPIC_OR_PARTITION));
      return true;
    }
    this.#bufferedBytes += neededBytes;
    const began = this.#sender.queue({ topic: record.topic, partition }).append(pending, this.#cluster.options.clock.monotonicMs());
    // A record that joins a batch changes nothing for the sender, until the batch is full.
    if (began || this.#sender.hurried) this.#sender.wake();
    return true;
  }

  #partitionFor(topic: TopicMetadata, { draft, sizeBytes }: Pending): number {
    if (draft.key !== null) return partitionOfKey(draft.key, topic.partitions.length);
    const known = this.#sticky.get(topic.name);
    const sticky = known ?? new StickyPartition(this.#cluster.options.random, this.#limits.batchBytes);
    if (known === undefined) this.#sticky.set(topic.name, sticky);
    return sticky.next(topic, sizeBytes);
  }

  #admitAll(): void {
    const nowMs = this.#cluster.options.clock.monotonicMs();
    for (const [topic, applicants] of this.#applicants) {
      for (const applicant of applicants) {
        const failure = this.#refusal(applicant, nowMs);
        if (failure !== undefined) this.#reject(applicant.pending, failure);
        else if (!this.#admit(applicant)) break;
        applicants.delete(applicant);
      }
      if (applicants.size === 0) this.#applicants.delete(topic);
    }
    this.#hurry();
    this.#watchDeadlines();
    if (this.#hasRoom) for (const resolve of this.#onRoom.splice(0)) resolve();
  }

  /** Why an applicant need not wait any longer. */
  #refusal({ record, deadlineMs }: Applicant, nowMs: number): Error | undefined {
    const lost = this.#transactions?.refusal;
    if (lost !== undefined) return lost;
    const unknown = this.#topics.failure(record.topic);
    if (unknown?.final) return unknown.cause;
    if (nowMs < deadlineMs) return undefined;
    const reason = unknown === undefined ? "the buffer is full" : unknown.cause.message;
    return new MillraceError(
      "TIMED_OUT",
      `the record for ${record.topic} was not accepted in ${this.#limits.acceptTimeoutMs} ms: ${reason}`,
      {
        ...(unknown?.cause.hint === undefined ? {} : { hint: unknown.cause.hint }),
        cause: unknown?.cause,
      },
    );
  }

  #watchDeadlines(): void {
    this.#cancelTimer();
    let firstMs = Number.POSITIVE_INFINITY;
    for (const [first] of this.#applicants.values()) firstMs = Math.min(firstMs, first?.deadlineMs ?? firstMs);
    const { clock } = this.#cluster.options;
    if (firstMs < Number.POSITIVE_INFINITY) this.#cancelTimer = clock.after(firstMs - clock.monotonicMs(), () => this.#admitAll());
  }

  #release(batch: Batch): void {
    for (const record of batch.records) this.#bufferedBytes -= record.sizeBytes + footprintBytes;
    this.#decided(batch.records.length);
    if (this.#applicants.size > 0 || this.#onRoom.length > 0) this.#admitAll();
  }

  /** A transaction can't be committed without one of its records. */
  #reject(pending: Pending, failure: Error): void {
    this.#transactions?.failed(failure);
    pending.failed(failure);
    this.#decided(1);
  }

  #decided(records: number): void {
    this.#undecided -= records;
    if (this.#undecided === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
