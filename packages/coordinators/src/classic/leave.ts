import { errors, type KafkaError, type LeaveGroupRequest } from "@millrace/protocol";
import type { Turn } from "../turn.ts";
import { refuseParked } from "./answers.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicMember } from "./classic-member.ts";
import { refuseMember } from "./membership-checks.ts";
import { completeJoin, endSession, rebalance } from "./rebalance.ts";

type Leaving = LeaveGroupRequest["members"][number];

export interface LeaveResult extends Pick<Leaving, "memberId" | "groupInstanceId"> {
  readonly errorCode: number;
}

/** Takes the members out; one answer for each. */
export function leaveGroup(turn: Turn, group: ClassicGroup, leaving: readonly Leaving[]): LeaveResult[] {
  const results = leaving.map((one) => {
    const refusal = leave(turn, group, one);
    return { memberId: one.memberId, groupInstanceId: one.groupInstanceId, errorCode: refusal?.code ?? 0 };
  });
  const left = results.filter(({ errorCode }) => errorCode === 0).map(({ memberId }) => memberId);
  if (left.length > 0 && group.state !== "Empty") rebalance(turn, group, `members left: ${left.join(", ")}`);
  return results;
}

function leave(turn: Turn, group: ClassicGroup, { memberId, groupInstanceId, reason }: Leaving): KafkaError | undefined {
  // An administrator takes static members out by their instance ids alone.
  const leaverId = memberId === "" && groupInstanceId !== null ? group.memberIdOf(groupInstanceId) : memberId;
  if (leaverId === undefined) return errors.UNKNOWN_MEMBER_ID;
  if (!group.pendingJoins.has(leaverId)) {
    const refusal = refuseMember(group, { memberId: leaverId, groupInstanceId });
    if (refusal !== undefined) return refusal;
  }
  const member = group.remove(leaverId);
  endSession(turn, group, leaverId);
  // A client that still waits under this id is to start over.
  if (member !== undefined) refuseParked(turn, member, errors.UNKNOWN_MEMBER_ID, "");
  turn.outcome.note("info", "a member left", { groupId: group.groupId, memberId: leaverId, reason: reason ?? "not provided" });
  return undefined;
}

/** A session has run out: the member is taken out, unless it waits for an answer. */
export function expireSession(turn: Turn, group: ClassicGroup, member: ClassicMember): void {
  group.remove(member.memberId);
  refuseParked(turn, member, errors.UNKNOWN_MEMBER_ID, "");
  turn.outcome.note("info", "a member's session ran out", { groupId: group.groupId, memberId: member.memberId });
  if (group.state !== "PreparingRebalance") rebalance(turn, group, `the session of member ${member.memberId} ran out`);
  else if (group.allJoined) completeJoin(turn, group);
}

/** An id that was given out has not been used in time. */
export function expirePendingJoin(turn: Turn, group: ClassicGroup, memberId: string): void {
  group.remove(memberId);
  if (group.state === "PreparingRebalance" && group.allJoined) completeJoin(turn, group);
}

/** Members that have not asked for their assignment in time are taken out. */
export function expirePendingSyncs(turn: Turn, group: ClassicGroup): void {
  const absent = [...group.pendingSyncs];
  for (const memberId of absent) {
    const member = group.remove(memberId);
    endSession(turn, group, memberId);
    if (member !== undefined) refuseParked(turn, member, errors.UNKNOWN_MEMBER_ID, "");
  }
  if (absent.length > 0) rebalance(turn, group, `members did not ask for their assignment: ${absent.join(", ")}`);
}
