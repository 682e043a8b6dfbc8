import { type Draft, errors, type ShareGroupHeartbeatRequest, type ShareGroupHeartbeatResponse } from "@millrace/protocol";
import type { Groups } from "../groups.ts";
import { sameAssignment, toTopicPartitions } from "../modern/assignment.ts";
import { joinEpoch } from "../modern/modern-member.ts";
import { Outcome } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import type { Requester, Turn } from "../turn.ts";
import { presentShareGroup, shareGroupToMake } from "./find-group.ts";
import { initializationOf, recordInitializing, uninitialized } from "./initialization.ts";
import { keepSession, reconcileMember, type ShareChange, storeMetadata, updateEpoch } from "./settle.ts";
import type { ShareGroup } from "./share-group.ts";
import { newShareMember, type ShareMember } from "./share-member.ts";
import { updateTarget } from "./target.ts";

type Request = ShareGroupHeartbeatRequest;

/** A member joins or goes on. What is to be stored is in the turn's outcome; nothing if the heartbeat is refused. */
export function shareHeartbeat(
  turn: Turn,
  groups: Groups,
  request: Request,
  requester: Requester,
): Draft<ShareGroupHeartbeatResponse> | Refusal {
  const joins = request.memberEpoch === joinEpoch;
  const group = joins ? shareGroupToMake(groups, request.groupId) : presentShareGroup(groups, request.groupId, "Share group");
  if (group instanceof Refusal) return group;
  const old = refuseIfFull(turn, group, request.memberId) ?? findMember(group, request);
  if (old instanceof Refusal) return old;
  const change: ShareChange = { turn, group, old, updated: said(old, request, requester), records: [] };
  const member = settle(change);
  turn.outcome.store(change.records);
  keepSession(turn, group.groupId, member.memberId);
  const isTold = joins || request.subscribedTopicNames !== null || !sameAssignment(old.assigned, member.assigned);
  return {
    memberId: member.memberId,
    memberEpoch: member.memberEpoch,
    heartbeatIntervalMs: turn.configs.shareGroup(group.groupId).heartbeatIntervalMs,
    assignment: isTold ? { topicPartitions: toTopicPartitions(member.assigned) } : null,
  };
}

/** Leads the member to its target, and has partitions that are new to the group set up; the member from now on. */
function settle(change: ShareChange): ShareMember {
  const { turn, group, records } = change;
  const { epoch, isRaised, topics } = updateEpoch(change, storeMetadata(change));
  const member = reconcileMember(change, updateTarget(change, epoch), isRaised);
  const fresh = uninitialized(turn, group, topics);
  if (fresh.size > 0) {
    records.push(recordInitializing(group, fresh));
    turn.outcome.appended = (refusal) => {
      const next: Turn["outcome"] = new Outcome();
      if (refusal === undefined) next.tasks.push(initializationOf(group.groupId, epoch, fresh));
      return next;
    };
  }
  return member;
}

function refuseIfFull({ configs }: Turn, group: ShareGroup, memberId: string): Refusal | undefined {
  const { groupShareMaxSize } = configs.broker;
  if (group.size < groupShareMaxSize || group.member(memberId) !== undefined) return undefined;
  const message = `The share group has reached its maximum capacity of ${groupShareMaxSize} members.`;
  return new Refusal(errors.GROUP_MAX_SIZE_REACHED, message);
}

function findMember(group: ShareGroup, { memberId, memberEpoch: epoch }: Request): ShareMember | Refusal {
  const member = group.member(memberId);
  if (epoch === joinEpoch) return member ?? newShareMember(memberId);
  if (member === undefined) return new Refusal(errors.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${group.groupId}.`);
  // The answer to its last heartbeat may have been lost.
  if (epoch === member.memberEpoch || (epoch < member.memberEpoch && epoch === member.previousMemberEpoch)) return member;
  const isGreater = epoch > member.memberEpoch;
  const known = `${isGreater ? "greater" : "smaller"} member epoch (${epoch}) than the one known by the group coordinator (${member.memberEpoch})`;
  const previous = isGreater ? "" : `, and it does not match the previous member epoch (${member.previousMemberEpoch})`;
  const message = `The share group member has a ${known}${previous}. The member must abandon all its partitions and rejoin.`;
  return new Refusal(errors.FENCED_MEMBER_EPOCH, message);
}

/** The member as the request says; what it leaves out stays. */
function said(old: ShareMember, { rackId, subscribedTopicNames: names }: Request, { clientId, clientHost }: Requester): ShareMember {
  const subscribedTopicNames = names === null ? old.subscribedTopicNames : new Set(names);
  return { ...old, rackId: rackId ?? old.rackId, subscribedTopicNames, clientId, clientHost };
}
