import { type ConsumerGroupHeartbeatRequest, type ConsumerGroupHeartbeatResponse, type Draft, errors } from "@millrace/protocol";
import type { GroupRecord } from "../group-record.ts";
import type { Groups } from "../groups.ts";
import { noEpochAssignment } from "../modern/assignment.ts";
import { metadataHash } from "../modern/metadata-hash.ts";
import { leaveStaticEpoch } from "../modern/modern-member.ts";
import { Outcome } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import { memberJoinKey, memberSyncKey, revocationKey, sessionKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";
import { downgrade, mayDowngradeWithout } from "./downgrade.ts";
import { refuseInstance, unknownMember } from "./find-member.ts";
import { currentAssignmentRecord, groupEpochRecord, memberTombstones, regexTombstone } from "./member-records.ts";
import { keepSession, limitRevocation } from "./settle.ts";

/** A member leaves by a heartbeat with epoch -1, or -2 if it is a static member that will be back. */
export function leave(turn: Turn, groups: Groups, request: ConsumerGroupHeartbeatRequest): Draft<ConsumerGroupHeartbeatResponse> | Refusal {
  const { groupId, memberId, instanceId, memberEpoch } = request;
  const group = consumerGroup(groups, groupId);
  if (group instanceof Refusal) return group;
  const member = leaver(group, memberId, instanceId);
  if (member instanceof Refusal) return member;
  if (instanceId !== null && memberEpoch === leaveStaticEpoch) {
    turn.outcome.store([currentAssignmentRecord(groupId, away(member))]);
    return { memberId: member.memberId, memberEpoch };
  }
  fence(turn, groups, group, [member], "it left");
  return { memberId, memberEpoch };
}

function consumerGroup(groups: Groups, groupId: string): ConsumerGroup | Refusal {
  const group = groups.get(groupId);
  if (group === undefined) return new Refusal(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} not found.`);
  return group.type === "consumer" ? group : new Refusal(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a consumer group.`);
}

function leaver(group: ConsumerGroup, memberId: string, instanceId: string | null): ConsumerMember | Refusal {
  if (instanceId === null) return group.member(memberId) ?? unknownMember(group, memberId);
  const member = group.staticMember(instanceId);
  if (member === undefined) return new Refusal(errors.UNKNOWN_MEMBER_ID, `Instance id ${instanceId} is unknown.`);
  return refuseInstance(member, memberId, instanceId) ?? member;
}

/** It keeps its partitions, to have them again when it is back before its session has run out. */
function away(member: ConsumerMember): ConsumerMember {
  const reset = (epochs: ReadonlyMap<number, number>) => new Map(Array.from(epochs.keys(), (partition) => [partition, 0]));
  const assigned = new Map(Array.from(member.assigned, ([topicId, epochs]) => [topicId, reset(epochs)]));
  return { ...member, memberEpoch: leaveStaticEpoch, revoking: noEpochAssignment, assigned };
}

/** Takes members out. If nobody is left that speaks the consumer protocol, the group turns classic, as far as the policy allows. */
export function fence(turn: Turn, groups: Groups, group: ConsumerGroup, members: readonly ConsumerMember[], why: string): void {
  if (members.length === 0) return;
  for (const { memberId } of members) {
    stopTimers(turn, group, memberId);
    turn.outcome.note("info", "a member leaves a consumer group", { groupId: group.groupId, memberId, why });
  }
  if (mayDowngradeWithout(turn, group, members)) downgrade(turn, groups, group, members);
  else turn.outcome.store(removal(turn, group, members));
  const { appended } = turn.outcome;
  turn.outcome.appended = (refusal) => {
    const next = appended?.(refusal) ?? new Outcome();
    if (refusal !== undefined) stay({ ...turn, outcome: next }, group, members);
    return next;
  };
}

/** What could not be stored has not happened: the members have their time once more. */
function stay(turn: Turn, { groupId }: ConsumerGroup, members: readonly ConsumerMember[]): void {
  for (const member of members) {
    keepSession(turn, groupId, member);
    limitRevocation(turn, groupId, member);
  }
}

function removal(turn: Turn, group: ConsumerGroup, members: readonly ConsumerMember[]): GroupRecord[] {
  const { groupId } = group;
  const left = group.regexSubscribers(members);
  const orphans = [...new Set(members.map(({ subscribedTopicRegex }) => subscribedTopicRegex))].filter(
    (regex) => regex !== "" && left.count(regex) === 0,
  );
  const hash = metadataHash(group.subscribedTopics(members), turn.topics);
  return [
    ...members.flatMap(({ memberId }) => memberTombstones(groupId, memberId)),
    ...orphans.map((regex) => regexTombstone(groupId, regex)),
    groupEpochRecord(groupId, group.epoch + 1, hash),
  ];
}

function stopTimers({ outcome }: Turn, group: ConsumerGroup, memberId: string): void {
  group.awaitedJoins.delete(memberId);
  for (const key of [sessionKey, revocationKey, memberJoinKey, memberSyncKey]) outcome.stopTimer(key(group.groupId, memberId));
}
