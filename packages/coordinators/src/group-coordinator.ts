import {
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
  type SyncGroupRequest,
  type SyncGroupResponse,
  ZERO_UUID,
} from "@millrace/protocol";
import { refuseJoin, refuseParked, refuseSync } from "./classic/answers.ts";
import type { ClassicGroup } from "./classic/classic-group.ts";
import { heartbeat } from "./classic/heartbeat.ts";
import { joinGroup } from "./classic/join.ts";
import { leaveGroup } from "./classic/leave.ts";
import { prepareRebalance, renewSession } from "./classic/rebalance.ts";
import { birthRecord } from "./classic/snapshot.ts";
import { syncGroup } from "./classic/sync.ts";
import { timeUp } from "./classic/time-up.ts";
import type { Coordinator } from "./coordinator.ts";
import type { GroupConfig } from "./group-config.ts";
import { type DescribedGroup, describeGroup, type GroupFilter, type ListedGroup, listGroup, passes } from "./group-describe.ts";
import type { GroupRecord } from "./group-record.ts";
import { Groups, type HardState } from "./groups.ts";
import { commitOffsets, refuseCommit, refusedCommit } from "./offsets/commit.ts";
import { deleteOffsets, refuseOffsetDelete } from "./offsets/delete.ts";
import { expire } from "./offsets/expiry.ts";
import { type FetchedGroup, fetchOffsets, type OffsetFetchGroup } from "./offsets/fetch.ts";
import { topicTombstones, wholeGroupTombstones } from "./offsets/tombstones.ts";
import { answerOnceStored, appendRefusal, Outcome, replied, type Ticket } from "./outcome.ts";
import { expirationKey, type TimerEvent } from "./timer-event.ts";
import type { GroupOutcome, Requester, Turn } from "./turn.ts";

/** A request with its surroundings. */
export interface Call<Request, Response> {
  readonly request: Request;
  readonly requester: Requester;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Comes back with the answer, once. */
  readonly ticket: Ticket<Draft<Response>>;
}

/** Coordinates the groups of one partition of `__consumer_offsets`. */
export class GroupCoordinator implements Coordinator<GroupRecord, TimerEvent> {
  readonly #config: GroupConfig;
  readonly #groups = new Groups();

  constructor(config: GroupConfig) {
    this.#config = config;
  }

  /** Takes in a record that is in the log, in the log's order. */
  replay(record: GroupRecord, nowMs: number): void {
    this.#groups.replay(record, nowMs);
  }

  replayEnd(): void {}

  /** What the log says. */
  hardState(): HardState {
    return this.#groups.hardState();
  }

  /** The whole log has been replayed: members' sessions are counted from now. */
  loaded(nowMs: number): GroupOutcome {
    this.#groups.revive();
    const turn = this.#turn(nowMs);
    for (const group of this.#groups.all()) {
      for (const member of group.members()) renewSession(turn, group, member);
      const oversize = group.size > this.#config.groupMaxSize;
      if (oversize) prepareRebalance(turn, group, `${group.size} members are more than group.max.size allows by now`);
    }
    this.#scheduleExpiration(turn);
    return turn.outcome;
  }

  /** The coordinator goes away: whoever waits has to look for another. */
  unload(nowMs: number): GroupOutcome {
    const turn = this.#turn(nowMs);
    for (const group of this.#groups.all()) {
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
    if (group !== undefined) timeUp(turn, group, event);
    return turn.outcome;
  }

  joinGroup(call: Call<JoinGroupRequest, JoinGroupResponse> & { readonly memberSuffix: () => string }): GroupOutcome {
    const { request, ticket, nowMs } = call;
    const turn = this.#turn(nowMs);
    const refusal = this.#refuseJoin(request);
    const group = this.#groups.get(request.groupId);
    if (refusal !== undefined) refuseJoin(turn, ticket, refusal, request.memberId);
    else if (group !== undefined) joinGroup(turn, group, call);
    else if (request.memberId !== "") refuseJoin(turn, ticket, errors.UNKNOWN_MEMBER_ID, request.memberId);
    else return this.#joinNewGroup(turn, call);
    return turn.outcome;
  }

  #refuseJoin({ groupId, sessionTimeoutMs }: JoinGroupRequest): KafkaError | undefined {
    const { groupMinSessionTimeoutMs, groupMaxSessionTimeoutMs } = this.#config;
    if (groupId === "") return errors.INVALID_GROUP_ID;
    const outOfBounds = sessionTimeoutMs < groupMinSessionTimeoutMs || sessionTimeoutMs > groupMaxSessionTimeoutMs;
    return outOfBounds ? errors.INVALID_SESSION_TIMEOUT : undefined;
  }

  /** What the first member is told waits until the group is stored. */
  #joinNewGroup(turn: Turn, call: Parameters<GroupCoordinator["joinGroup"]>[0]): GroupOutcome {
    const group = this.#groups.create(call.request.groupId, turn.nowMs);
    joinGroup(turn, group, call);
    const birth: GroupOutcome = new Outcome();
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
    return group === undefined ? errors.UNKNOWN_MEMBER_ID : heartbeat(turn, group, request);
  }

  leaveGroup({ request, ticket, nowMs }: Call<LeaveGroupRequest, LeaveGroupResponse>): GroupOutcome {
    if (request.groupId === "") return replied(ticket, { errorCode: errors.INVALID_GROUP_ID.code });
    const group = this.#groups.get(request.groupId);
    const errorCode = errors.UNKNOWN_MEMBER_ID.code;
    const unknown = ({ memberId, groupInstanceId }: LeaveGroupRequest["members"][number]) => ({ memberId, groupInstanceId, errorCode });
    if (group === undefined) return replied(ticket, { members: request.members.map(unknown) });
    const turn = this.#turn(nowMs);
    const members = leaveGroup(turn, group, request.members);
    return answerOnceStored(turn.outcome, ticket, { members }, (error) => ({ errorCode: error.code }));
  }

  commitOffsets({ request, requester, ticket, nowMs }: Call<OffsetCommitRequest, OffsetCommitResponse>): GroupOutcome {
    const group = this.#groups.get(request.groupId);
    const refusal = refuseCommit(group, request, requester.apiVersion);
    if (refusal !== undefined) return replied(ticket, refusedCommit(request, refusal));
    const turn = this.#turn(nowMs);
    const member = group?.member(request.memberId);
    // A commit is a sign of life.
    if (group !== undefined && member !== undefined) renewSession(turn, group, member);
    const { response, records } = commitOffsets(request, { nowMs, metadataMax: this.#config.offsetMetadataMaxBytes });
    turn.outcome.store(records);
    return answerOnceStored(turn.outcome, ticket, response, (error) => refusedCommit(request, error));
  }

  fetchOffsets(asked: OffsetFetchGroup): FetchedGroup {
    return fetchOffsets(this.#groups.offsets, asked);
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
      const refusal = refuseDeletion(this.#groups.get(groupId));
      if (refusal === undefined) outcome.store(wholeGroupTombstones(this.#groups.offsets, groupId));
      return { groupId, errorCode: refusal?.code ?? 0 };
    });
    const refused = (error: KafkaError) => ({ results: request.map((groupId) => ({ groupId, errorCode: error.code })) });
    return answerOnceStored(outcome, ticket, { results }, refused);
  }

  describeGroup(groupId: string, apiVersion: number): DescribedGroup {
    return describeGroup(groupId, this.#groups.get(groupId), apiVersion);
  }

  listGroups(filter: GroupFilter): ListedGroup[] {
    return [...this.#groups.all()].filter((group) => passes(group, filter)).map(listGroup);
  }

  /** Forgets what was committed for deleted topics: ids by name. */
  topicsDeleted(deletedIds: ReadonlyMap<string, string>, nowMs: number): GroupOutcome {
    const { outcome } = this.#turn(nowMs);
    outcome.divisible = true;
    outcome.store(topicTombstones(this.#groups.offsets, deletedIds, ZERO_UUID));
    return outcome;
  }

  #expire(nowMs: number): GroupOutcome {
    const turn = this.#turn(nowMs);
    const clock = { nowMs, retentionMs: this.#config.offsetsRetentionMs };
    turn.outcome.divisible = true;
    for (const group of this.#groups.all()) turn.outcome.store(expire(group, this.#groups.offsets, clock));
    this.#scheduleExpiration(turn);
    return turn.outcome;
  }

  #scheduleExpiration(turn: Turn): void {
    turn.outcome.startTimer(expirationKey, this.#config.offsetsRetentionCheckIntervalMs, { type: "expiration" });
  }

  #turn(nowMs: number): Turn {
    return { nowMs, config: this.#config, outcome: new Outcome() };
  }
}

function refuseDeletion(group: ClassicGroup | undefined): KafkaError | undefined {
  if (group === undefined) return errors.GROUP_ID_NOT_FOUND;
  return group.state === "Empty" ? undefined : errors.NON_EMPTY_GROUP;
}
