import type { ShareGroupCurrentMemberAssignmentValue, ShareGroupMemberMetadataValue } from "@millrace/protocol";
import { type Assignment, toAssignment, toTopicPartitions } from "../modern/assignment.ts";
import { memberStateNumber, memberStateOf } from "../modern/member-state.ts";
import { type KnownPartitions, storedPartitions } from "./known-partitions.ts";
import type { ShareGroup } from "./share-group.ts";
import type { ShareMember } from "./share-member.ts";
import type { ShareRecord } from "./share-record.ts";

export function groupEpochRecord(groupId: string, epoch: number, metadataHash: number): ShareRecord {
  return { type: "ShareGroupMetadata", groupId, value: { epoch, metadataHash } };
}

export function memberMetadataRecord(groupId: string, member: ShareMember): ShareRecord {
  const { memberId, rackId, clientId, clientHost, subscribedTopicNames } = member;
  const value = { rackId, clientId, clientHost, subscribedTopicNames: [...subscribedTopicNames].sort() };
  return { type: "ShareGroupMemberMetadata", groupId, memberId, value };
}

/** What the stored metadata says of the member; where it stands is another record's. */
export function withMetadata(member: ShareMember, value: ShareGroupMemberMetadataValue): ShareMember {
  const { rackId, clientId, clientHost, subscribedTopicNames } = value;
  return { ...member, rackId, clientId, clientHost, subscribedTopicNames: new Set(subscribedTopicNames) };
}

export function targetRecord(groupId: string, memberId: string, target: Assignment): ShareRecord {
  return { type: "ShareGroupTargetAssignmentMember", groupId, memberId, value: { topicPartitions: toTopicPartitions(target) } };
}

export function targetEpochRecord(groupId: string, assignmentEpoch: number, assignmentTimestamp: number): ShareRecord {
  return { type: "ShareGroupTargetAssignmentMetadata", groupId, value: { assignmentEpoch, assignmentTimestamp } };
}

export function currentAssignmentRecord(groupId: string, member: ShareMember): ShareRecord {
  const { memberId, memberEpoch, previousMemberEpoch, state, assigned } = member;
  const value = { memberEpoch, previousMemberEpoch, state: memberStateNumber(state), assignedPartitions: toTopicPartitions(assigned) };
  return { type: "ShareGroupCurrentMemberAssignment", groupId, memberId, value };
}

export function withCurrentAssignment(member: ShareMember, value: ShareGroupCurrentMemberAssignmentValue): ShareMember {
  const { memberEpoch, previousMemberEpoch, state, assignedPartitions } = value;
  return { ...member, memberEpoch, previousMemberEpoch, state: memberStateOf(state), assigned: toAssignment(assignedPartitions) };
}

export function knownPartitionsRecord(groupId: string, known: KnownPartitions): ShareRecord {
  return { type: "ShareGroupStatePartitionMetadata", groupId, value: storedPartitions(known) };
}

/** Takes a member out. */
export function memberTombstones(groupId: string, memberId: string): ShareRecord[] {
  return [
    { type: "ShareGroupCurrentMemberAssignment", groupId, memberId, value: null },
    { type: "ShareGroupTargetAssignmentMember", groupId, memberId, value: null },
    { type: "ShareGroupMemberMetadata", groupId, memberId, value: null },
  ];
}

/** Takes the group out, which has no members any more. */
export function shareGroupTombstones({ groupId }: ShareGroup): ShareRecord[] {
  return [
    { type: "ShareGroupTargetAssignmentMetadata", groupId, value: null },
    { type: "ShareGroupStatePartitionMetadata", groupId, value: null },
    { type: "ShareGroupMetadata", groupId, value: null },
  ];
}
