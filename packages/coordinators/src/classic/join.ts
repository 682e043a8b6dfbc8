import { errors } from "@millrace/protocol";
import { newMemberJoinTimeoutMs } from "../group-config.ts";
import { sessionKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { joined, refuseJoin } from "./answers.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { type ClassicMember, distinctProtocols, emptyAssignment, sameProtocols } from "./classic-member.ts";
import { type Joining, reasonOf } from "./joining.ts";
import { refuseMember } from "./membership-checks.ts";
import { rebalance, renewSession } from "./rebalance.ts";
import { rejoinStaticMember } from "./static-rejoin.ts";

/** From this version on, a new dynamic member first gets an id and joins with it (KIP-394). */
const memberIdRequiredFrom = 4;

export function joinGroup(turn: Turn, group: ClassicGroup, joining: Omit<Joining, "protocols">): void {
  const { request, ticket } = joining;
  const { memberId } = request;
  if (!hasRoomFor(turn, group, memberId)) {
    group.remove(memberId);
    refuseJoin(turn, ticket, errors.GROUP_MAX_SIZE_REACHED, "");
    return;
  }
  const protocols = distinctProtocols(request.protocols);
  if (!group.accepts(request.protocolType, protocols)) {
    refuseJoin(turn, ticket, errors.INCONSISTENT_GROUP_PROTOCOL, memberId);
    return;
  }
  if (memberId === "") joinUnknown(turn, group, { ...joining, protocols });
  else joinKnown(turn, group, { ...joining, protocols });
}

/**
 * While a group rebalances, only those that have joined count: it may have been above the limit before, and the last to join
 * again are the ones that are left out.
 */
function hasRoomFor(turn: Turn, group: ClassicGroup, memberId: string): boolean {
  const member = group.member(memberId);
  switch (group.state) {
    case "PreparingRebalance":
      return (member !== undefined && member.joins.length > 0) || group.joiningCount < turn.configs.broker.groupMaxSize;
    case "CompletingRebalance":
    case "Stable":
      return member !== undefined || group.size < turn.configs.broker.groupMaxSize;
    default:
      return true;
  }
}

function joinUnknown(turn: Turn, group: ClassicGroup, joining: Joining): void {
  const { request, requester, ticket } = joining;
  const memberId = `${request.groupInstanceId ?? requester.clientId}-${joining.memberSuffix()}`;
  if (request.groupInstanceId !== null) {
    const current = group.member(group.memberIdOf(request.groupInstanceId) ?? "");
    if (current === undefined) addMember(turn, group, joining, memberId);
    else rejoinStaticMember(turn, group, joining, current, memberId);
  } else if (requester.apiVersion < memberIdRequiredFrom) {
    addMember(turn, group, joining, memberId);
  } else {
    const { groupId } = group;
    group.pendingJoins.add(memberId);
    turn.outcome.startTimer(sessionKey(groupId, memberId), request.sessionTimeoutMs, { type: "session", groupId, memberId });
    refuseJoin(turn, ticket, errors.MEMBER_ID_REQUIRED, memberId);
  }
}

function joinKnown(turn: Turn, group: ClassicGroup, joining: Joining): void {
  const { request, ticket } = joining;
  const { memberId } = request;
  if (group.pendingJoins.has(memberId)) {
    // Static members are never given an id to come back with.
    if (request.groupInstanceId === null) addMember(turn, group, joining, memberId);
    else refuseJoin(turn, ticket, errors.UNKNOWN_SERVER_ERROR, "");
    return;
  }
  const refusal = refuseMember(group, request);
  const member = group.member(memberId);
  if (refusal !== undefined || member === undefined) refuseJoin(turn, ticket, refusal ?? errors.UNKNOWN_MEMBER_ID, memberId);
  else if (changesGeneration(group, member, joining)) updateMember(turn, group, joining, member);
  // The answer was lost, or a follower asks where the group stands.
  else turn.outcome.reply(ticket, joined(group, memberId));
}

/** Whether a member's joining again leads to another generation. A leader may ask for one without a change of its own. */
function changesGeneration(group: ClassicGroup, member: ClassicMember, { protocols }: Joining): boolean {
  if (group.state === "PreparingRebalance") return true;
  if (group.state === "Stable" && member.memberId === group.leaderId) return true;
  return !sameProtocols(member.protocols, protocols);
}

function addMember(turn: Turn, group: ClassicGroup, joining: Joining, memberId: string): void {
  const { request, requester } = joining;
  const member: ClassicMember = {
    memberId,
    groupInstanceId: request.groupInstanceId,
    clientId: requester.clientId,
    clientHost: requester.clientHost,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocols: joining.protocols,
    assignment: emptyAssignment,
    isNew: true,
    joins: [joining.ticket],
    syncs: [],
  };
  if (group.state === "PreparingRebalance" && group.previousState === "Empty") group.newMemberAdded = true;
  group.add(member, request.protocolType);
  renewSession(turn, group, member, newMemberJoinTimeoutMs);
  rebalance(turn, group, `member ${memberId} is new; client's reason: ${reasonOf(request)}`);
}

function updateMember(turn: Turn, group: ClassicGroup, joining: Joining, member: ClassicMember): void {
  const { request, protocols, ticket } = joining;
  group.update(member, { protocols, rebalanceTimeoutMs: request.rebalanceTimeoutMs, sessionTimeoutMs: request.sessionTimeoutMs });
  group.parkJoin(member, ticket);
  rebalance(turn, group, `member ${member.memberId} joins again; client's reason: ${reasonOf(request)}`);
}
