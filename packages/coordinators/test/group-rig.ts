import assert from "node:assert/strict";
import {
  type DeleteGroupsResponse,
  type Draft,
  errors,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
  type OffsetDeleteResponse,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
  ZERO_UUID,
} from "@millrace/protocol";
import {
  type ConsumerGroupConfig,
  type GroupConfig,
  type GroupConfigs,
  GroupCoordinator,
  type GroupRecord,
  type GroupTask,
  groupRecordFormat,
  type ProducerIdentity,
  type ShareGroupConfig,
  type StreamsGroupConfig,
  type Ticket,
  type TimerEvent,
  type TransactionEnd,
} from "../src/index.ts";
import { CoordinatorRig } from "./coordinator-rig.ts";
import { TestTopics, topicIdOf } from "./test-topics.ts";

/** A request that may be answered. */
export interface Asked<Response> {
  answer: Draft<Response> | undefined;
}

export function pending(asked: Asked<unknown>): boolean {
  return asked.answer === undefined;
}

/** A transaction marker, by the number of records before it. */
interface LoggedEnd {
  readonly at: number;
  readonly end: TransactionEnd;
}

export const groupId = "g";

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
  groupShareMaxSize: 200,
  groupShareInitializeRetryIntervalMs: 30_000,
  groupStreamsMaxSize: 2_147_483_647,
  offsetMetadataMaxBytes: 4_096,
  offsetsRetentionMinutes: 10_080,
  offsetsRetentionCheckIntervalMs: 600_000,
};
const consumerGroupConfig: ConsumerGroupConfig = { sessionTimeoutMs: 45_000, heartbeatIntervalMs: 5_000, assignmentIntervalMs: 1_000 };

const shareGroupConfig: ShareGroupConfig = { sessionTimeoutMs: 45_000, heartbeatIntervalMs: 5_000, assignmentIntervalMs: 1_000 };

const streamsGroupConfig: StreamsGroupConfig = {
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 5_000,
  assignmentIntervalMs: 1_000,
  initialRebalanceDelayMs: 0,
  numStandbyReplicas: 0,
};

/** A group coordinator with what stands around it, and the requests that ask nothing of members. */
export class GroupRig extends CoordinatorRig<GroupRecord, TimerEvent, GroupTask> {
  readonly log: GroupRecord[] = [];
  /** Of those records in the log that belong to a transaction. */
  readonly #producers = new Map<GroupRecord, ProducerIdentity>();
  readonly #ends: LoggedEnd[] = [];
  readonly config: GroupConfig;
  /** What streams groups follow. */
  streams: StreamsGroupConfig = streamsGroupConfig;
  readonly #configs: GroupConfigs;
  readonly topics = new TestTopics();
  coordinator: GroupCoordinator;
  readonly #asked = new Map<number, Asked<unknown>>();
  #tickets = 0;

  constructor(config: Partial<GroupConfig> = {}) {
    super();
    this.config = { ...groupConfigDefaults, ...config };
    this.#configs = {
      broker: this.config,
      consumerGroup: () => consumerGroupConfig,
      shareGroup: () => shareGroupConfig,
      streamsGroup: () => this.streams,
    };
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
    this.stopTimers();
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
      const { key, value } = groupRecordFormat.encode(record);
      const decoded = groupRecordFormat.decode(key, value);
      assert.ok(decoded);
      other.replay(decoded, this.clock.now(), this.#producers.get(record));
    }
    takeEnds(this.log.length);
    return other;
  }

  protected override append(record: GroupRecord, producer: ProducerIdentity | undefined): void {
    this.log.push(record);
    if (producer !== undefined) this.#producers.set(record, producer);
  }

  protected override carryOut(_task: GroupTask): void {}

  protected override answer(id: number, response: unknown): void {
    const asked = this.#asked.get(id);
    assert.ok(asked, `ticket ${id} was never given out`);
    assert.equal(asked.answer, undefined, `ticket ${id} is answered twice`);
    asked.answer = response as Draft<unknown>;
  }

  ask<Request, Response>(request: Request, options: { apiVersion: number; clientId?: string }) {
    const ticket: Ticket<Draft<Response>> = { id: this.#tickets++ };
    const asked: Asked<Response> = { answer: undefined };
    this.#asked.set(ticket.id, asked);
    const requester = {
      apiVersion: options.apiVersion,
      clientId: options.clientId ?? "c",
      clientHost: "/127.0.0.1",
      mayDescribe: () => true,
    };
    return { asked, call: { request, ticket, requester, nowMs: this.clock.now() } };
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
}
