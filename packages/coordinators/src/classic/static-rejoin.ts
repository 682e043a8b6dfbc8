import { errors } from "@millrace/protocol";
import { appendRefusal, Outcome } from "../outcome.ts";
import type { Turn } from "../turn.ts";
import { memberList, refuseParked } from "./answers.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicMember } from "./classic-member.ts";
import { type Joining, reasonOf } from "./joining.ts";
import { completeJoinIfAllJoined, endSession, prepareRebalance, rebalance, renewSession } from "./rebalance.ts";
import { snapshotOf } from "./snapshot.ts";

/** First version in which a leader can be told not to assign (KIP-814). */
const skipAssignmentFrom = 9;

/** A static member has been restarted (KIP-345): it gets a new id, and the old one is fenced. */
export function rejoinStaticMember(turn: Turn, group: ClassicGroup, joining: Joining, old: ClassicMember, newMemberId: string): void {
  if (group.state === "Stable" && group.protocolIf(old, joining.protocols) === group.protocolName) {
    keepGeneration(turn, group, joining, old, newMemberId);
    return;
  }
  const wasStable = group.state === "Stable";
  const member = takeOver(turn, group, joining, old, newMemberId);
  group.parkJoin(member, joining.ticket);
  const reason = `static member ${member.groupInstanceId} is back; client's reason: ${reasonOf(joining.request)}`;
  if (wasStable) rebalance(turn, group, reason);
  // The leader may have been told of the old id, whose assignment would reach nobody.
  else if (group.state === "CompletingRebalance") prepareRebalance(turn, group, reason);
  else completeJoinIfAllJoined(turn, group);
}

/** Puts the new id in the place of the old one, under which whoever still waits is fenced. */
function takeOver(
  turn: Turn,
  group: ClassicGroup,
  { request, protocols }: Joining,
  old: ClassicMember,
  newMemberId: string,
): ClassicMember {
  refuseParked(turn, old, errors.FENCED_INSTANCE_ID, old.memberId);
  const member = group.replace(old, newMemberId);
  endSession(turn, group, old.memberId);
  renewSession(turn, group, member);
  group.update(member, { protocols, rebalanceTimeoutMs: request.rebalanceTimeoutMs, sessionTimeoutMs: request.sessionTimeoutMs });
  return member;
}

/** Nothing changes for the others: the new id is stored and the member goes on with the assignment that it had. */
function keepGeneration(turn: Turn, group: ClassicGroup, joining: Joining, old: ClassicMember, newMemberId: string): void {
  const formerLeaderId = group.leaderId;
  const isLeader = formerLeaderId === old.memberId;
  turn.outcome.store([recordWith(group, joining, old, newMemberId)]);
  turn.outcome.appended = (refusal) => {
    const next: Turn = { ...turn, outcome: new Outcome() };
    const generation = { generationId: group.generation, protocolType: group.protocolType, protocolName: group.protocolName ?? "" };
    if (refusal !== undefined) {
      const errorCode = appendRefusal(refusal).code;
      next.outcome.reply(joining.ticket, { ...generation, errorCode, memberId: "", leader: formerLeaderId ?? "" });
      return next.outcome;
    }
    const member = takeOver(next, group, joining, old, newMemberId);
    const canSkip = joining.requester.apiVersion >= skipAssignmentFrom;
    next.outcome.reply(joining.ticket, {
      ...generation,
      memberId: member.memberId,
      // A leader that can't be told to skip is kept from assigning by being told of a leader that is gone.
      leader: (canSkip ? group.leaderId : formerLeaderId) ?? "",
      skipAssignment: canSkip && isLeader,
      members: canSkip && isLeader ? memberList(group) : [],
    });
    return next.outcome;
  };
}

function recordWith(group: ClassicGroup, { request, protocols }: Joining, old: ClassicMember, newMemberId: string) {
  const member: ClassicMember = {
    ...old,
    memberId: newMemberId,
    protocols,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
  };
  const members = Array.from(group.members(), (each) => (each === old ? member : each));
  return snapshotOf(group, members, group.leaderId === old.memberId ? newMemberId : group.leaderId);
}
