import { type Assignment, noEpochAssignment, toAssignment } from "../modern/assignment.ts";
import { leaveEpoch } from "../modern/modern-member.ts";
import type { ConsumerGroup, ResolvedRegex } from "./consumer-group.ts";
import { type ConsumerMember, newMember } from "./consumer-member.ts";
import type { ConsumerRecord } from "./consumer-record.ts";
import { withCurrentAssignment, withMetadata } from "./member-records.ts";

const neverAssigned = { assignmentEpoch: -1, assignmentTimestamp: 0 };

/** Changes the group as the record says. Its end (the tombstone of ConsumerGroupMetadata) is the caller's. */
export function replayConsumerRecord(group: ConsumerGroup, record: ConsumerRecord): void {
  switch (record.type) {
    case "ConsumerGroupMetadata":
      if (record.value !== null) Object.assign(group, record.value);
      return;
    case "ConsumerGroupTargetAssignmentMetadata":
      Object.assign(group, record.value ?? neverAssigned);
      return;
    case "ConsumerGroupTargetAssignmentMember":
      if (record.value === null) group.removeTarget(record.memberId);
      else group.putTarget(record.memberId, toAssignment(record.value.topicPartitions));
      return;
    case "ConsumerGroupMemberMetadata":
      if (record.value === null) group.remove(record.memberId);
      else group.put(withMetadata(group.member(record.memberId) ?? newMember(record.memberId), record.value));
      return;
    case "ConsumerGroupCurrentMemberAssignment":
      replayCurrentAssignment(group, record);
      return;
    case "ConsumerGroupRegularExpression": {
      const { value, regularExpression } = record;
      if (value === null) group.regexes.delete(regularExpression);
      else group.regexes.set(regularExpression, { ...value, topics: new Set(value.topics) });
      return;
    }
    // What brokers before 4.1 kept instead of the hash.
    case "ConsumerGroupPartitionMetadata":
  }
}

function replayCurrentAssignment(
  group: ConsumerGroup,
  { memberId, value }: Extract<ConsumerRecord, { type: "ConsumerGroupCurrentMemberAssignment" }>,
): void {
  const member = group.member(memberId);
  if (value !== null) group.put(withCurrentAssignment(member ?? newMember(memberId), value));
  else if (member !== undefined) {
    const gone = { memberEpoch: leaveEpoch, previousMemberEpoch: leaveEpoch, assigned: noEpochAssignment, revoking: noEpochAssignment };
    group.put({ ...member, ...gone });
  }
}

/** All that records say of a group. */
export interface ConsumerSnapshot {
  readonly epoch: number;
  readonly metadataHash: number;
  readonly assignmentEpoch: number;
  readonly assignmentTimestamp: number;
  readonly members: ReadonlyMap<string, ConsumerMember>;
  readonly targets: ReadonlyMap<string, Assignment>;
  readonly regexes: ReadonlyMap<string, ResolvedRegex>;
}

export function consumerSnapshot(group: ConsumerGroup): ConsumerSnapshot {
  const { epoch, metadataHash, assignmentEpoch, assignmentTimestamp, regexes } = group;
  const members = new Map(Array.from(group.members(), (member) => [member.memberId, member]));
  return { epoch, metadataHash, assignmentEpoch, assignmentTimestamp, members, targets: new Map(group.targets()), regexes };
}
