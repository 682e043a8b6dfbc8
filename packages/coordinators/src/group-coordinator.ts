import {
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  type DeleteGroupsResponse,
  type Draft,
  errors,
  type HeartbeatRequest,
  type HeartbeatResponse,
  type JoinGroupRequest,
  type JoinGroupResponse,
  type KafkaError,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
  type OffsetDeleteRequest,
  type OffsetDeleteResponse,
  type StreamsGroupHeartbeatRequest,
  type SyncGroupRequest,
  type SyncGroupResponse,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
  ZERO_UUID,
} from "@millrace/protocol";
import { refuseJoin, refuseParked, refuseSync } from "./classic/answers.ts";
import { heartbeat } from "./classic/heartbeat.ts";
import { joinGroup } from "./classic/join.ts";
import { leaveGroup } from "./classic/leave.ts";
import { prepareRebalance, renewSession } from "./classic/rebalance.ts";
import { birthRecord } from "./classic/snapshot.ts";
import { syncGroup } from "./classic/sync.ts";
import { timeUp } from "./classic/time-up.ts";
import { classicJoin } from "./consumer/classic-join.ts";
import { classicHeartbeat, classicLeave, classicSync } from "./consumer/classic-requests.ts";
import { consumerLoaded, consumerTimeUp } from "./consumer/consumer-timers.ts";
import { type DescribedConsumerGroup, describeConsumerGroup } from "./consumer/describe.ts";
import { heartbeat as consumerHeartbeat, type Heartbeat } from "./consumer/heartbeat.ts";
import { refuseHeartbeat } from "./consumer/heartbeat-rules.ts";
import { leave } from "./consumer/leave.ts";
import { consumerGroupTombstones } from "./consumer/member-records.ts";
import { refuseConsumerFetch } from "./consumer/offset-checks.ts";
import { type ResolvedRegexes, storeResolved } from "./consumer/regexes.ts";
import type { Coordinator, ProducerIdentity, TransactionEnd } from "./coordinator.ts";
import type { GroupConfigs } from "./group-config.ts";
import { type DescribedGroup, describeGroup, type GroupFilter, type ListedGroup, listGroup, passes } from "./group-describe.ts";
import type { GroupRecord } from "./group-record.ts";
import { type Group, Groups, type HardState } from "./groups.ts";
import type { TopicImage } from "./modern/topic-image.ts";
import { commitOffsets, refuseCommit, refusedCommit } from "./offsets/commit.ts";
import { commitTransactional, refusedTransactionalCommit, refuseTransactionalCommit } from "./offsets/commit-transactional.ts";
import { deleteOffsets, refuseOffsetDelete } from "./offsets/delete.ts";
import { expire } from "./offsets/expiry.ts";
import { type FetchedGroup, fetchOffsets, type OffsetFetchGroup } from "./offsets/fetch.ts";
import { groupOffsetTombstones, groupTombstone, topicTombstones } from "./offsets/tombstones.ts";
import { answerOnceStored, appendRefusal, Outcome, replied, type Ticket } from "./outcome.ts";
import { Refusal } from "./refusal.ts";
import { forgetTopics } from "./share/deletion.ts";
import { type DescribedShareGroup, describeShareGroup } from "./share/describe.ts";
import { shareGroupTombstones } from "./share/member-records.ts";
import { ShareInputs } from "./share/share-inputs.ts";
import { shareLoaded, shareTimeUp } from "./share/share-timers.ts";
import { type DescribedStreamsGroup, describeStreamsGroup } from "./streams/describe.ts";
import { type StreamsHeartbeatAnswer, type StreamsHeartbeatResult, streamsHeartbeat } from "./streams/heartbeat.ts";
import { refuseStreamsHeartbeat } from "./streams/heartbeat-rules.ts";
import { streamsLeave } from "./streams/leave.ts";
import { streamsGroupTombstones } from "./streams/member-records.ts";
import { refuseStreamsFetch } from "./streams/offset-checks.ts";
import { streamsLoaded, streamsTimeUp } from "./streams/streams-timers.ts";
import { expirationKey, type TimerEvent } from "./timer-event.ts";
import type { GroupOutcome, GroupTask, Requester, Turn } from "./turn.ts";

/** A request with its surroundings. */
export interface Call<Request, Response> {
  readonly request: Request;
  readonly requester: Requester;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Comes back with the answer, once. */
  readonly ticket: Ticket<Draft<Response>>;
}

export interface JoinCall extends Call<JoinGroupRequest, JoinGroupResponse> {
  /** Makes what comes after the hyphen in a new member's id. */
  readonly memberSuffix: () => string;
  /** Makes ids of members of consumer groups. */
  readonly newMemberId: () => string;
}

export interface HeartbeatCall
  extends Call<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>,
    Pick<Heartbeat, "newMemberId" | "regexProblem"> {}

export type StreamsHeartbeatCall = Call<StreamsGroupHeartbeatRequest, StreamsHeartbeatAnswer>;

const MINUTE_MS = 60_000;

/** Coordinates the groups of one partition of `__consumer_offsets`. */
export class GroupCoordinator implements Coordinator<GroupRecord, TimerEvent, GroupTask> {
  readonly #configs: GroupConfigs;
  readonly #topics: TopicImage;
  readonly #groups = new Groups();
  readonly shareGroups: ShareInputs;

  constructor(configs: GroupConfigs, topics: TopicImage) {
    this.#configs = configs;
    this.#topics = topics;
    this.shareGroups = new ShareInputs(this.#groups, (nowMs) => this.#turn(nowMs));
  }

  /** Takes in a record that is in the log, in the log's order. */
  replay(record: GroupRecord, nowMs: number, producer?: ProducerIdentity): void {
    this.#groups.replay(record, nowMs, producer);
  }

  replayEnd(end: TransactionEnd): void {
    this.#groups.offsets.endTransaction(end);
  }

  /** What the log says. */
  hardState(): HardState {
    return this.#groups.hardState();
  }

  /** The whole log has been replayed: members' sessions are counted from now. */
  loaded(nowMs: number): GroupOutcome {
    this.#groups.revive();
    const turn = this.#turn(nowMs);
    for (const group of this.#groups.consumers()) consumerLoaded(turn, group);
    for (const group of this.#groups.shares()) shareLoaded(turn, group);
    for (const group of this.#groups.streamsGroups()) streamsLoaded(turn, group);
    for (const group of this.#groups.classics()) {
      for (const member of group.members()) renewSession(turn, group, member);
      const oversize = group.size > this.#configs.broker.groupMaxSize;
      if (oversize) prepareRebalance(turn, group, `${group.size} members are more than group.max.size allows by now`);
    }
    this.#scheduleExpiration(turn);
    return turn.outcome;
  }

  /** The coordinator goes away: whoever waits has to look for another. */
  unload(nowMs: number): GroupOutcome {
    const turn = this.#turn(nowMs);
    for (const group of this.#groups.classics()) {
      for (const member of [...group.members()]) {
        refuseParked(turn, member, errors.NOT_COORDINATOR, member.memberId);
        group.remove(member.memberId);
      }
    }
    return turn.outcome;
  }

  /** A timer that an outcome asked for is due. */
  timeUp(event: TimerEvent, nowMs: number): GroupOutcome {
    if (event.type === "expiration") return this.#expire(nowMs);
    const turn = this.#turn(nowMs);
    const group = this.#groups.get(event.groupId);
    if (group?.type === "consumer") consumerTimeUp(turn, this.#groups, group, event);
    else if (group?.type === "share") shareTimeUp(turn, group, event);
    else if (group?.type === "streams") streamsTimeUp(turn, this.#groups, group, event);
    else if (group !== undefined) timeUp(turn, group, event);
    return turn.outcome;
  }

  /** A member of a consumer group joins, goes on or leaves (KIP-848). */
  consumerGroupHeartbeat({ request, ticket, nowMs, requester, ...call }: HeartbeatCall): GroupOutcome {
    const turn = this.#turn(nowMs);
    const refusal = refuseHeartbeat(request, requester.apiVersion, this.#configs.broker.groupConsumerAssignors);
    const answer = refusal ?? this.#consumerHeartbeat(turn, { request, requester, ...call });
    if (answer instanceof Refusal) return replied(ticket, { errorCode: answer.error.code, errorMessage: answer.message });
    return answerOnceStored(turn.outcome, ticket, answer, (error) => ({ errorCode: error.code, errorMessage: error.message }));
  }

  #consumerHeartbeat(turn: Turn, beat: Heartbeat): Draft<ConsumerGroupHeartbeatResponse> | Refusal {
    return beat.request.memberEpoch < 0 ? leave(turn, this.#groups, beat.request) : consumerHeartbeat(turn, this.#groups, beat);
  }

  /** A member of a streams group joins, goes on or leaves (KIP-1071). */
  streamsGroupHeartbeat({ request, requester, ticket, nowMs }: StreamsHeartbeatCall): GroupOutcome {
    const turn = this.#turn(nowMs);
    const result = refuseStreamsHeartbeat(request) ?? this.#streamsHeartbeat(turn, request, requester);
    if (result instanceof Refusal) return replied(ticket, refusedStreamsHeartbeat(result.error, result.message));
    return answerOnceStored(turn.outcome, ticket, result, (error) => refusedStreamsHeartbeat(error, error.message));
  }

  #streamsHeartbeat(turn: Turn, request: StreamsGroupHeartbeatRequest, requester: Requester): StreamsHeartbeatResult | Refusal {
    if (request.memberEpoch >= 0) return streamsHeartbeat(turn, this.#groups, request, requester);
    const response = streamsLeave(turn, this.#groups, request);
    return response instanceof Refusal ? response : { response, missing: [] };
  }

  /** What was asked for by the task `resolve-regexes`. */
  regexesResolved(groupId: string, resolved: ResolvedRegexes, nowMs: number): GroupOutcome {
    const turn = this.#turn(nowMs);
    this.#groups.resolving.delete(groupId);
    const group = this.#groups.consumer(groupId);
    if (group !== undefined) storeResolved(turn, group, resolved);
    return turn.outcome;
  }

  joinGroup(call: JoinCall): GroupOutcome {
    const { request, ticket, nowMs } = call;
    const turn = this.#turn(nowMs);
    const refusal = this.#refuseJoin(request);
    const group = this.#groups.get(request.groupId);
    if (refusal !== undefined) refuseJoin(turn, ticket, refusal, request.memberId);
    else if (group?.type === "consumer" && group.size > 0) classicJoin(turn, this.#groups, group, call);
    else if (group?.type === "classic") joinGroup(turn, group, call);
    else if (group?.type === "share" || (group?.type === "streams" && group.size > 0))
      refuseJoin(turn, ticket, errors.INCONSISTENT_GROUP_PROTOCOL, "");
    else if (request.memberId !== "") refuseJoin(turn, ticket, errors.UNKNOWN_MEMBER_ID, request.memberId);
    else return this.#joinNewGroup(turn, call);
    return turn.outcome;
  }

  #refuseJoin({ groupId, sessionTimeoutMs }: JoinGroupRequest): KafkaError | undefined {
    const { groupMinSessionTimeoutMs, groupMaxSessionTimeoutMs } = this.#configs.broker;
    if (groupId === "") return errors.INVALID_GROUP_ID;
    const outOfBounds = sessionTimeoutMs < groupMinSessionTimeoutMs || sessionTimeoutMs > groupMaxSessionTimeoutMs;
    return outOfBounds ? errors.INVALID_SESSION_TIMEOUT : undefined;
  }

  /** What the first member is told waits until the group is stored. An empty consumer or streams group makes way for it. */
  #joinNewGroup(turn: Turn, call: JoinCall): GroupOutcome {
    const { groupId } = call.request;
    const empty = this.#groups.get(groupId);
    const group = this.#groups.create(groupId, turn.nowMs);
    joinGroup(turn, group, call);
    const birth: GroupOutcome = new Outcome();
    if (empty !== undefined) birth.store(endRecords(empty));
    birth.store([birthRecord(group)]);
    birth.appended = (refusal) => {
      if (refusal === undefined) return turn.outcome;
      this.#groups.drop(group.groupId);
      return replied(call.ticket, { errorCode: appendRefusal(refusal).code });
    };
    return birth;
  }

  syncGroup({ request, ticket, nowMs }: Call<SyncGroupRequest, SyncGroupResponse>): GroupOutcome {
    const turn = this.#turn(nowMs);
    const group = this.#groups.get(request.groupId);
    if (request.groupId === "") refuseSync(turn, ticket, errors.INVALID_GROUP_ID);
    else if (group === undefined) refuseSync(turn, ticket, errors.UNKNOWN_MEMBER_ID);
    else if (group.type === "share" || group.type === "streams") refuseSync(turn, ticket, errors.UNKNOWN_MEMBER_ID);
    else if (group.type === "consumer") turn.outcome.reply(ticket, classicSync(turn, group, request));
    else syncGroup(turn, group, request, ticket);
    return turn.outcome;
  }

  heartbeat({ request, ticket, nowMs }: Call<HeartbeatRequest, HeartbeatResponse>): GroupOutcome {
    const turn = this.#turn(nowMs);
    const refusal = this.#heartbeat(turn, request);
    turn.outcome.reply(ticket, { errorCode: refusal?.code ?? 0 });
    return turn.outcome;
  }

  #heartbeat(turn: Turn, request: HeartbeatRequest): KafkaError | undefined {
    if (request.groupId === "") return errors.INVALID_GROUP_ID;
    const group = this.#groups.get(request.groupId);
    if (group === undefined || group.type === "share" || group.type === "streams") return errors.UNKNOWN_MEMBER_ID;
    return group.type === "consumer" ? classicHeartbeat(turn, group, request) : heartbeat(turn, group, request);
  }

  leaveGroup({ request, ticket, nowMs }: Call<LeaveGroupRequest, LeaveGroupResponse>): GroupOutcome {
    if (request.groupId === "") return replied(ticket, { errorCode: errors.INVALID_GROUP_ID.code });
    const group = this.#groups.get(request.groupId);
    const errorCode = errors.UNKNOWN_MEMBER_ID.code;
    const unknown = ({ memberId, groupInstanceId }: LeaveGroupRequest["members"][number]) => ({ memberId, groupInstanceId, errorCode });
    if (group === undefined || group.type === "share" || group.type === "streams") {
      return replied(ticket, { members: request.members.map(unknown) });
    }
    const turn = this.#turn(nowMs);
    const { members: leaving } = request;
    const members = group.type === "consumer" ? classicLeave(turn, this.#groups, group, leaving) : leaveGroup(turn, group, leaving);
    return answerOnceStored(turn.outcome, ticket, { members }, (error) => ({ errorCode: error.code }));
  }

  commitOffsets({ request, requester, ticket, nowMs }: Call<OffsetCommitRequest, OffsetCommitResponse>): GroupOutcome {
    const group = this.#groups.get(request.groupId);
    const refusal = refuseCommit(group, request, requester.apiVersion);
    if (refusal !== undefined) return replied(ticket, refusedCommit(request, refusal));
    const turn = this.#turn(nowMs);
    const classic = this.#groups.classic(request.groupId);
    const member = classic?.member(request.memberId);
    // To a classic group, a commit is a sign of life.
    if (classic !== undefined && member !== undefined) renewSession(turn, classic, member);
    const { response, records } = commitOffsets(request, { nowMs, metadataMax: this.#configs.broker.offsetMetadataMaxBytes });
    turn.outcome.store(records);
    return answerOnceStored(turn.outcome, ticket, response, (error) => refusedCommit(request, error));
  }

  /** The offsets count when the producer's transaction is committed. */
  commitTransactionalOffsets({ request, ticket, nowMs }: Call<TxnOffsetCommitRequest, TxnOffsetCommitResponse>): GroupOutcome {
    const refusal = refuseTransactionalCommit(this.#groups.get(request.groupId), request, this.#topics);
    if (refusal !== undefined) return replied(ticket, refusedTransactionalCommit(request, refusal));
    const { outcome } = this.#turn(nowMs);
    const { response, records } = commitTransactional(request, { nowMs, metadataMax: this.#configs.broker.offsetMetadataMaxBytes });
    outcome.producer = { producerId: request.producerId, producerEpoch: request.producerEpoch };
    outcome.store(records);
    return answerOnceStored(outcome, ticket, response, (error) => refusedTransactionalCommit(request, error));
  }

  fetchOffsets(asked: OffsetFetchGroup, requireStable: boolean): FetchedGroup {
    const { groupId, memberId, memberEpoch } = asked;
    const group = this.#groups.get(groupId);
    const refusal =
      (group?.type === "consumer" && refuseConsumerFetch(group, memberId, memberEpoch)) ||
      (group?.type === "streams" && refuseStreamsFetch(group, memberId, memberEpoch)) ||
      undefined;
    if (refusal !== undefined) return { groupId, errorCode: refusal.code };
    return fetchOffsets(this.#groups.offsets, asked, requireStable);
  }

  deleteOffsets({ request, ticket, nowMs }: Call<OffsetDeleteRequest, OffsetDeleteResponse>): GroupOutcome {
    if (request.groupId === "") return replied(ticket, { errorCode: errors.INVALID_GROUP_ID.code });
    const group = this.#groups.get(request.groupId);
    const refusal = refuseOffsetDelete(group);
    if (refusal !== undefined || group === undefined) return replied(ticket, { errorCode: (refusal ?? errors.GROUP_ID_NOT_FOUND).code });
    const turn = this.#turn(nowMs);
    const { response, records } = deleteOffsets(group, this.#groups.offsets, request);
    turn.outcome.store(records);
    return answerOnceStored(turn.outcome, ticket, response, (error) => ({ errorCode: error.code }));
  }

  /** Deletes those groups that have no members, with what they have committed. */
  deleteGroups({ request, ticket, nowMs }: Call<readonly string[], DeleteGroupsResponse>): GroupOutcome {
    const { outcome } = this.#turn(nowMs);
    const results = request.map((groupId) => {
      const group = this.#groups.get(groupId);
      const refusal = refuseDeletion(group);
      if (group !== undefined && refusal === undefined) {
        outcome.store(groupOffsetTombstones(this.#groups.offsets, groupId));
        outcome.store(endRecords(group));
      }
      return { groupId, errorCode: refusal?.code ?? 0 };
    });
    const refused = (error: KafkaError) => ({ results: request.map((groupId) => ({ groupId, errorCode: error.code })) });
    return answerOnceStored(outcome, ticket, { results }, refused);
  }

  describeGroup(groupId: string, apiVersion: number): DescribedGroup {
    return describeGroup(groupId, this.#groups.get(groupId), apiVersion);
  }

  describeConsumerGroup(groupId: string): DescribedConsumerGroup {
    const [assignor = ""] = this.#configs.broker.groupConsumerAssignors;
    return describeConsumerGroup(groupId, this.#groups.get(groupId), assignor, this.#topics);
  }

  describeShareGroup(groupId: string): DescribedShareGroup {
    return describeShareGroup(groupId, this.#groups.get(groupId), this.#topics);
  }

  describeStreamsGroup(groupId: string): DescribedStreamsGroup {
    return describeStreamsGroup(groupId, this.#groups.get(groupId), this.#topics);
  }

  listGroups(filter: GroupFilter): ListedGroup[] {
    return [...this.#groups.all()].filter((group) => passes(group, filter)).map(listGroup);
  }

  /** Forgets what is known of deleted topics: ids by name. */
  topicsDeleted(deletedIds: ReadonlyMap<string, string>, nowMs: number): GroupOutcome {
    const { outcome } = this.#turn(nowMs);
    outcome.divisible = true;
    outcome.store(topicTombstones(this.#groups.offsets, deletedIds, ZERO_UUID));
    outcome.store(forgetTopics(this.#groups, new Set(deletedIds.values())));
    return outcome;
  }

  #expire(nowMs: number): GroupOutcome {
    const turn = this.#turn(nowMs);
    const clock = { nowMs, retentionMs: this.#configs.broker.offsetsRetentionMinutes * MINUTE_MS };
    turn.outcome.divisible = true;
    for (const group of this.#groups.all()) {
      // Share groups have no offsets of their own, and stay until somebody deletes them.
      if (group.type === "share") continue;
      const { records, forgotten } = expire(group, this.#groups.offsets, clock);
      turn.outcome.store(records);
      if (forgotten) turn.outcome.store(endRecords(group));
    }
    this.#scheduleExpiration(turn);
    return turn.outcome;
  }

  #scheduleExpiration(turn: Turn): void {
    turn.outcome.startTimer(expirationKey, this.#configs.broker.offsetsRetentionCheckIntervalMs, { type: "expiration" });
  }

  #turn(nowMs: number): Turn {
    return { nowMs, configs: this.#configs, topics: this.#topics, outcome: new Outcome() };
  }
}

function refusedStreamsHeartbeat({ code }: KafkaError, errorMessage: string): StreamsHeartbeatResult {
  return { response: { errorCode: code, errorMessage }, missing: [] };
}

/** What takes a group without members out. */
function endRecords(group: Group): GroupRecord[] {
  if (group.type === "streams") return streamsGroupTombstones(group);
  if (group.type === "share") return shareGroupTombstones(group);
  return group.type === "consumer" ? consumerGroupTombstones(group) : [groupTombstone(group.groupId)];
}

function refuseDeletion(group: Group | undefined): KafkaError | undefined {
  if (group === undefined) return errors.GROUP_ID_NOT_FOUND;
  return group.state === "Empty" ? undefined : errors.NON_EMPTY_GROUP;
}
