import { type Assignment, noAssignment } from "../modern/assignment.ts";
import { assignors } from "../modern/assignors/index.ts";
import { javaHashOrder } from "../modern/assignors/java-hash-order.ts";
import { sameSet } from "../modern/same-set.ts";
import { topicIdsOf } from "../modern/topic-image.ts";
import type { Turn } from "../turn.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";
import { type MemberChange, membersAfter } from "./member-change.ts";
import { targetEpochRecord, targetRecord } from "./member-records.ts";

/** What a member is to hold as of an epoch. */
export interface MemberTarget {
  readonly targetEpoch: number;
  readonly target: Assignment;
}

/** Makes a new target assignment if the group's epoch asks for it and the last one is old enough (KIP-1263). */
export function updateTarget(change: MemberChange, groupEpoch: number): MemberTarget {
  const { group, turn, updated } = change;
  if (group.assignmentEpoch >= groupEpoch || !mayAssign(turn, group)) return lastTarget(group, updated);
  const targets = computeTargets(change);
  for (const [memberId, target] of group.changedTargets(targets)) change.records.push(targetRecord(group.groupId, memberId, target));
  change.records.push(targetEpochRecord(group.groupId, groupEpoch, turn.nowMs));
  return { targetEpoch: groupEpoch, target: targets.get(updated.memberId) ?? noAssignment };
}

function mayAssign({ configs, nowMs }: Turn, { groupId, assignmentTimestamp }: ConsumerGroup): boolean {
  const { assignmentIntervalMs } = configs.consumerGroup(groupId);
  return assignmentTimestamp === 0 || assignmentIntervalMs === 0 || nowMs >= assignmentTimestamp + assignmentIntervalMs;
}

export function lastTarget(group: ConsumerGroup, member: ConsumerMember): MemberTarget {
  return { targetEpoch: group.assignmentEpoch, target: targetOf(group, member) };
}

/** A static member takes over what the one before it under its instance id was to hold. */
function targetOf(group: ConsumerGroup, { memberId, instanceId }: ConsumerMember): Assignment {
  if (instanceId === null) return group.target(memberId);
  const previous = group.staticMember(instanceId);
  return previous === undefined ? noAssignment : group.target(previous.memberId);
}

function computeTargets(change: MemberChange): Map<string, Assignment> {
  const { group, turn, old, updated } = change;
  const members = membersAfter(change);
  const { groupConsumerAssignors: offered } = turn.configs.broker;
  const preferred = group.preferredAssignor(old, updated);
  const name = offered.find((each) => each === preferred) ?? offered[0] ?? "uniform";
  const byId = new Map(members.map((member) => [member.memberId, member]));
  const targets = assignors[name]({
    homogeneous: subscribeAlike(members),
    partitionCount: (topicId) => turn.topics.topicById(topicId)?.partitionCount ?? 0,
    members: javaHashOrder([...byId.keys()]).flatMap((memberId) => {
      const member = byId.get(memberId);
      if (member === undefined) return [];
      const assigned = member === updated ? targetOf(group, member) : group.target(memberId);
      return [{ memberId, instanceId: member.instanceId, topicIds: topicIdsOf(turn.topics, group.topicsOf(member)), assigned }];
    }),
  });
  return new Map(members.map(({ memberId }) => [memberId, targets.get(memberId) ?? noAssignment]));
}

/** Whether all subscribe to the same topics, or all to one expression and nothing else. */
function subscribeAlike(members: readonly ConsumerMember[]): boolean {
  const [first] = members;
  if (first === undefined) return true;
  const { subscribedTopicRegex, subscribedTopicNames } = first;
  if (subscribedTopicRegex !== "" && subscribedTopicNames.size > 0) return false;
  return members.every(
    (member) => member.subscribedTopicRegex === subscribedTopicRegex && sameSet(member.subscribedTopicNames, subscribedTopicNames),
  );
}
