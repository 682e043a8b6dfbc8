import { type Assignment, sameAssignment } from "../modern/assignment.ts";
import { metadataHash } from "../modern/metadata-hash.ts";
import { sameSet } from "../modern/same-set.ts";
import { topicIdsOf } from "../modern/topic-image.ts";
import { sessionKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { currentAssignmentRecord, groupEpochRecord, memberMetadataRecord } from "./member-records.ts";
import type { ShareGroup } from "./share-group.ts";
import type { ShareMember } from "./share-member.ts";
import type { ShareRecord } from "./share-record.ts";
import { type MemberTarget, needsAssignment } from "./target.ts";

/** A member's heartbeat on its way: what it changes, step by step, before any of it is stored. */
export interface ShareChange {
  readonly turn: Turn;
  readonly group: ShareGroup;
  /** The member as it was; new ones are made up for the purpose. */
  readonly old: ShareMember;
  /** The member as its request says. */
  readonly updated: ShareMember;
  /** What is to be stored if all goes well. */
  readonly records: ShareRecord[];
}

/** Records what the member says of itself; true if it names other topics than before. */
export function storeMetadata({ group, old, updated, records }: ShareChange): boolean {
  const namesDiffer = !sameSet(old.subscribedTopicNames, updated.subscribedTopicNames);
  const isSame = old.rackId === updated.rackId && old.clientId === updated.clientId && old.clientHost === updated.clientHost;
  if (namesDiffer || !isSame) records.push(memberMetadataRecord(group.groupId, updated));
  return namesDiffer;
}

/** The group's epoch from now on, whether it was raised, and the topics that the group is subscribed to. */
interface NextEpoch {
  readonly epoch: number;
  readonly isRaised: boolean;
  readonly topics: ReadonlySet<string>;
}

/** Raises the group's epoch if subscriptions have changed, their topics have, or partitions are ready that nobody has. */
export function updateEpoch({ turn, group, old, updated, records }: ShareChange, namesDiffer: boolean): NextEpoch {
  const { topicsVersion } = turn.topics;
  const isDue = namesDiffer || (group.assignmentEpoch >= group.epoch && needsAssignment(group));
  if (!isDue && !group.topicsMayDiffer(topicsVersion)) {
    return { epoch: group.epoch, isRaised: false, topics: new Set(group.namedTopics().keys()) };
  }
  const topics = new Set(group.namedTopics([old], updated).keys());
  const hash = metadataHash(topics, turn.topics);
  const isRaised = isDue || hash !== group.metadataHash;
  const epoch = isRaised ? group.epoch + 1 : group.epoch;
  if (isRaised) records.push(groupEpochRecord(group.groupId, epoch, hash));
  group.topicsChecked(topicsVersion, epoch);
  return { epoch, isRaised, topics };
}

/** Brings the member to its target, as far as it subscribes to that; the member from now on. */
export function reconcileMember(
  { turn, group, updated, records }: ShareChange,
  { targetEpoch, target }: MemberTarget,
  isRaised: boolean,
): ShareMember {
  const isNew = targetEpoch !== updated.memberEpoch;
  if (!isNew && !isRaised) return updated;
  const assigned = subscribedPart(target, topicIdsOf(turn.topics, updated.subscribedTopicNames));
  if (!isNew && sameAssignment(assigned, updated.assigned)) return updated;
  const epochs = isNew ? { memberEpoch: targetEpoch, previousMemberEpoch: updated.memberEpoch } : {};
  const member = { ...updated, ...epochs, assigned };
  records.push(currentAssignmentRecord(group.groupId, member));
  return member;
}

function subscribedPart(target: Assignment, topicIds: ReadonlySet<string>): Assignment {
  return new Map([...target].filter(([topicId]) => topicIds.has(topicId)));
}

/** Counts the member's session anew. */
export function keepSession(turn: Turn, groupId: string, memberId: string): void {
  const { sessionTimeoutMs } = turn.configs.shareGroup(groupId);
  turn.outcome.startTimer(sessionKey(groupId, memberId), sessionTimeoutMs, { type: "session", groupId, memberId });
}
