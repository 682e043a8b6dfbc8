import assert from "node:assert/strict";
import { ManualClock, seededRandom } from "@millrace/kit";
import {
  type DeleteGroupsResponse,
  type Draft,
  errors,
  type HeartbeatResponse,
  type JoinGroupRequest,
  type JoinGroupResponse,
  type KafkaError,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
  type OffsetDeleteResponse,
  type SyncGroupResponse,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
  ZERO_UUID,
} from "@millrace/protocol";
import {
  type ConsumerGroupConfig,
  decodeGroupRecord,
  encodeGroupRecord,
  type GroupConfig,
  type GroupConfigs,
  GroupCoordinator,
  type GroupOutcome,
  type GroupRecord,
  type GroupTask,
  type ProducerIdentity,
  type Ticket,
  type TopicFacts,
  type TopicImage,
  type TransactionEnd,
} from "../src/index.ts";

/** Topics that can be made, grown and removed. */
class TestTopics implements TopicImage {
  readonly #topics = new Map<string, TopicFacts>();
  topicsVersion = 0;
  newTopicsVersion = 0;
  #made = 0;

  topic(name: string): TopicFacts | undefined {
    return this.#topics.get(name);
  }

  topicById(id: string): TopicFacts | undefined {
    for (const topic of this.#topics.values()) if (topic.id === id) return topic;
    return undefined;
  }

  topics(): Iterable<TopicFacts> {
    return this.#topics.values();
  }

  /** A topic that is there already is grown. */
  make(name: string, partitionCount: number): TopicFacts {
    const present = this.#topics.get(name);
    const id = present?.id ?? (this.#made === 0 ? topicIdOf(name) : `${this.#made}${topicIdOf(name)}`.slice(0, 22));
    const topic = { id, name, partitionCount: Math.max(partitionCount, present?.partitionCount ?? 0) };
    this.#topics.set(name, topic);
    this.#made++;
    this.topicsVersion++;
    if (present === undefined) this.newTopicsVersion = this.topicsVersion;
    return topic;
  }

  remove(name: string): void {
    if (this.#topics.delete(name)) this.topicsVersion++;
  }
}

/** A request that may be answered. */
export interface Asked<Response> {
  answer: Draft<Response> | undefined;
}

export function pending(asked: Asked<unknown>): boolean {
  return asked.answer === undefined;
}

export interface JoinOptions {
  memberId?: string;
  instanceId?: string | null;
  protocolType?: string;
  protocols?: Array<{ name: string; metadata: Buffer }>;
  sessionTimeoutMs?: number;
  rebalanceTimeoutMs?: number;
  apiVersion?: number;
  clientId?: string;
}

/** A transaction marker, by the number of records before it. */
interface LoggedEnd {
  readonly at: number;
  readonly end: TransactionEnd;
}

export const groupId = "g";

/** What a consumer of the topics sends as its metadata. */
export function subscription(...topics: string[]): Buffer {
  const int16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
  const int32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 0xff]);
  const names = topics.flatMap((topic) => [int16(topic.length), Buffer.from(topic)]);
  return Buffer.concat([int16(0), int32(topics.length), ...names, Buffer.from([0xff, 0xff, 0xff, 0xff])]);
}

export const range = (...topics: string[]) => [{ name: "range", metadata: subscription(...topics) }];

/** Kafka 4.3's defaults. */
const groupConfigDefaults: GroupConfig = {
  groupMinSessionTimeoutMs: 6_000,
  groupMaxSessionTimeoutMs: 1_800_000,
  groupInitialRebalanceDelayMs: 3_000,
  groupMaxSize: 2_147_483_647,
  groupConsumerMaxSize: 2_147_483_647,
  groupConsumerAssignors: ["uniform", "range"],
  groupConsumerMigrationPolicy: "bidirectional",
  groupConsumerRegexRefreshIntervalMs: 600_000,
  offsetMetadataMaxBytes: 4_096,
  offsetsRetentionMinutes: 10_080,
  offsetsRetentionCheckIntervalMs: 600_000,
};
const consumerGroupConfig: ConsumerGroupConfig = { sessionTimeoutMs: 45_000, heartbeatIntervalMs: 5_000, assignmentIntervalMs: 1_000 };

/** A coordinator with everything around it: a clock, a log that can be made to refuse, and clients. */
export class Rig {
  readonly clock = new ManualClock();
  readonly log: GroupRecord[] = [];
  /** Of those records in the log that belong to a transaction. */
  readonly #producers = new Map<GroupRecord, ProducerIdentity>();
  readonly #ends: LoggedEnd[] = [];
  readonly config: GroupConfig;
  readonly #configs: GroupConfigs;
  readonly topics = new TestTopics();
  coordinator: GroupCoordinator;
  /** Set: appends fail with it. */
  refusal: KafkaError | undefined;
  readonly #asked = new Map<number, Asked<unknown>>();
  readonly #timers = new Map<string, () => void>();
  readonly #random = seededRandom(7);
  #tickets = 0;

  constructor(config: Partial<GroupConfig> = {}) {
    this.config = { ...groupConfigDefaults, ...config };
    this.#configs = { broker: this.config, consumerGroup: () => consumerGroupConfig };
    this.coordinator = new GroupCoordinator(this.#configs, this.topics);
    this.run(this.coordinator.loaded(this.clock.now()));
  }

  /** Tickets that have not been answered. */
  get waiting(): number {
    return [...this.#asked.values()].filter(({ answer }) => answer === undefined).length;
  }

  /** Stops, and starts again on what is in the log. */
  restart(): void {
    this.run(this.coordinator.unload(this.clock.now()));
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.coordinator = this.replayed();
    this.run(this.coordinator.loaded(this.clock.now()));
  }

  /** Another coordinator that knows what is in the log. */
  replayed(): GroupCoordinator {
    const other = new GroupCoordinator(this.#configs, this.topics);
    const ends = [...this.#ends];
    const takeEnds = (upTo: number) => {
      while ((ends[0]?.at ?? Number.POSITIVE_INFINITY) <= upTo) other.replayEnd((ends.shift() as LoggedEnd).end);
    };
    for (const [at, record] of this.log.entries()) {
      takeEnds(at);
      const { key, value } = encodeGroupRecord(record);
      const decoded = decodeGroupRecord(key, value);
      assert.ok(decoded);
      other.replay(decoded, this.clock.now(), this.#producers.get(record));
    }
    takeEnds(this.log.length);
    return other;
  }

  /** Work for elsewhere that an outcome asks for. */
  protected carryOut(_task: GroupTask): void {}

  run(outcome: GroupOutcome): void {
    let next: GroupOutcome | undefined;
    if (outcome.records.length > 0) {
      const { refusal } = this;
      if (refusal === undefined) {
        for (const record of outcome.records) {
          this.log.push(record);
          if (outcome.producer !== undefined) this.#producers.set(record, outcome.producer);
          this.coordinator.replay(record, this.clock.now(), outcome.producer);
        }
      }
      next = outcome.appended?.(refusal);
    }
    for (const { ticket, response } of outcome.replies) this.#answer(ticket.id, response);
    for (const change of outcome.timers) {
      this.#timers.get(change.key)?.();
      this.#timers.delete(change.key);
      if (change.afterMs === undefined) continue;
      const { key, event } = change;
      const cancel = this.clock.after(change.afterMs, () => {
        this.#timers.delete(key);
        this.run(this.coordinator.timeUp(event, this.clock.now()));
      });
      this.#timers.set(key, cancel);
    }
    for (const task of outcome.tasks) this.carryOut(task);
    if (next !== undefined) this.run(next);
  }

  #answer(id: number, response: unknown): void {
    const asked = this.#asked.get(id);
    assert.ok(asked, `ticket ${id} was never given out`);
    assert.equal(asked.answer, undefined, `ticket ${id} is answered twice`);
    asked.answer = response as Draft<unknown>;
  }

  ask<Request, Response>(request: Request, options: { apiVersion: number; clientId?: string }) {
    const ticket: Ticket<Draft<Response>> = { id: this.#tickets++ };
    const asked: Asked<Response> = { answer: undefined };
    this.#asked.set(ticket.id, asked);
    const requester = { apiVersion: options.apiVersion, clientId: options.clientId ?? "c", clientHost: "/127.0.0.1" };
    return { asked, call: { request, ticket, requester, nowMs: this.clock.now() } };
  }

  join(options: JoinOptions = {}): Asked<JoinGroupResponse> {
    const request: JoinGroupRequest = {
      groupId,
      memberId: options.memberId ?? "",
      groupInstanceId: options.instanceId ?? null,
      protocolType: options.protocolType ?? "consumer",
      protocols: options.protocols ?? range("t"),
      sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
      rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 60_000,
      reason: null,
    };
    const { asked, call } = this.ask<JoinGroupRequest, JoinGroupResponse>(request, { apiVersion: 9, ...options });
    this.run(
      this.coordinator.joinGroup({ ...call, memberSuffix: () => this.#random.memberSuffix(), newMemberId: () => this.#random.uuid() }),
    );
    return asked;
  }

  sync(member: Member, assignments: Record<string, string> = {}, names: { type?: string; name?: string } = {}): Asked<SyncGroupResponse> {
    const sent = Object.entries(assignments).map(([memberId, text]) => ({ memberId, assignment: Buffer.from(text) }));
    return this.syncWith(member, sent, names);
  }

  syncWith(
    member: Member,
    assignments: ReadonlyArray<{ memberId: string; assignment: Buffer }>,
    names: { type?: string; name?: string } = {},
  ): Asked<SyncGroupResponse> {
    const { asked, call } = this.ask<Parameters<GroupCoordinator["syncGroup"]>[0]["request"], SyncGroupResponse>(
      {
        groupId,
        memberId: member.memberId,
        groupInstanceId: member.instanceId ?? null,
        generationId: member.generationId,
        protocolType: names.type ?? null,
        protocolName: names.name ?? null,
        assignments: [...assignments],
      },
      { apiVersion: 5 },
    );
    this.run(this.coordinator.syncGroup(call));
    return asked;
  }

  heartbeat(member: Member): number {
    const { asked, call } = this.ask<Parameters<GroupCoordinator["heartbeat"]>[0]["request"], HeartbeatResponse>(
      { groupId, memberId: member.memberId, groupInstanceId: member.instanceId ?? null, generationId: member.generationId },
      { apiVersion: 4 },
    );
    this.run(this.coordinator.heartbeat(call));
    return asked.answer?.errorCode ?? 0;
  }

  leave(...members: Array<{ memberId?: string; instanceId?: string }>): Asked<LeaveGroupResponse> {
    const { asked, call } = this.ask<LeaveGroupRequest, LeaveGroupResponse>(
      {
        groupId,
        memberId: "",
        members: members.map((one) => ({ memberId: one.memberId ?? "", groupInstanceId: one.instanceId ?? null, reason: null })),
      },
      { apiVersion: 5 },
    );
    this.run(this.coordinator.leaveGroup(call));
    return asked;
  }

  commit(
    offsets: Record<number, number>,
    options: Partial<OffsetCommitRequest> & { apiVersion?: number; topic?: string } = {},
  ): Asked<OffsetCommitResponse> {
    const request: OffsetCommitRequest = {
      groupId,
      generationIdOrMemberEpoch: -1,
      memberId: "",
      groupInstanceId: null,
      retentionTimeMs: -1,
      topics: [
        {
          name: options.topic ?? "t",
          topicId: topicIdOf(options.topic ?? "t"),
          partitions: Object.entries(offsets).map(([partition, offset]) => ({
            partitionIndex: Number(partition),
            committedOffset: offset,
            committedLeaderEpoch: 0,
            committedMetadata: "note",
          })),
        },
      ],
      ...options,
    };
    const { asked, call } = this.ask<OffsetCommitRequest, OffsetCommitResponse>(request, { apiVersion: options.apiVersion ?? 9 });
    this.run(this.coordinator.commitOffsets(call));
    return asked;
  }

  /** The committed offset, -1 if there is none. */
  committed(topic: string, partition: number, topicId: string = topicIdOf(topic)): number {
    const asked = { groupId, memberId: null, memberEpoch: -1, topics: [{ name: topic, topicId, partitionIndexes: [partition] }] };
    return this.coordinator.fetchOffsets(asked, false).topics?.[0]?.partitions?.[0]?.committedOffset ?? Number.NaN;
  }

  /** Whether a fetch of stable offsets has to come again. */
  unstable(topic: string, partition: number): boolean {
    const asked = {
      groupId,
      memberId: null,
      memberEpoch: -1,
      topics: [{ name: topic, topicId: ZERO_UUID, partitionIndexes: [partition] }],
    };
    const { topics } = this.coordinator.fetchOffsets(asked, true);
    return topics?.[0]?.partitions?.[0]?.errorCode === errors.UNSTABLE_OFFSET_COMMIT.code;
  }

  /** Commits offsets of `t`, by partition, in a producer's transaction. */
  commitInTransaction(
    producerId: number,
    offsets: Readonly<Record<number, number>>,
    member: Partial<TxnOffsetCommitRequest> = {},
  ): Asked<TxnOffsetCommitResponse> {
    const partitions = Object.entries(offsets).map(([partition, committedOffset]) => ({
      partitionIndex: Number(partition),
      committedOffset,
      committedLeaderEpoch: 0,
      committedMetadata: "note",
    }));
    const request = {
      transactionalId: "tx",
      groupId,
      producerId,
      producerEpoch: 0,
      generationId: -1,
      memberId: "",
      groupInstanceId: null,
      topics: [{ name: "t", partitions }],
      ...member,
    };
    const { asked, call } = this.ask<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(request, { apiVersion: 5 });
    this.run(this.coordinator.commitTransactionalOffsets(call));
    return asked;
  }

  /** A transaction marker comes into the log. */
  endTransaction(producerId: number, committed: boolean): void {
    const end = { producerId, producerEpoch: 0, committed };
    this.#ends.push({ at: this.log.length, end });
    this.coordinator.replayEnd(end);
  }

  deleteOffsets(topic: string, ...partitions: number[]): Asked<OffsetDeleteResponse> {
    const topics = [{ name: topic, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) }];
    const { asked, call } = this.ask<{ groupId: string; topics: typeof topics }, OffsetDeleteResponse>(
      { groupId, topics },
      { apiVersion: 0 },
    );
    this.run(this.coordinator.deleteOffsets(call));
    return asked;
  }

  deleteGroups(...groupIds: string[]): Asked<DeleteGroupsResponse> {
    const { asked, call } = this.ask<readonly string[], DeleteGroupsResponse>(groupIds, { apiVersion: 2 });
    this.run(this.coordinator.deleteGroups(call));
    return asked;
  }

  describe() {
    return this.coordinator.describeGroup(groupId, 6);
  }

  get state(): string {
    return this.describe().groupState ?? "";
  }

  /** Joins with an id of its own: the two steps of KIP-394. */
  joinAsNew(options: JoinOptions = {}): { memberId: string; asked: Asked<JoinGroupResponse> } {
    const memberId = this.join(options).answer?.memberId ?? "";
    return { memberId, asked: this.join({ ...options, memberId }) };
  }

  /** Brings a new group with that many members to Stable. */
  stableGroup(count: number, options: JoinOptions = {}): Member[] {
    const joining = Array.from({ length: count }, () => this.joinAsNew(options));
    while (this.state === "PreparingRebalance") this.clock.advance(this.config.groupInitialRebalanceDelayMs);
    return this.syncAll(joining.map(({ memberId, asked }) => member(memberId, asked)));
  }

  /** Lets everyone ask for its assignment, the leader last. */
  syncAll(members: Member[]): Member[] {
    const assignments = Object.fromEntries(members.map(({ memberId }) => [memberId, `for ${memberId}`]));
    for (const one of members) if (!one.leads) this.sync(one);
    for (const one of members) if (one.leads) this.sync(one, assignments);
    assert.equal(this.state, "Stable");
    return members;
  }
}

export interface Member {
  memberId: string;
  generationId: number;
  leads: boolean;
  instanceId?: string;
}

/** What a member knows of itself from the answer to its JoinGroup. */
export function member(memberId: string, { answer }: Asked<JoinGroupResponse>): Member {
  assert.ok(answer, `${memberId} has not been answered`);
  assert.equal(answer.errorCode ?? 0, 0);
  return { memberId, generationId: answer.generationId ?? -1, leads: answer.leader === memberId };
}

export function topicIdOf(topic: string): string {
  return topic.padEnd(22, "A");
}
