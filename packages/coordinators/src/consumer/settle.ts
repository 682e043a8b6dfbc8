import type { TopicPartitions } from "../modern/assignment.ts";
import { metadataHash } from "../modern/metadata-hash.ts";
import { isReconciled, reconcile } from "../modern/reconcile.ts";
import { sameSet } from "../modern/same-set.ts";
import { topicIdsOf } from "../modern/topic-image.ts";
import { revocationKey, sessionKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { type ConsumerMember, sameMetadata, sameStanding } from "./consumer-member.ts";
import type { MemberChange } from "./member-change.ts";
import { currentAssignmentRecord, groupEpochRecord, memberMetadataRecord } from "./member-records.ts";
import type { MemberTarget } from "./target.ts";

/** Records what the member says of itself; true if it names other topics than before. */
export function storeMetadata({ group, old, updated, records }: MemberChange): boolean {
  if (sameMetadata(old, updated)) return false;
  records.push(memberMetadataRecord(group.groupId, updated));
  return !sameSet(old.subscribedTopicNames, updated.subscribedTopicNames);
}

/** Raises the group's epoch if that is asked for or the subscribed topics have changed; the epoch from now on. */
export function updateEpoch({ group, turn, old, updated, records }: MemberChange, subscriptionChanged: boolean): number {
  const { topicsVersion } = turn.topics;
  if (!subscriptionChanged && !group.topicsMayDiffer(topicsVersion)) return group.epoch;
  const hash = metadataHash(group.subscribedTopics([old], updated), turn.topics);
  const epoch = subscriptionChanged || hash !== group.metadataHash ? group.epoch + 1 : group.epoch;
  if (epoch > group.epoch) records.push(groupEpochRecord(group.groupId, epoch, hash));
  group.topicsChecked(topicsVersion, epoch);
  return epoch;
}

export interface Reconciling extends MemberTarget {
  readonly subscriptionChanged: boolean;
  /** What the member says that it holds; null if it does not say. */
  readonly owned: readonly TopicPartitions[] | null;
}

/** Leads the member towards its target; the member from now on. */
export function reconcileMember({ group, turn, updated, records }: MemberChange, reconciling: Reconciling): ConsumerMember {
  if (!reconciling.subscriptionChanged && isReconciled(updated, reconciling.targetEpoch)) return updated;
  const topics = group.topicsOf(updated);
  const member = reconcile(updated, {
    ...reconciling,
    subscribes: topics.size > 0,
    topicIds: topicIdsOf(turn.topics, topics),
    ownerEpoch: (topicId, partition) => group.ownerEpoch(topicId, partition),
  });
  if (sameStanding(member, updated)) return updated;
  records.push(currentAssignmentRecord(group.groupId, member));
  if (member.classic === null) limitRevocation(turn, group.groupId, member);
  return member;
}

/** A member that has to give partitions back has its rebalance timeout for it. */
export function limitRevocation(turn: Turn, groupId: string, { memberId, memberEpoch, state, rebalanceTimeoutMs }: ConsumerMember): void {
  const key = revocationKey(groupId, memberId);
  if (state !== "UNREVOKED_PARTITIONS") turn.outcome.stopTimer(key);
  else turn.outcome.startTimer(key, rebalanceTimeoutMs, { type: "revocation", groupId, memberId, memberEpoch });
}

/** Counts the member's session anew. */
export function keepSession(turn: Turn, groupId: string, { memberId, classic }: ConsumerMember): void {
  const timeoutMs = classic?.sessionTimeoutMs ?? turn.configs.consumerGroup(groupId).sessionTimeoutMs;
  turn.outcome.startTimer(sessionKey(groupId, memberId), timeoutMs, { type: "session", groupId, memberId });
}
