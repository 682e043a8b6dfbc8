import { errors, type KafkaError, type SyncGroupRequest } from "@millrace/protocol";
import { appendRefusal, Outcome } from "../outcome.ts";
import { syncKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { refuseSync } from "./answers.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { type ClassicMember, emptyAssignment, type SyncTicket } from "./classic-member.ts";
import { refuseGenerationMember } from "./membership-checks.ts";
import { rebalance, renewSession } from "./rebalance.ts";
import { snapshotOf } from "./snapshot.ts";

export function syncGroup(turn: Turn, group: ClassicGroup, request: SyncGroupRequest, ticket: SyncTicket): void {
  const refusal = refuseGenerationMember(group, request) ?? refuseProtocol(group, request);
  const member = group.member(request.memberId);
  if (refusal !== undefined || member === undefined) {
    refuseSync(turn, ticket, refusal ?? errors.UNKNOWN_MEMBER_ID);
  } else if (group.state === "PreparingRebalance") {
    refuseSync(turn, ticket, errors.REBALANCE_IN_PROGRESS);
  } else {
    group.pendingSyncs.delete(member.memberId);
    if (group.pendingSyncs.size === 0) turn.outcome.stopTimer(syncKey(group.groupId));
    if (group.state === "Stable") answerSync(turn, group, member, ticket);
    else park(turn, group, request, member, ticket);
  }
}

/** A member may say which protocol it takes the group to use (KIP-559). */
function refuseProtocol(group: ClassicGroup, { protocolType, protocolName }: SyncGroupRequest): KafkaError | undefined {
  const differs = (said: string | null, is: string | null) => said !== null && is !== null && said !== is;
  const inconsistent = differs(protocolType, group.protocolType) || differs(protocolName, group.protocolName);
  return inconsistent ? errors.INCONSISTENT_GROUP_PROTOCOL : undefined;
}

function answerSync(turn: Turn, group: ClassicGroup, member: ClassicMember, ticket: SyncTicket): void {
  turn.outcome.reply(ticket, { protocolType: group.protocolType, protocolName: group.protocolName, assignment: member.assignment });
}

function park(turn: Turn, group: ClassicGroup, request: SyncGroupRequest, member: ClassicMember, ticket: SyncTicket): void {
  member.syncs = [...member.syncs, ticket];
  if (member.memberId !== group.leaderId) return;
  const sent = new Map(request.assignments.map(({ memberId, assignment }) => [memberId, assignment]));
  const members = Array.from(group.members(), (each) => ({ ...each, assignment: sent.get(each.memberId) ?? emptyAssignment }));
  turn.outcome.store([snapshotOf(group, members, group.leaderId)]);
  turn.outcome.appended = (refusal) => {
    const next: Turn = { ...turn, outcome: new Outcome() };
    if (refusal === undefined) becomeStable(next, group, sent);
    else startOver(next, group, appendRefusal(refusal));
    return next.outcome;
  };
}

/** Gives everyone the assignment that is stored by now. */
function becomeStable(turn: Turn, group: ClassicGroup, assignments: ReadonlyMap<string, Buffer>): void {
  group.assign(assignments);
  answerParked(turn, group, (member, ticket) => answerSync(turn, group, member, ticket));
  group.transitionTo("Stable", turn.nowMs);
}

function startOver(turn: Turn, group: ClassicGroup, error: KafkaError): void {
  group.assign(new Map());
  answerParked(turn, group, (_, ticket) => refuseSync(turn, ticket, error));
  rebalance(turn, group, `the assignment could not be stored: ${error.name}`);
}

/** Sessions of those that waited are counted from now. */
function answerParked(turn: Turn, group: ClassicGroup, answer: (member: ClassicMember, ticket: SyncTicket) => void): void {
  for (const member of group.members()) {
    if (member.syncs.length === 0) continue;
    for (const ticket of member.syncs) answer(member, ticket);
    member.syncs = [];
    renewSession(turn, group, member);
  }
}
