import { type Assignment, noAssignment, toAssignment } from "../modern/assignment.ts";
import { leaveEpoch } from "../modern/modern-member.ts";
import { noKnownPartitions, restoredPartitions, storedPartitions } from "./known-partitions.ts";
import { withCurrentAssignment, withMetadata } from "./member-records.ts";
import type { ShareGroup } from "./share-group.ts";
import { newShareMember, type ShareMember } from "./share-member.ts";
import type { ShareRecord } from "./share-record.ts";

const neverAssigned = { assignmentEpoch: -1, assignmentTimestamp: 0 };

/** Changes the group as the record says. Its end (the tombstone of ShareGroupMetadata) is the caller's. */
export function replayShareRecord(group: ShareGroup, record: ShareRecord, nowMs: number): void {
  switch (record.type) {
    case "ShareGroupMetadata":
      if (record.value !== null) Object.assign(group, record.value);
      return;
    case "ShareGroupTargetAssignmentMetadata":
      Object.assign(group, record.value ?? neverAssigned);
      return;
    case "ShareGroupTargetAssignmentMember":
      if (record.value === null) group.removeTarget(record.memberId);
      else group.putTarget(record.memberId, toAssignment(record.value.topicPartitions));
      return;
    case "ShareGroupMemberMetadata":
      if (record.value === null) group.remove(record.memberId);
      else group.put(withMetadata(group.member(record.memberId) ?? newShareMember(record.memberId), record.value));
      return;
    case "ShareGroupCurrentMemberAssignment":
      replayCurrentAssignment(group, record);
      return;
    case "ShareGroupStatePartitionMetadata":
      group.known = record.value === null ? noKnownPartitions : restoredPartitions(record.value, nowMs);
  }
}

function replayCurrentAssignment(
  group: ShareGroup,
  { memberId, value }: Extract<ShareRecord, { type: "ShareGroupCurrentMemberAssignment" }>,
): void {
  const member = group.member(memberId);
  if (value !== null) group.put(withCurrentAssignment(member ?? newShareMember(memberId), value));
  else if (member !== undefined) {
    group.put({ ...member, memberEpoch: leaveEpoch, previousMemberEpoch: leaveEpoch, assigned: noAssignment });
  }
}

/** All that records say of a group. */
export interface ShareSnapshot {
  readonly epoch: number;
  readonly metadataHash: number;
  readonly assignmentEpoch: number;
  readonly assignmentTimestamp: number;
  readonly members: ReadonlyMap<string, ShareMember>;
  readonly targets: ReadonlyMap<string, Assignment>;
  readonly known: ReturnType<typeof storedPartitions>;
}

export function shareSnapshot(group: ShareGroup): ShareSnapshot {
  const { epoch, metadataHash, assignmentEpoch, assignmentTimestamp } = group;
  const members = new Map(Array.from(group.members(), (member) => [member.memberId, member]));
  const known = storedPartitions(group.known);
  return { epoch, metadataHash, assignmentEpoch, assignmentTimestamp, members, targets: new Map(group.targets()), known };
}
