import type { ConsumerGroupCurrentMemberAssignmentValue, ConsumerGroupMemberMetadataValue } from "@millrace/protocol";
import { type Assignment, ascending, type EpochAssignment, toTopicPartitions } from "../modern/assignment.ts";
import { memberStateNumber, memberStateOf } from "../modern/member-state.ts";
import type { ConsumerGroup, ResolvedRegex } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";
import type { ConsumerRecord } from "./consumer-record.ts";

export function groupEpochRecord(groupId: string, epoch: number, metadataHash: number): ConsumerRecord {
  return { type: "ConsumerGroupMetadata", groupId, value: { epoch, metadataHash } };
}

export function memberMetadataRecord(groupId: string, member: ConsumerMember): ConsumerRecord {
  const { memberId, instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, subscribedTopicRegex, serverAssignor, classic } = member;
  const value: ConsumerGroupMemberMetadataValue = {
    instanceId,
    rackId,
    clientId,
    clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames].sort(),
    subscribedTopicRegex,
    rebalanceTimeoutMs,
    serverAssignor,
    classicMemberMetadata: classic,
  };
  return { type: "ConsumerGroupMemberMetadata", groupId, memberId, value };
}

/** What the stored metadata says of the member; where it stands is another record's. */
export function withMetadata(member: ConsumerMember, value: ConsumerGroupMemberMetadataValue): ConsumerMember {
  return {
    ...member,
    instanceId: value.instanceId,
    rackId: value.rackId,
    clientId: value.clientId,
    clientHost: value.clientHost,
    subscribedTopicNames: new Set(value.subscribedTopicNames),
    subscribedTopicRegex: value.subscribedTopicRegex ?? "",
    rebalanceTimeoutMs: value.rebalanceTimeoutMs,
    serverAssignor: value.serverAssignor,
    classic: value.classicMemberMetadata,
  };
}

export function targetRecord(groupId: string, memberId: string, target: Assignment): ConsumerRecord {
  return { type: "ConsumerGroupTargetAssignmentMember", groupId, memberId, value: { topicPartitions: toTopicPartitions(target) } };
}

export function targetEpochRecord(groupId: string, assignmentEpoch: number, assignmentTimestamp: number): ConsumerRecord {
  return { type: "ConsumerGroupTargetAssignmentMetadata", groupId, value: { assignmentEpoch, assignmentTimestamp } };
}

export function currentAssignmentRecord(groupId: string, member: ConsumerMember): ConsumerRecord {
  const { memberId, memberEpoch, previousMemberEpoch, state, assigned, revoking } = member;
  const value = {
    memberEpoch,
    previousMemberEpoch,
    state: memberStateNumber(state),
    assignedPartitions: stored(assigned),
    partitionsPendingRevocation: stored(revoking),
  };
  return { type: "ConsumerGroupCurrentMemberAssignment", groupId, memberId, value };
}

export function withCurrentAssignment(member: ConsumerMember, value: ConsumerGroupCurrentMemberAssignmentValue): ConsumerMember {
  return {
    ...member,
    memberEpoch: value.memberEpoch,
    previousMemberEpoch: value.previousMemberEpoch,
    state: memberStateOf(value.state),
    assigned: restored(value.assignedPartitions, value.memberEpoch),
    revoking: restored(value.partitionsPendingRevocation, value.memberEpoch),
  };
}

type StoredPartitions = ConsumerGroupCurrentMemberAssignmentValue["assignedPartitions"];

function stored(assignment: EpochAssignment): StoredPartitions {
  return Array.from(assignment, ([topicId, epochs]) => {
    const partitions = ascending(epochs.keys());
    return { topicId, partitions, assignmentEpochs: partitions.map((partition) => epochs.get(partition) ?? 0) };
  });
}

/** Records from before Kafka 4.3 have no epochs of partitions: the member's is taken. */
function restored(topics: StoredPartitions, memberEpoch: number): EpochAssignment {
  const fallback = Math.max(memberEpoch, 0);
  return new Map(
    topics.map(({ topicId, partitions, assignmentEpochs }) => {
      const epochs = assignmentEpochs?.length === partitions.length ? assignmentEpochs : [];
      return [topicId, new Map(partitions.map((partition, index) => [partition, epochs[index] ?? fallback]))];
    }),
  );
}

export function regexRecord(groupId: string, regularExpression: string, { topics, version, timestamp }: ResolvedRegex): ConsumerRecord {
  return { type: "ConsumerGroupRegularExpression", groupId, regularExpression, value: { topics: [...topics].sort(), version, timestamp } };
}

export function regexTombstone(groupId: string, regularExpression: string): ConsumerRecord {
  return { type: "ConsumerGroupRegularExpression", groupId, regularExpression, value: null };
}

/** Takes a member out, in the order that Kafka's brokers expect. */
export function memberTombstones(groupId: string, memberId: string): ConsumerRecord[] {
  return [
    { type: "ConsumerGroupCurrentMemberAssignment", groupId, memberId, value: null },
    { type: "ConsumerGroupTargetAssignmentMember", groupId, memberId, value: null },
    { type: "ConsumerGroupMemberMetadata", groupId, memberId, value: null },
  ];
}

/** Takes the group out. `renamed`: a member that by then has got another id by records before these. */
export function consumerGroupTombstones(group: ConsumerGroup, renamed?: { readonly from: string; readonly to: string }): ConsumerRecord[] {
  const { groupId } = group;
  const ids = Array.from(group.members(), ({ memberId }) => (memberId === renamed?.from ? renamed.to : memberId));
  return [
    ...ids.map((memberId): ConsumerRecord => ({ type: "ConsumerGroupCurrentMemberAssignment", groupId, memberId, value: null })),
    ...ids.map((memberId): ConsumerRecord => ({ type: "ConsumerGroupTargetAssignmentMember", groupId, memberId, value: null })),
    { type: "ConsumerGroupTargetAssignmentMetadata", groupId, value: null },
    ...ids.map((memberId): ConsumerRecord => ({ type: "ConsumerGroupMemberMetadata", groupId, memberId, value: null })),
    ...Array.from(group.regexes.keys(), (regex) => regexTombstone(groupId, regex)),
    { type: "ConsumerGroupPartitionMetadata", groupId, value: null },
    { type: "ConsumerGroupMetadata", groupId, value: null },
  ];
}

/** The records of a whole group. */
export function consumerGroupRecords(group: ConsumerGroup): ConsumerRecord[] {
  const { groupId } = group;
  const members = [...group.members()];
  return [
    ...members.map((member) => memberMetadataRecord(groupId, member)),
    groupEpochRecord(groupId, group.epoch, group.metadataHash),
    ...members.map(({ memberId }) => targetRecord(groupId, memberId, group.target(memberId))),
    targetEpochRecord(groupId, group.assignmentEpoch, group.assignmentTimestamp),
    ...members.map((member) => currentAssignmentRecord(groupId, member)),
  ];
}
