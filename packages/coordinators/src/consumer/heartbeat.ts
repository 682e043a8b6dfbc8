import { type ConsumerGroupHeartbeatRequest, type ConsumerGroupHeartbeatResponse, type Draft, errors } from "@millrace/protocol";
import type { GroupRecord } from "../group-record.ts";
import type { Groups } from "../groups.ts";
import { sameEpochAssignment, toTopicPartitions } from "../modern/assignment.ts";
import { joinEpoch } from "../modern/modern-member.ts";
import { Outcome } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import type { Requester, Turn } from "../turn.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";
import { findMember } from "./find-member.ts";
import type { MemberChange } from "./member-change.ts";
import { changeRegex, type RegexProblem, resolveRegexes } from "./regexes.ts";
import { keepSession, reconcileMember, storeMetadata, updateEpoch } from "./settle.ts";
import { updateTarget } from "./target.ts";
import { endClassic, groupToJoin } from "./upgrade.ts";

type Request = ConsumerGroupHeartbeatRequest;

/** A heartbeat with what it takes to answer it. */
export interface Heartbeat {
  readonly request: Request;
  readonly requester: Requester;
  /** Id of a member that has none. */
  readonly newMemberId: () => string;
  readonly regexProblem: RegexProblem;
}

/** A member joins or goes on. What is to be stored is in the turn's outcome; nothing if the heartbeat is refused. */
export function heartbeat(turn: Turn, groups: Groups, beat: Heartbeat): Draft<ConsumerGroupHeartbeatResponse> | Refusal {
  const { request } = beat;
  const records: GroupRecord[] = [];
  const joins = request.memberEpoch === joinEpoch;
  const group = groupToJoin(turn, groups, request.groupId, joins, records);
  if (group instanceof Refusal) return group;
  const full = refuseIfFull(turn, group, request.memberId);
  if (full !== undefined) return full;
  const memberId = request.memberId === "" ? beat.newMemberId() : request.memberId;
  const sender = { memberId, instanceId: request.instanceId, epoch: request.memberEpoch, owned: request.topicPartitions, joins };
  const old = findMember(group, sender, records);
  if (old instanceof Refusal) return old;
  const change: MemberChange = { turn, group, old, updated: said(old, beat), records };
  const member = settle(change, groups, beat);
  if (member instanceof Refusal) return member;
  const classic = groups.classic(group.groupId);
  if (classic !== undefined) {
    turn.outcome.appended = (refusal) => {
      const next: Turn = { ...turn, outcome: new Outcome() };
      if (refusal === undefined) endClassic(next, classic, group);
      return next.outcome;
    };
  }
  turn.outcome.store(records);
  keepSession(turn, group.groupId, member);
  return answer(turn, change, member, request);
}

/** Leads the member as far as this heartbeat can. */
function settle(change: MemberChange, groups: Groups, { request, requester, regexProblem }: Heartbeat): ConsumerMember | Refusal {
  const namesChanged = storeMetadata(change);
  const regexChange = changeRegex(change, regexProblem);
  if (regexChange instanceof Refusal) return regexChange;
  resolveRegexes(change, groups, requester);
  const epoch = updateEpoch(change, namesChanged || regexChange === "resolved");
  const target = updateTarget(change, epoch);
  const subscriptionChanged = namesChanged || regexChange !== "none";
  return reconcileMember(change, { ...target, subscriptionChanged, owned: request.topicPartitions });
}

export function refuseIfFull({ configs }: Turn, group: ConsumerGroup, memberId: string): Refusal | undefined {
  if (group.size < configs.broker.groupConsumerMaxSize || group.member(memberId) !== undefined) return undefined;
  const message = `The consumer group has reached its maximum capacity of ${configs.broker.groupConsumerMaxSize} members.`;
  return new Refusal(errors.GROUP_MAX_SIZE_REACHED, message);
}

/** The member as the request says; what it leaves out stays. */
function said(old: ConsumerMember, { request, requester }: Heartbeat): ConsumerMember {
  const { subscribedTopicNames: names } = request;
  return {
    ...old,
    instanceId: request.instanceId ?? old.instanceId,
    rackId: request.rackId ?? old.rackId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? old.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
    serverAssignor: request.serverAssignor ?? old.serverAssignor,
    subscribedTopicNames: names === null ? old.subscribedTopicNames : new Set(names),
    subscribedTopicRegex: request.subscribedTopicRegex ?? old.subscribedTopicRegex,
    clientId: requester.clientId,
    clientHost: requester.clientHost,
    classic: null,
  };
}

/** The assignment is told when it has changed, and to members that ask for everything: they may not know it. */
function answer(turn: Turn, { group, old }: MemberChange, member: ConsumerMember, request: Request): Draft<ConsumerGroupHeartbeatResponse> {
  const subscribes = request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null;
  const asksForAll = request.rebalanceTimeoutMs !== -1 && subscribes && request.topicPartitions !== null;
  const tell = request.memberEpoch === joinEpoch || asksForAll || !sameEpochAssignment(old.assigned, member.assigned);
  return {
    memberId: member.memberId,
    memberEpoch: member.memberEpoch,
    heartbeatIntervalMs: turn.configs.consumerGroup(group.groupId).heartbeatIntervalMs,
    assignment: tell ? { topicPartitions: toTopicPartitions(member.assigned) } : null,
  };
}
