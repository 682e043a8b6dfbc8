import { type Closeable, MillraceError, sleep } from "@millrace/kit";
import type { RecordView } from "@millrace/protocol";
import type { OffsetToCommit } from "../admin/group-offsets.ts";
import type { IsolationLevel } from "../admin/offsets.ts";
import { Cluster } from "../cluster/cluster.ts";
import type { TopicPartition } from "../cluster/topic-partition.ts";
import { ClientClosedError, isRetriable } from "../errors.ts";
import type { ClientOptions } from "../options.ts";
import type { AssignorName } from "./assignors.ts";
import { Commits } from "./commits.ts";
import { Fetcher } from "./fetcher.ts";
import { Membership } from "./membership.ts";
import { type ReadPartition, ReadPartitions, type StartAt, seek } from "./partitions.ts";
import { type OffsetReset, resolvePositions } from "./positions.ts";

export interface ConsumerOptions extends ClientOptions {
  /** Needed to subscribe, and to commit. */
  readonly groupId?: string;
  /** Makes the member static (KIP-345): it keeps its partitions over a restart within the session timeout. */
  readonly groupInstanceId?: string;
  /** How the group's leader shares partitions out, by preference. Default range, then roundrobin. */
  readonly assignors?: readonly AssignorName[];
  /** Where to begin without a committed offset. Default latest. */
  readonly offsetReset?: OffsetReset;
  /** Whether records of open and aborted transactions are left out. Default read_uncommitted: they are not. */
  readonly isolation?: IsolationLevel;
  /** How often what was dealt with is committed; 0: only `commit` does it. Default 5 s with a group. */
  readonly autoCommitIntervalMs?: number;
  /** How long a silent member stays in the group. Default 45 s. */
  readonly sessionTimeoutMs?: number;
  /** Default 3 s. */
  readonly heartbeatIntervalMs?: number;
  /** How long dealing with one batch may take before the partitions go to other members. Default 5 minutes. */
  readonly maxPollIntervalMs?: number;
  /** How long a broker waits for new records before it answers. Default 500 ms. */
  readonly fetchMaxWaitMs?: number;
  /** Default 1. */
  readonly fetchMinBytes?: number;
  /** Default 50 MiB. */
  readonly fetchMaxBytes?: number;
  /** Default 1 MiB. */
  readonly partitionMaxBytes?: number;
  /** Whether subscribing to a topic may create it, if the brokers do that. Default true. */
  readonly allowAutoTopicCreation?: boolean;
}

/** Records of one partition, in order. */
export interface ConsumedBatch extends TopicPartition {
  /** Empty where all that was read are markers, or left out for their transactions. */
  readonly records: readonly RecordView[];
  /** Of the next batch: what to commit once these records are dealt with. */
  readonly nextOffset: number;
  /** The end of what all replicas have, when this was read. */
  readonly highWatermark: number;
  /** The end of what is decided, when this was read. */
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
}

/** Told when a group gives partitions to this member or takes them away. Nothing is read meanwhile. */
export interface RebalanceListener {
  onAssigned?(partitions: readonly TopicPartition[]): Promise<void> | void;
  /** `lost`: others may have them already, so that nothing can be committed for them. */
  onRevoked?(partitions: readonly TopicPartition[], lost: boolean): Promise<void> | void;
}

/** How long closing tries to tell the group. */
const leaveTimeoutMs = 5_000;

/**
 * Reads records: of partitions that are named, or of those that fall to it as a member of a group. It is an async iterable of
 * batches; asking for the next batch says that the last one has been dealt with, and how fast one asks is how fast is read.
 */
export class Consumer implements Closeable, AsyncIterable<ConsumedBatch> {
  readonly #cluster: Cluster;
  readonly #options: ConsumerOptions;
  readonly #partitions = new ReadPartitions();
  readonly #fetcher: Fetcher;
  readonly #isolation: IsolationLevel;
  readonly #autoCommitIntervalMs: number;
  #membership: Membership | undefined;
  #listener: RebalanceListener = {};
  readonly #commits: Commits;
  #commitDueMs: number | undefined;
  #wake: () => void = () => {};
  #news = false;
  #closing: Promise<void> | undefined;

  /** Nothing is connected before the first batch is asked for. Throws CONFIG_INVALID. */
  constructor(options: ConsumerOptions) {
    this.#options = options;
    this.#cluster = new Cluster(options);
    this.#isolation = options.isolation ?? "read_uncommitted";
    this.#commits = new Commits(this.#cluster, options.groupId, () => this.#membership?.committer);
    this.#autoCommitIntervalMs = options.groupId === undefined ? 0 : (options.autoCommitIntervalMs ?? 5_000);
    const fetching = {
      maxWaitMs: options.fetchMaxWaitMs ?? 500,
      minBytes: options.fetchMinBytes ?? 1,
      maxBytes: options.fetchMaxBytes ?? 52_428_800,
      partitionMaxBytes: options.partitionMaxBytes ?? 1_048_576,
      isolation: this.#isolation,
    };
    this.#fetcher = new Fetcher(this.#cluster, fetching, this.#partitions, () => this.#onNews());
  }

  /** Finds a broker that answers. Throws CONNECTION_FAILED at once if none of the bootstrap servers does. Optional: reading does it too. */
  connect(): Promise<void> {
    return this.#cluster.connect();
  }

  /** Reads, as a member of the group, the partitions of `topics` that the group gives it. Once, and instead of `assign`. Throws CONFIG_INVALID. */
  subscribe(topics: readonly string[], listener: RebalanceListener = {}): void {
    const { groupId, groupInstanceId = null, assignors = ["range", "roundrobin"] } = this.#options;
    if (groupId === undefined) throw new MillraceError("CONFIG_INVALID", "a consumer needs a groupId to subscribe");
    if (this.#membership !== undefined) throw new MillraceError("CONFIG_INVALID", "the consumer has subscribed already");
    this.#listener = listener;
    const membership = {
      ...{ groupId, groupInstanceId, topics, assignors },
      sessionTimeoutMs: this.#options.sessionTimeoutMs ?? 45_000,
      heartbeatIntervalMs: this.#options.heartbeatIntervalMs ?? 3_000,
      maxPollIntervalMs: this.#options.maxPollIntervalMs ?? 300_000,
      allowAutoTopicCreation: this.#options.allowAutoTopicCreation ?? true,
    };
    this.#membership = new Membership(this.#cluster, membership, () => this.#onNews());
  }

  /** Reads these partitions, from where `from` says or else from the group's committed offset or `offsetReset`. */
  assign(partitions: ReadonlyArray<TopicPartition & { readonly from?: StartAt }>): void {
    if (this.#membership !== undefined)
      throw new MillraceError("CONFIG_INVALID", "the consumer has subscribed: the group assigns its partitions");
    this.#partitions.replace(partitions);
    this.#onNews();
  }

  /** The partitions that are read now. */
  get assignment(): TopicPartition[] {
    return this.#partitions.all().map(({ topic, partition }) => ({ topic, partition }));
  }

  /** Offset of the next record that will be handed out; undefined if it is not known yet or the partition is not read. */
  position(of: TopicPartition): number | undefined {
    const position = this.#partitions.get(of)?.position ?? -1;
    return position < 0 ? undefined : position;
  }

  /** Goes on reading a partition from somewhere else. Throws NOT_FOUND if it is not read. */
  seek(of: TopicPartition, to: StartAt): void {
    const partition = this.#partitions.get(of);
    if (partition === undefined) throw new MillraceError("NOT_FOUND", `${of.topic}-${of.partition} is not assigned to this consumer`);
    seek(partition, to);
    this.#onNews();
  }

  /** Commits offsets, by default behind all that has been handed out. Throws REQUEST_FAILED, also when the partitions went to another member. */
  async commit(offsets: readonly OffsetToCommit[] = this.#offsets((partition) => partition.position)): Promise<void> {
    const told = offsets.map((each) => ({ offset: each.offset, partition: this.#partitions.get(each) }));
    for (const { partition, offset } of told) if (partition !== undefined) partition.settled = offset;
    await this.#commits.commit(offsets);
    for (const { partition, offset } of told) if (partition !== undefined) partition.committed = offset;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ConsumedBatch, void, void> {
    for (;;) {
      const batch = await this.next();
      if (batch === undefined) return;
      yield batch;
    }
  }

  /** The next batch; waits for one. Undefined once the consumer was closed. Throws what ends the reading. */
  async next(): Promise<ConsumedBatch | undefined> {
    this.#partitions.settle();
    this.#membership?.polled(Number.POSITIVE_INFINITY);
    try {
      for (;;) {
        const batch = await this.#step();
        if (batch !== undefined) return batch;
        await this.#untilNews();
      }
    } catch (thrown) {
      if (thrown instanceof ClientClosedError && this.#closing !== undefined) return undefined;
      throw thrown;
    } finally {
      this.#membership?.polled(this.#cluster.options.clock.monotonicMs());
    }
  }

  /** Commits what was dealt with, unless that is left to `commit`; leaves the group; closes all connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { clock, requestTimeoutMs } = this.#cluster.options;
    this.#fetcher.close();
    try {
      // A group that can't be told reads on where the last commit was, and finds out by the session timeout.
      await Promise.race([this.#takeLeave(), sleep(clock, Math.min(requestTimeoutMs, leaveTimeoutMs))]);
    } finally {
      await this.#cluster.close();
      this.#onNews();
    }
  }

  async #takeLeave(): Promise<void> {
    if (this.#autoCommitIntervalMs > 0) await this.#commitSettled().catch(ignoreFailure);
    await this.#membership?.leave().catch(ignoreFailure);
  }

  /** Does what there is to do; gives a batch if there is one. */
  async #step(): Promise<ConsumedBatch | undefined> {
    if (this.#closing !== undefined) throw new ClientClosedError();
    const failure = this.#fetcher.failure ?? this.#membership?.failure;
    if (failure !== undefined) throw failure;
    try {
      if (this.#membership?.joinNeeded) await this.#rejoin(this.#membership);
      this.#commitIfDue();
      await resolvePositions(this.#cluster, this.#partitions, {
        groupId: this.#options.groupId,
        offsetReset: this.#options.offsetReset ?? "latest",
        isolation: this.#isolation,
      });
      const batch = this.#take();
      await this.#fetcher.fetch();
      return batch;
    } catch (thrown) {
      if (!isRetriable(thrown)) throw thrown;
      const { clock, retryBackOff } = this.#cluster.options;
      await sleep(clock, retryBackOff.lastMs);
      this.#news = true;
      return undefined;
    }
  }

  #take(): ConsumedBatch | undefined {
    for (const of of this.#partitions.all()) {
      if (of.buffered === undefined) continue;
      const { read, highWatermark, lastStableOffset, logStartOffset } = of.buffered;
      const { records, nextOffset } = read();
      of.buffered = undefined;
      of.position = nextOffset;
      this.#partitions.yieldTurn(of);
      return { topic: of.topic, partition: of.partition, records, nextOffset, highWatermark, lastStableOffset, logStartOffset };
    }
    return undefined;
  }

  async #rejoin(membership: Membership): Promise<void> {
    const former = this.assignment;
    if (former.length > 0) {
      if (this.#autoCommitIntervalMs > 0 && !membership.lost) await this.#commitSettled().catch(ignoreFailure);
      await this.#listener.onRevoked?.(former, membership.lost);
      this.#partitions.replace([]);
    }
    const assigned = await membership.join();
    this.#partitions.replace(assigned);
    await this.#listener.onAssigned?.(assigned);
  }

  #commitIfDue(): void {
    if (this.#autoCommitIntervalMs === 0) return;
    const nowMs = this.#cluster.options.clock.monotonicMs();
    const dueMs = this.#commitDueMs ?? nowMs + this.#autoCommitIntervalMs;
    this.#commitDueMs = nowMs < dueMs ? dueMs : nowMs + this.#autoCommitIntervalMs;
    // A commit that fails is made up for by the next one; what ends the membership shows at the heartbeat.
    if (nowMs >= dueMs) void this.#commitSettled().catch(ignoreFailure);
  }

  async #commitSettled(): Promise<void> {
    const offsets = this.#offsets(({ settled, committed }) => (settled === committed ? -1 : settled));
    if (offsets.length > 0) await this.commit(offsets);
  }

  /** The partitions for which `offsetOf` gives an offset. */
  #offsets(offsetOf: (partition: ReadPartition) => number): OffsetToCommit[] {
    const known = this.#partitions.all().filter((partition) => offsetOf(partition) >= 0);
    return known.map((each) => ({ topic: each.topic, partition: each.partition, offset: offsetOf(each) }));
  }

  #onNews(): void {
    this.#news = true;
    this.#wake();
  }

  async #untilNews(): Promise<void> {
    if (!this.#news) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#news = false;
  }
}

function ignoreFailure(thrown: unknown): void {
  if (!(thrown instanceof MillraceError)) throw thrown;
}
