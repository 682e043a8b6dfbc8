import type { Cancel } from "@millrace/kit";
import { apis, type ErrorName, errorByCode, errors, type FetchResponse, type KafkaError, ZERO_UUID } from "@millrace/protocol";
import { type IsolationLevel, isolationLevels } from "../admin/offsets.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { isTopic } from "../cluster/metadata.ts";
import { byTopic, partitionKey } from "../cluster/topic-partition.ts";
import { isRetriable, requestFailed } from "../errors.ts";
import type { Broker } from "../net/broker.ts";
import type { ReadPartition, ReadPartitions } from "./partitions.ts";
import { readRecords } from "./read-records.ts";

export interface FetcherOptions {
  /** How long a broker waits for records before it answers without. */
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly partitionMaxBytes: number;
  readonly isolation: IsolationLevel;
}

type PartitionReply = FetchResponse["responses"][number]["partitions"][number];

/** What is asked of a partition, as it was when it was asked. */
interface Asked {
  readonly topic: string;
  readonly partition: number;
  readonly of: ReadPartition;
  readonly fromOffset: number;
  readonly leaderEpoch: number;
}

/** Fetches wait at the broker: they go over connections of their own. */
const lane = "fetch";
/** Newer versions say topics by id. */
const lastVersionWithNames = 12;

/** Outcomes that a later attempt, or one at another broker, may not have. */
const passing: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "NOT_LEADER_OR_FOLLOWER",
  "LEADER_NOT_AVAILABLE",
  "REPLICA_NOT_AVAILABLE",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "UNKNOWN_TOPIC_OR_PARTITION",
  "UNKNOWN_TOPIC_ID",
  "INCONSISTENT_TOPIC_ID",
  "OFFSET_NOT_AVAILABLE",
  "KAFKA_STORAGE_ERROR",
  "UNKNOWN_SERVER_ERROR",
]);

/**
 * Keeps one Fetch going to each leader of the partitions that are read, as long as nothing that it sent before waits to be handed
 * out: so much is fetched as is taken, and a partition with many records does not wait for one without.
 */
export class Fetcher {
  readonly #cluster: Cluster;
  readonly #options: FetcherOptions;
  readonly #partitions: ReadPartitions;
  readonly #onNews: () => void;
  readonly #busy = new Set<Broker>();
  #cancelTimer: Cancel = () => {};
  /** What ends the reading. */
  failure: Error | undefined;

  /** `onNews` is called when there may be something to hand out, or to fetch. */
  constructor(cluster: Cluster, options: FetcherOptions, partitions: ReadPartitions, onNews: () => void) {
    this.#cluster = cluster;
    this.#options = options;
    this.#partitions = partitions;
    this.#onNews = onNews;
  }

  /** Asks the leaders that are idle. */
  async fetch(): Promise<void> {
    const nowMs = this.#cluster.options.clock.monotonicMs();
    const wanted = this.#partitions.all().filter((each) => each.start === undefined && !each.fetching && each.buffered === undefined);
    const due = wanted.filter((each) => each.pausedUntilMs <= nowMs);
    try {
      for (const [leader, asked] of await this.#leadersOf(due)) if (this.#isIdle(leader)) void this.#ask(leader, asked);
    } catch (thrown) {
      for (const each of due) this.#pause(each, asError(thrown));
      if (this.failure !== undefined) this.#onNews();
    }
    this.#wakeAfterPauses(nowMs);
  }

  close(): void {
    this.#cancelTimer();
  }

  #wakeAfterPauses(nowMs: number): void {
    this.#cancelTimer();
    const untilMs = Math.min(
      ...this.#partitions.all().map((each) => (each.pausedUntilMs > nowMs ? each.pausedUntilMs : Number.POSITIVE_INFINITY)),
    );
    if (untilMs < Number.POSITIVE_INFINITY) this.#cancelTimer = this.#cluster.options.clock.after(untilMs - nowMs, () => this.#onNews());
  }

  async #leadersOf(partitions: readonly ReadPartition[]): Promise<Map<Broker, Asked[]>> {
    const stops = new Map<Broker, Asked[]>();
    const topics = await this.#cluster.topics([...new Set(partitions.map((each) => each.topic))]);
    for (const of of partitions) {
      const topic = topics.get(of.topic) ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
      const partition = isTopic(topic) ? topic.partitions[of.partition] : undefined;
      const leader = this.#cluster.node(partition?.leaderId ?? -1, lane);
      if (leader === undefined || partition === undefined) {
        this.#pause(of, isTopic(topic) ? errors.LEADER_NOT_AVAILABLE : topic);
        continue;
      }
      const asked = { topic: of.topic, partition: of.partition, of, fromOffset: of.position, leaderEpoch: partition.leaderEpoch };
      const others = stops.get(leader);
      if (others === undefined) stops.set(leader, [asked]);
      else others.push(asked);
    }
    return stops;
  }

  /** Nothing is under way to it, and nothing from it waits to be handed out. */
  #isIdle(leader: Broker): boolean {
    if (this.#busy.has(leader)) return false;
    return !this.#partitions.all().some((each) => {
      if (each.buffered === undefined) return false;
      const leaderId = this.#cluster.cachedTopic(each.topic)?.partitions[each.partition]?.leaderId ?? -1;
      return this.#cluster.node(leaderId, lane) === leader;
    });
  }

  async #ask(leader: Broker, asked: readonly Asked[]): Promise<void> {
    this.#busy.add(leader);
    for (const { of } of asked) of.fetching = true;
    try {
      const replies = await this.#request(leader, asked);
      for (const each of asked) {
        each.of.fetching = false;
        const reply = replies.get(partitionKey(each.topic, each.partition));
        if (reply !== undefined && this.#isCurrent(each)) this.#take(each, reply);
      }
    } catch (thrown) {
      for (const { of } of asked) {
        of.fetching = false;
        this.#pause(of, asError(thrown));
      }
    }
    this.#busy.delete(leader);
    this.#onNews();
  }

  async #request(leader: Broker, asked: readonly Asked[]): Promise<Map<string, PartitionReply>> {
    const { maxWaitMs, minBytes, maxBytes, partitionMaxBytes, isolation } = this.#options;
    const topics = byTopic(asked).map(({ topic, partitions }) => ({
      topic,
      topicId: this.#cluster.cachedTopic(topic)?.topicId ?? ZERO_UUID,
      partitions: partitions.map(({ partition, fromOffset: fetchOffset, leaderEpoch: currentLeaderEpoch }) => ({
        ...{ partition, fetchOffset, currentLeaderEpoch, partitionMaxBytes },
      })),
    }));
    const options = topics.every(({ topicId }) => topicId !== ZERO_UUID) ? {} : { maxVersion: lastVersionWithNames };
    const timeoutMs = this.#cluster.options.requestTimeoutMs + maxWaitMs;
    const draft = { maxWaitMs, minBytes, maxBytes, isolationLevel: isolationLevels[isolation], topics };
    const response = await leader.request(apis.fetch, () => draft, { ...options, timeoutMs });
    if (response.errorCode !== 0) throw requestFailed("records were not fetched", response.errorCode);
    const names = new Map(topics.map(({ topic, topicId }) => [topicId, topic]));
    const replies = new Map<string, PartitionReply>();
    for (const { topic, topicId, partitions } of response.responses) {
      const name = topic === "" ? (names.get(topicId) ?? "") : topic;
      for (const reply of partitions) replies.set(partitionKey(name, reply.partitionIndex), reply);
    }
    return replies;
  }

  /** Whether the partition is still read, and from where it was asked for. */
  #isCurrent({ of, fromOffset }: Asked): boolean {
    return this.#partitions.has(of) && of.start === undefined && of.position === fromOffset;
  }

  #take({ of, fromOffset, topic, partition }: Asked, reply: PartitionReply): void {
    const error = errorByCode(reply.errorCode);
    if (error === errors.OFFSET_OUT_OF_RANGE) {
      of.start = "out of range";
    } else if (error !== errors.NONE) {
      this.#pause(of, error);
    } else if (reply.records !== null && reply.records.length > 0) {
      const { records: bytes, abortedTransactions, highWatermark, lastStableOffset, logStartOffset } = reply;
      const read = () => readRecords({ topic, partition, fromOffset, bytes, abortedTransactions });
      of.buffered = { read, highWatermark, lastStableOffset, logStartOffset };
    }
  }

  /** Looks for the leader anew after a pause, or ends the reading for a reason that does not pass. */
  #pause(partition: ReadPartition, reason: KafkaError | Error): void {
    const failure = reason instanceof Error ? reason : requestFailed(`${partition.topic}-${partition.partition} can't be read`, reason);
    const passes = reason instanceof Error ? isRetriable(reason) : passing.has(reason.name) || reason.retriable;
    if (!passes) {
      if (this.#partitions.has(partition)) this.failure = failure;
      return;
    }
    const { clock, retryBackOff } = this.#cluster.options;
    partition.pausedUntilMs = clock.monotonicMs() + retryBackOff.lastMs;
    this.#cluster.forgetTopic(partition.topic);
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
