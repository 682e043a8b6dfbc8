import { type Assignment, ascending, noAssignment } from "../modern/assignment.ts";
import { javaHashOrder } from "../modern/assignors/java-hash-order.ts";
import { sameSet } from "../modern/same-set.ts";
import { topicIdsOf } from "../modern/topic-image.ts";
import { targetEpochRecord, targetRecord } from "./member-records.ts";
import type { ShareChange } from "./settle.ts";
import type { ShareGroup } from "./share-group.ts";
import type { ShareMember } from "./share-member.ts";
import { simpleAssignor } from "./simple-assignor.ts";

/** What a member is to have as of an epoch. */
export interface MemberTarget {
  readonly targetEpoch: number;
  readonly target: Assignment;
}

/** Whether other partitions of subscribed topics are ready than those that members are to have. */
export function needsAssignment(group: ShareGroup): boolean {
  const { initialized } = group.known;
  const ready = [...initialized].filter(([, { name }]) => group.isNamed(name));
  if (ready.length === 0) return false;
  const assigned = new Map(ready.map(([topicId]) => [topicId, new Set<number>()]));
  for (const [, target] of group.targets()) {
    for (const [topicId, partitions] of target) for (const each of partitions) assigned.get(topicId)?.add(each);
  }
  return ready.some(([topicId, { partitions }]) => !sameSet(partitions, assigned.get(topicId) ?? partitions));
}

/** Makes a new target assignment if the group's epoch asks for it and the last one is old enough (KIP-1263). */
export function updateTarget({ turn, group, updated, records }: ShareChange, epoch: number): MemberTarget {
  const { assignmentIntervalMs } = turn.configs.shareGroup(group.groupId);
  const isEarly =
    group.assignmentTimestamp !== 0 && assignmentIntervalMs !== 0 && turn.nowMs < group.assignmentTimestamp + assignmentIntervalMs;
  if (group.assignmentEpoch >= epoch || isEarly) return { targetEpoch: group.assignmentEpoch, target: group.target(updated.memberId) };
  const members = membersWith(group, updated);
  const [first] = members;
  const targets = simpleAssignor({
    members: members.map(({ memberId, subscribedTopicNames }) => ({
      memberId,
      topicIds: topicIdsOf(turn.topics, subscribedTopicNames),
      assigned: group.target(memberId),
    })),
    homogeneous: members.every(({ subscribedTopicNames }) =>
      sameSet(subscribedTopicNames, first?.subscribedTopicNames ?? subscribedTopicNames),
    ),
    assignable: (topicId) => ascending(group.known.initialized.get(topicId)?.partitions ?? []),
  });
  for (const [memberId, target] of group.changedTargets(targets)) records.push(targetRecord(group.groupId, memberId, target));
  records.push(targetEpochRecord(group.groupId, epoch, turn.nowMs));
  return { targetEpoch: epoch, target: targets.get(updated.memberId) ?? noAssignment };
}

/** In the order in which Kafka goes through them. */
function membersWith(group: ShareGroup, updated: ShareMember): ShareMember[] {
  const byId = new Map(Array.from(group.members(), (member) => [member.memberId, member]));
  byId.set(updated.memberId, updated);
  return javaHashOrder([...byId.keys()]).flatMap((memberId) => byId.get(memberId) ?? []);
}
