import { errors } from "@millrace/protocol";
import { joinKey, sessionKey, syncKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { joined, refuseSync } from "./answers.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { ClassicMember } from "./classic-member.ts";
import { successors } from "./classic-state.ts";
import { snapshotOf } from "./snapshot.ts";

/** Between two looks for members that are away: a rebalance timeout may be 0, where Kafka looks without a pause. */
const waitOnMsMin = 1000;

/** Counts the member's session anew. */
export function renewSession(turn: Turn, group: ClassicGroup, member: ClassicMember, afterMs: number = member.sessionTimeoutMs): void {
  const { groupId } = group;
  const { memberId } = member;
  turn.outcome.startTimer(sessionKey(groupId, memberId), afterMs, { type: "session", groupId, memberId });
}

export function endSession(turn: Turn, group: ClassicGroup, memberId: string): void {
  turn.outcome.stopTimer(sessionKey(group.groupId, memberId));
}

/** Starts a rebalance, or goes on with the one that is going on. */
export function rebalance(turn: Turn, group: ClassicGroup, reason: string): void {
  if (successors[group.state].includes("PreparingRebalance")) prepareRebalance(turn, group, reason);
  else completeJoinIfAllJoined(turn, group);
}

export function prepareRebalance(turn: Turn, group: ClassicGroup, reason: string): void {
  const { groupId } = group;
  const initial = group.state === "Empty";
  if (group.state === "CompletingRebalance") askToRejoin(turn, group);
  group.pendingSyncs.clear();
  turn.outcome.stopTimer(syncKey(groupId));
  group.transitionTo("PreparingRebalance", turn.nowMs);
  turn.outcome.note("info", "preparing to rebalance a group", { groupId, generation: group.generation, reason });
  if (initial) startInitialDelay(turn, group);
  else if (group.allJoined) completeJoin(turn, group);
  else startJoinTimer(turn, group);
}

/** Members that wait for an assignment of the generation that ends now have to join again. */
function askToRejoin(turn: Turn, group: ClassicGroup): void {
  group.assign(new Map());
  for (const member of group.members()) {
    if (member.syncs.length === 0) continue;
    for (const ticket of member.syncs) refuseSync(turn, ticket, errors.REBALANCE_IN_PROGRESS);
    member.syncs = [];
    renewSession(turn, group, member);
  }
}

function startJoinTimer(turn: Turn, group: ClassicGroup, afterMs: number = group.rebalanceTimeoutMs): void {
  const { groupId } = group;
  turn.outcome.startTimer(joinKey(groupId), afterMs, { type: "join", groupId });
}

/** KIP-134: an empty group waits for more members, so that it does not rebalance for each that starts. */
function startInitialDelay(turn: Turn, group: ClassicGroup): void {
  const { groupId } = group;
  const delayMs = turn.configs.broker.groupInitialRebalanceDelayMs;
  const remainingMs = Math.max(group.rebalanceTimeoutMs - delayMs, 0);
  turn.outcome.startTimer(joinKey(groupId), delayMs, { type: "initial-join", groupId, delayMs, remainingMs });
}

/** The initial delay is over: it is extended if someone has joined in it, up to the rebalance timeout. */
export function endInitialDelay(turn: Turn, group: ClassicGroup, delayMs: number, remainingMs: number): void {
  if (!group.newMemberAdded || remainingMs === 0) {
    completeJoin(turn, group);
    return;
  }
  group.newMemberAdded = false;
  const { groupId } = group;
  const nextDelayMs = Math.min(turn.configs.broker.groupInitialRebalanceDelayMs, remainingMs);
  const nextRemainingMs = Math.max(remainingMs - delayMs, 0);
  turn.outcome.startTimer(joinKey(groupId), nextDelayMs, {
    type: "initial-join",
    groupId,
    delayMs: nextDelayMs,
    remainingMs: nextRemainingMs,
  });
}

/** Ends the joining phase if nobody is missing. The first rebalance of an empty group always waits for its delay. */
export function completeJoinIfAllJoined(turn: Turn, group: ClassicGroup): void {
  if (group.state !== "PreparingRebalance" || group.previousState === "Empty" || !group.allJoined) return;
  completeJoin(turn, group);
}

/** Ends the joining phase: those that have not joined are out, unless they are static; the others are the next generation. */
export function completeJoin(turn: Turn, group: ClassicGroup): void {
  const { groupId } = group;
  turn.outcome.stopTimer(joinKey(groupId));
  removeAbsent(turn, group);
  if (!group.electJoinedLeader() && group.size > 0) {
    // Only absent static members: they stay until their sessions run out.
    turn.outcome.note("warn", "nobody joined the rebalance; waiting on", { groupId, generation: group.generation });
    startJoinTimer(turn, group, Math.max(group.rebalanceTimeoutMs, waitOnMsMin));
    return;
  }
  group.nextGeneration(turn.nowMs);
  turn.outcome.note("info", "a group has a new generation", { groupId, generation: group.generation, members: group.size });
  if (group.state === "Empty") turn.outcome.store([snapshotOf(group, [], null)]);
  else announce(turn, group);
}

function removeAbsent(turn: Turn, group: ClassicGroup): void {
  for (const { memberId, joins, groupInstanceId } of [...group.members()]) {
    if (joins.length > 0 || groupInstanceId !== null) continue;
    group.remove(memberId);
    endSession(turn, group, memberId);
    turn.outcome.note("info", "a member did not join in time", { groupId: group.groupId, memberId });
  }
}

/** Tells all members of the generation and waits for them to ask for their assignment. */
function announce(turn: Turn, group: ClassicGroup): void {
  const { groupId, generation } = group;
  for (const member of group.members()) {
    for (const ticket of group.takeJoins(member)) turn.outcome.reply(ticket, joined(group, member.memberId));
    renewSession(turn, group, member);
    member.isNew = false;
    group.pendingSyncs.add(member.memberId);
  }
  turn.outcome.startTimer(syncKey(groupId), group.rebalanceTimeoutMs, { type: "sync", groupId, generation });
}
