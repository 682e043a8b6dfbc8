import { type Cancel, MillraceError } from "@millrace/kit";
import { apis, type CompressionType, encodeBatch, errorByCode, type ProduceResponse, ZERO_UUID } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { byTopic, partitionKey, type TopicPartition } from "../cluster/topic-partition.ts";
import { isPassing, requestFailed } from "../errors.ts";
import { backOffMs } from "../net/back-off.ts";
import type { Broker } from "../net/broker.ts";
import type { Batch } from "./batch.ts";
import type { Identities } from "./identity-source.ts";
import type { KnownTopics } from "./known-topics.ts";
import { PartitionQueue, type ProducerIdentity } from "./partition-queue.ts";
import { firstProduceVersion, type Transactions } from "./transactions.ts";
import { verdictOf } from "./verdict.ts";

export interface SenderOptions {
  /** -1: all replicas in sync. */
  readonly acks: -1 | 0 | 1;
  readonly lingerMs: number;
  readonly batchBytes: number;
  readonly requestBytesMax: number;
  readonly deliveryTimeoutMs: number;
  readonly compression: CompressionType;
}

/** A batch in a request. */
interface Load extends TopicPartition {
  readonly queue: PartitionQueue;
  readonly batch: Batch;
  readonly bytes: Buffer;
}

type PartitionResponse = ProduceResponse["responses"][number]["partitionResponses"][number];

const requestsInFlightMax = 5;
/** Newer versions say topics by id. */
const lastVersionWithNames = 12;

/** Sends the batches of all partitions to their leaders, again where that failed, until they are stored or too old. */
export class Sender {
  readonly #cluster: Cluster;
  readonly #options: SenderOptions;
  readonly #topics: KnownTopics;
  /** None: the producer is not idempotent. */
  readonly #identities: Identities | undefined;
  readonly #transactions: Transactions | undefined;
  readonly #onDecided: (batch: Batch) => void;
  readonly #queues = new Map<string, PartitionQueue>();
  /** Those that may have batches. */
  readonly #active = new Set<PartitionQueue>();
  readonly #requestsInFlight = new Map<Broker, number>();
  #cancelTimer: Cancel = () => {};
  #awake = false;
  /** Batches don't wait for more records. */
  hurried = false;

  constructor(
    cluster: Cluster,
    options: SenderOptions,
    parts: {
      topics: KnownTopics;
      identities: Identities | undefined;
      transactions: Transactions | undefined;
      onDecided: (batch: Batch) => void;
    },
  ) {
    this.#cluster = cluster;
    this.#options = options;
    this.#topics = parts.topics;
    this.#identities = parts.identities;
    this.#transactions = parts.transactions;
    this.#onDecided = parts.onDecided;
  }

  /** The queue of a partition, which will be looked at when the sender wakes. */
  queue(place: TopicPartition): PartitionQueue {
    const key = partitionKey(place.topic, place.partition);
    const known = this.#queues.get(key);
    const queue = known ?? new PartitionQueue(place, this.#options.batchBytes);
    if (known === undefined) this.#queues.set(key, queue);
    this.#active.add(queue);
    return queue;
  }

  /** Sends what is ready, as soon as the code that runs now is through. */
  wake(): void {
    if (this.#awake) return;
    this.#awake = true;
    queueMicrotask(() => {
      this.#awake = false;
      this.#expire();
      this.#sendReady();
    });
  }

  /** Lets all queues number their batches anew: a transaction has ended, and nothing is under way. */
  identify(identity: ProducerIdentity): void {
    for (const queue of this.#queues.values()) queue.identify(identity);
  }

  /** Gives up what was not sent yet. */
  abandon(failure: Error): void {
    for (const queue of this.#active) for (const batch of queue.expire(Number.POSITIVE_INFINITY)) this.#giveUp(batch, failure);
  }

  close(): void {
    this.#cancelTimer();
  }

  #sendReady(): void {
    const { clock } = this.#cluster.options;
    const nowMs = clock.monotonicMs();
    let dueMs = Number.POSITIVE_INFINITY;
    const ready = new Map<Broker, PartitionQueue[]>();
    for (const queue of this.#active) {
      if (queue.isEmpty) this.#active.delete(queue);
      const readyAtMs = queue.readyAtMs(this.hurried ? 0 : this.#options.lingerMs);
      if (queue.oldestMs !== undefined) dueMs = Math.min(dueMs, queue.oldestMs + this.#options.deliveryTimeoutMs);
      if (readyAtMs === undefined) continue;
      if (readyAtMs > nowMs) {
        dueMs = Math.min(dueMs, readyAtMs);
        continue;
      }
      const leader = this.#leaderOf(queue);
      if (leader === undefined || !this.#identify(queue)) continue;
      const others = ready.get(leader);
      if (others === undefined) ready.set(leader, [queue]);
      else others.push(queue);
    }
    this.#cancelTimer();
    if (dueMs < Number.POSITIVE_INFINITY) this.#cancelTimer = clock.after(dueMs - nowMs, () => this.wake());
    for (const [leader, queues] of ready) this.#fillRequests(leader, queues);
  }

  /** Packs one batch of each queue into as few requests as their size allows. */
  #fillRequests(leader: Broker, queues: readonly PartitionQueue[]): void {
    let loads: Load[] = [];
    let bytes = 0;
    for (const queue of queues) {
      if (this.#isBusy(leader)) break;
      const load = this.#load(queue);
      if (load === undefined) continue;
      if (loads.length > 0 && bytes + load.bytes.length > this.#options.requestBytesMax) {
        void this.#send(leader, loads);
        loads = [];
        bytes = 0;
      }
      loads.push(load);
      bytes += load.bytes.length;
    }
    if (loads.length === 0) return;
    void this.#send(leader, loads);
    // Full batches may be left.
    if (!this.#isBusy(leader)) this.wake();
  }

  #load(queue: PartitionQueue): Load | undefined {
    const batch = queue.take();
    if (batch === undefined) return undefined;
    const bytes = encodeBatch({
      records: batch.records.map((record) => record.draft),
      compression: this.#options.compression,
      producerId: queue.identity?.producerId ?? -1,
      producerEpoch: queue.identity?.epoch ?? -1,
      baseSequence: batch.baseSequence ?? -1,
      transactional: this.#transactions !== undefined,
    });
    this.#transactions?.wrote();
    return { topic: queue.topic, partition: queue.partition, queue, batch, bytes };
  }

  async #send(leader: Broker, loads: readonly Load[]): Promise<void> {
    this.#requestsInFlight.set(leader, (this.#requestsInFlight.get(leader) ?? 0) + 1);
    try {
      const responses = await this.#request(leader, loads);
      for (const load of loads) this.#decide(load, responses?.get(partitionKey(load.topic, load.partition)));
    } catch (thrown) {
      const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
      for (const load of loads) {
        if (isPassing(failure)) this.#again(load, failure);
        else this.#fail(load, failure);
      }
    }
    this.#requestsInFlight.set(leader, (this.#requestsInFlight.get(leader) ?? 1) - 1);
    this.wake();
  }

  /** The broker's answers by partition; undefined if it gives none. */
  async #request(leader: Broker, loads: readonly Load[]): Promise<Map<string, PartitionResponse> | undefined> {
    const { acks } = this.#options;
    const { requestTimeoutMs: timeoutMs } = this.#cluster.options;
    const topicData = byTopic(loads).map(({ topic, partitions }) => ({
      name: topic,
      topicId: this.#cluster.cachedTopic(topic)?.topicId ?? ZERO_UUID,
      partitionData: partitions.map(({ partition, bytes }) => ({ index: partition, records: bytes })),
    }));
    const idsKnown = topicData.every(({ topicId }) => topicId !== ZERO_UUID);
    const transactionalId = this.#transactions?.transactionalId ?? null;
    const options = {
      ...(idsKnown ? {} : { maxVersion: lastVersionWithNames }),
      ...(transactionalId === null ? {} : { minVersion: firstProduceVersion }),
    };
    if (acks === 0) {
      await leader.post(apis.produce, () => ({ acks, timeoutMs, topicData }), options);
      return undefined;
    }
    const response = await leader.request(apis.produce, () => ({ transactionalId, acks, timeoutMs, topicData }), options);
    const responses = new Map<string, PartitionResponse>();
    const names = new Map(topicData.map(({ name, topicId }) => [topicId, name]));
    for (const { name, topicId, partitionResponses } of response.responses) {
      const topic = name === "" ? (names.get(topicId) ?? "") : name;
      for (const row of partitionResponses) responses.set(partitionKey(topic, row.index), row);
    }
    const forgotten = loads.find(({ topic, partition }) => !responses.has(partitionKey(topic, partition)));
    if (forgotten === undefined) return responses;
    throw new MillraceError("PROTOCOL_VIOLATION", `the broker's reply says nothing about ${forgotten.topic}-${forgotten.partition}`);
  }

  #decide(load: Load, response: PartitionResponse | undefined): void {
    const { queue, batch, topic, partition } = load;
    const error = errorByCode(response?.errorCode ?? 0);
    const situation = {
      records: batch.records.length,
      isFirst: queue.isFirst(batch),
      idempotent: this.#identities !== undefined,
      transactional: this.#transactions !== undefined,
    };
    const verdict = verdictOf(error, situation);
    if (verdict === "stored") {
      this.#succeed(load, response);
    } else if (verdict === "split") {
      queue.retry(batch, batch.halves());
    } else {
      const failure = requestFailed(`records for ${topic}-${partition} were not stored`, error, response?.errorMessage);
      if (verdict === "again in a new epoch") queue.endEpoch();
      if (verdict === "failed") this.#fail(load, failure);
      else this.#again(load, failure);
    }
  }

  #succeed({ queue, batch, topic, partition }: Load, response: PartitionResponse | undefined): void {
    queue.succeeded(batch);
    const { baseOffset = -1, logAppendTimeMs = -1 } = response ?? {};
    for (const [position, record] of batch.records.entries()) {
      const offset = baseOffset < 0 ? -1 : baseOffset + position;
      record.delivered({ topic, partition, offset, timestampMs: logAppendTimeMs < 0 ? record.draft.timestamp : logAppendTimeMs });
    }
    this.#onDecided(batch);
  }

  /** The leader may be another one by now: it is looked up before the next attempt. */
  #again(load: Load, failure: Error): void {
    const { queue, batch, topic } = load;
    const lost = this.#transactions?.refusal;
    if (lost !== undefined) {
      this.#fail(load, lost);
      return;
    }
    const { clock, random, retryBackOff } = this.#cluster.options;
    this.#cluster.forgetTopic(topic);
    batch.lastFailure = failure;
    batch.retryAtMs = clock.monotonicMs() + backOffMs(retryBackOff, batch.attempts, random);
    queue.retry(batch);
  }

  #fail({ queue, batch }: Load, failure: Error): void {
    queue.failed(batch);
    this.#giveUp(batch, failure);
    this.#failTransaction(failure);
  }

  /** What is behind a record that was lost can't be committed without it. */
  #failTransaction(failure: Error): void {
    if (this.#transactions === undefined) return;
    this.#transactions.failed(failure);
    this.abandon(failure);
  }

  #giveUp(batch: Batch, failure: Error): void {
    for (const record of batch.records) record.failed(failure);
    this.#onDecided(batch);
  }

  #expire(): void {
    const { deliveryTimeoutMs } = this.#options;
    const bornBeforeMs = this.#cluster.options.clock.monotonicMs() - deliveryTimeoutMs;
    for (const queue of this.#active) {
      for (const batch of queue.expire(bornBeforeMs)) {
        const cause = batch.lastFailure ?? this.#topics.failure(queue.topic)?.cause;
        const what = `records for ${queue.topic}-${queue.partition} were not stored in ${deliveryTimeoutMs} ms`;
        const failure = new MillraceError("TIMED_OUT", cause === undefined ? what : `${what}: ${cause.message}`, { cause });
        this.#giveUp(batch, failure);
        this.#failTransaction(failure);
      }
    }
  }

  #leaderOf(queue: PartitionQueue): Broker | undefined {
    const topic = this.#topics.get(queue.topic);
    if (topic === undefined) return undefined;
    const leader = this.#cluster.node(topic.partitions[queue.partition]?.leaderId ?? -1);
    if (leader === undefined) {
      // Between two leaders.
      this.#topics.askAnew(queue.topic);
      return undefined;
    }
    return this.#isBusy(leader) ? undefined : leader;
  }

  #isBusy(broker: Broker): boolean {
    return (this.#requestsInFlight.get(broker) ?? 0) >= requestsInFlightMax;
  }

  /** Whether the queue can number its batches. */
  #identify(queue: PartitionQueue): boolean {
    if (this.#identities === undefined || !queue.needsIdentity) return true;
    const failure = this.#identities.takeFailure();
    if (failure !== undefined) {
      for (const batch of queue.expire(Number.POSITIVE_INFINITY)) this.#giveUp(batch, failure);
      return false;
    }
    const identity = this.#identities.next(queue.identity);
    if (identity === undefined) return false;
    queue.identify(identity);
    return true;
  }
}
