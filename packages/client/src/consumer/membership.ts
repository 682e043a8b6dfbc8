import { type Cancel, sleep } from "@millrace/kit";
import { apis, type ErrorName, errorByCode, errors, type JoinGroupResponse, type KafkaError } from "@millrace/protocol";
import type { Committer } from "../admin/group-offsets.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { isTopic } from "../cluster/metadata.ts";
import type { TopicPartition } from "../cluster/topic-partition.ts";
import { assignmentBytes, subscriptionBytes } from "../consumer-protocol.ts";
import { isRetriable, requestFailed } from "../errors.ts";
import type { Broker } from "../net/broker.ts";
import { type AssignorName, assignors } from "./assignors.ts";

export interface MembershipOptions {
  readonly groupId: string;
  /** Makes the member static (KIP-345): it keeps its partitions over a restart within the session timeout. */
  readonly groupInstanceId: string | null;
  readonly topics: readonly string[];
  /** By preference; the group uses the first one that all members have. */
  readonly assignors: readonly AssignorName[];
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** How long members have to join again, and how long a member may go without asking for records. */
  readonly maxPollIntervalMs: number;
  readonly allowAutoTopicCreation: boolean;
}

/** Joining waits at the broker for the other members: it goes over a connection of its own. */
const lane = "group";

/** What makes a member ask for its coordinator again. */
const coordinatorMoved: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "NOT_COORDINATOR",
  "COORDINATOR_NOT_AVAILABLE",
  "COORDINATOR_LOAD_IN_PROGRESS",
]);

/** What makes a member join under a new id: the group has given its partitions to others. */
const memberLost: ReadonlySet<ErrorName> = new Set<ErrorName>(["UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION"]);

/** A member of a group by the classic protocol: joins, assigns if it is the leader, stays by heartbeats, leaves. */
export class Membership {
  readonly #cluster: Cluster;
  readonly #options: MembershipOptions;
  readonly #onNews: () => void;
  #coordinator: Broker | undefined;
  #memberId = "";
  #generationId = -1;
  #cancelHeartbeat: Cancel = () => {};
  /** As leader: the group's topics, and how many partitions they had when it shared them out. */
  #shared: { readonly topics: readonly string[]; readonly counts: ReadonlyMap<string, number> } | undefined;
  #lastPollMs: number;
  #closed = false;
  /** Whether the member has to join before it may go on. */
  joinNeeded = true;
  /** Whether its partitions may be others' already. */
  lost = false;
  /** What ends the membership for good. */
  failure: Error | undefined;

  /** `onNews` is called when `joinNeeded` or `failure` has been set. */
  constructor(cluster: Cluster, options: MembershipOptions, onNews: () => void) {
    this.#cluster = cluster;
    this.#options = options;
    this.#onNews = onNews;
    this.#lastPollMs = cluster.options.clock.monotonicMs();
  }

  /** As whom to commit. Throws REQUEST_FAILED while it is no member. */
  get committer(): Committer {
    const { groupId, groupInstanceId } = this.#options;
    if (this.#generationId < 0) throw requestFailed(`the consumer is not in group ${groupId} now`, errors.UNKNOWN_MEMBER_ID);
    return { groupId, groupInstanceId, memberId: this.#memberId, generationId: this.#generationId };
  }

  /** The reader asks for records: it is alive. `Infinity` while it waits for them. */
  polled(atMs: number): void {
    this.#lastPollMs = atMs;
  }

  /** Joins the group and gives the partitions that fell to this member. Tries again until it succeeds or can't. Throws REQUEST_FAILED. */
  async join(): Promise<TopicPartition[]> {
    const { clock, retryBackOff } = this.#cluster.options;
    this.#cancelHeartbeat();
    for (;;) {
      try {
        const assigned = await this.#attempt();
        if (assigned !== undefined) return assigned;
      } catch (thrown) {
        if (!isRetriable(thrown)) throw thrown;
        this.#coordinator = undefined;
        await sleep(clock, retryBackOff.firstMs);
      }
    }
  }

  /** Stops the heartbeats and, unless the member is static, gives its partitions to the others at once. */
  async leave(): Promise<void> {
    this.#closed = true;
    this.#cancelHeartbeat();
    const { groupId, groupInstanceId } = this.#options;
    if (groupInstanceId !== null || this.#memberId === "") return;
    const memberId = this.#memberId;
    // Over another lane: a join may be under way on the usual one.
    const coordinator = await this.#cluster.coordinator(groupId, this.#cluster.deadlineMs(this.#cluster.options.requestTimeoutMs));
    await coordinator.request(apis.leaveGroup, (version) =>
      version >= 3 ? { groupId, members: [{ memberId, reason: "the consumer was closed" }] } : { groupId, memberId },
    );
  }

  /** One go at joining. Undefined: once more, at once. */
  async #attempt(): Promise<TopicPartition[] | undefined> {
    const { groupId, groupInstanceId, topics, assignors: names, sessionTimeoutMs, maxPollIntervalMs } = this.#options;
    this.#coordinator ??= await this.#cluster.coordinator(groupId, this.#cluster.deadlineMs(), lane);
    const metadata = subscriptionBytes.write({ topics });
    const draft = {
      ...{ groupId, sessionTimeoutMs, rebalanceTimeoutMs: maxPollIntervalMs, memberId: this.#memberId, protocolType: "consumer" },
      protocols: names.map((name) => ({ name, metadata })),
    };
    const timeoutMs = maxPollIntervalMs + this.#cluster.options.requestTimeoutMs;
    const joined = await this.#coordinator.request(apis.joinGroup, (version) => (version >= 5 ? { ...draft, groupInstanceId } : draft), {
      timeoutMs,
    });
    const error = errorByCode(joined.errorCode);
    if (error === errors.MEMBER_ID_REQUIRED) {
      this.#memberId = joined.memberId;
      return undefined;
    }
    if (error !== errors.NONE) return this.#refused(error);
    this.#memberId = joined.memberId;
    this.#generationId = joined.generationId;
    this.joinNeeded = false;
    this.lost = false;
    return this.#sync(this.#coordinator, joined);
  }

  async #sync(coordinator: Broker, joined: JoinGroupResponse): Promise<TopicPartition[] | undefined> {
    const { groupId, groupInstanceId } = this.#options;
    this.#shared = undefined;
    const assignments = joined.leader === joined.memberId ? await this.#assign(joined) : [];
    const draft = { groupId, generationId: joined.generationId, memberId: joined.memberId, assignments };
    const protocol = { protocolType: "consumer", protocolName: joined.protocolName };
    const timeoutMs = this.#options.maxPollIntervalMs + this.#cluster.options.requestTimeoutMs;
    const instance = { groupInstanceId };
    const synced = await coordinator.request(
      apis.syncGroup,
      (version) => ({ ...draft, ...(version >= 3 ? instance : {}), ...(version >= 5 ? protocol : {}) }),
      { timeoutMs },
    );
    const error = errorByCode(synced.errorCode);
    if (error !== errors.NONE) return this.#refused(error);
    this.#scheduleHeartbeat();
    if (synced.assignment.length === 0) return [];
    const { assignedPartitions } = assignmentBytes.read(synced.assignment);
    return assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
  }

  /** As the group's leader: shares the partitions out, unless the coordinator says that they stay as they are. */
  async #assign({ members, protocolName, skipAssignment }: JoinGroupResponse): Promise<Array<{ memberId: string; assignment: Buffer }>> {
    const subscribed = members.map(({ memberId, groupInstanceId, metadata }) => ({
      ...{ memberId, groupInstanceId },
      topics: subscriptionBytes.read(metadata).topics,
    }));
    const topics = [...new Set(subscribed.flatMap((member) => member.topics))];
    const counts = await this.#partitionCounts(topics);
    this.#shared = { topics, counts };
    if (skipAssignment) return [];
    const assignor = assignors[protocolName as AssignorName];
    return [...assignor(subscribed, counts)].map(([memberId, assigned]) => {
      const assignedPartitions = [...assigned].map(([topic, partitions]) => ({ topic, partitions }));
      return { memberId, assignment: assignmentBytes.write({ assignedPartitions }) };
    });
  }

  async #partitionCounts(topics: readonly string[]): Promise<Map<string, number>> {
    const answers = (await this.#cluster.askMetadata(topics, this.#options.allowAutoTopicCreation)).topics;
    const known = [...answers].flatMap(([name, topic]) => (isTopic(topic) ? [[name, topic.partitions.length] as const] : []));
    return new Map(known);
  }

  /** Puts right what the coordinator complained about; undefined: join once more. Throws what can't be put right. */
  #refused(error: KafkaError): undefined {
    if (memberLost.has(error.name)) this.#forgetMember(error);
    else if (error !== errors.REBALANCE_IN_PROGRESS)
      throw requestFailed(`the consumer could not join group ${this.#options.groupId}`, error);
    return undefined;
  }

  #forgetMember(error: KafkaError): void {
    if (error === errors.UNKNOWN_MEMBER_ID) this.#memberId = "";
    this.#generationId = -1;
  }

  #scheduleHeartbeat(): void {
    this.#cancelHeartbeat();
    this.#cancelHeartbeat = this.#cluster.options.clock.after(this.#options.heartbeatIntervalMs, () => void this.#heartbeat());
  }

  async #heartbeat(): Promise<void> {
    const generationId = this.#generationId;
    try {
      if (this.#cluster.options.clock.monotonicMs() - this.#lastPollMs > this.#options.maxPollIntervalMs) return await this.#retire();
      const error = await this.#beat();
      if (this.#closed || this.#generationId !== generationId) return;
      this.#heed(error);
      if (await this.#topicsChanged()) this.joinNeeded = true;
    } catch (thrown) {
      this.#coordinator = undefined;
      if (!isRetriable(thrown) && !this.#closed) this.failure = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    if (this.#closed || this.#generationId !== generationId) return;
    if (this.joinNeeded || this.failure !== undefined) this.#onNews();
    if (this.failure === undefined) this.#scheduleHeartbeat();
  }

  async #beat(): Promise<KafkaError> {
    const { groupId, groupInstanceId, sessionTimeoutMs } = this.#options;
    this.#coordinator ??= await this.#cluster.coordinator(groupId, this.#cluster.deadlineMs(sessionTimeoutMs), lane);
    const draft = { groupId, generationId: this.#generationId, memberId: this.#memberId };
    const reply = await this.#coordinator.request(apis.heartbeat, (version) => (version >= 3 ? { ...draft, groupInstanceId } : draft));
    return errorByCode(reply.errorCode);
  }

  /** What the coordinator says at a heartbeat. */
  #heed(error: KafkaError): void {
    if (error === errors.NONE) return;
    if (coordinatorMoved.has(error.name)) {
      this.#coordinator = undefined;
    } else if (error === errors.REBALANCE_IN_PROGRESS) {
      this.joinNeeded = true;
    } else if (memberLost.has(error.name)) {
      this.#forgetMember(error);
      this.lost = true;
      this.joinNeeded = true;
    } else {
      this.failure = requestFailed(`the consumer is out of group ${this.#options.groupId}`, error);
    }
  }

  /** The reader has not asked for records for too long: others shall have its partitions. */
  async #retire(): Promise<void> {
    const { groupId } = this.#options;
    this.joinNeeded = true;
    this.lost = true;
    const memberId = this.#memberId;
    this.#memberId = "";
    this.#generationId = -1;
    if (this.#options.groupInstanceId !== null) return;
    await this.#coordinator?.request(apis.leaveGroup, (version) =>
      version >= 3
        ? { groupId, members: [{ memberId, reason: "the consumer was busy for longer than its poll interval" }] }
        : { groupId, memberId },
    );
  }

  /** As leader: whether a topic of the group has more partitions than were shared out, or has come to be. Asks only about what is not known or old. */
  async #topicsChanged(): Promise<boolean> {
    const shared = this.#shared;
    if (shared === undefined) return false;
    const topics = await this.#cluster.topics(shared.topics);
    return [...topics].some(([name, topic]) => isTopic(topic) && topic.partitions.length !== (shared.counts.get(name) ?? 0));
  }
}
