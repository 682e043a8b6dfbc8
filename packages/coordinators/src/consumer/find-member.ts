import { errors } from "@millrace/protocol";
import type { GroupRecord } from "../group-record.ts";
import { contains, type TopicPartitions } from "../modern/assignment.ts";
import { joinEpoch, leaveStaticEpoch } from "../modern/modern-member.ts";
import { Refusal } from "../refusal.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { type ConsumerMember, newMember } from "./consumer-member.ts";
import { currentAssignmentRecord, memberMetadataRecord, memberTombstones, targetRecord } from "./member-records.ts";

/** How a request names its sender. */
export interface Sender {
  readonly memberId: string;
  readonly instanceId: string | null;
  /** Undefined: a classic member's JoinGroup, which has none. */
  readonly epoch: number | undefined;
  readonly owned: readonly TopicPartitions[] | null;
  /** Whether the sender may become a member by this. */
  readonly joins: boolean;
}

/** The sender as a member of the group, new ones included; a static member that takes over from another is recorded. */
export function findMember(group: ConsumerGroup, sender: Sender, records: GroupRecord[]): ConsumerMember | Refusal {
  if (sender.instanceId !== null) return findStatic(group, sender, sender.instanceId, records);
  const member = group.member(sender.memberId) ?? (sender.joins ? newMember(sender.memberId) : undefined);
  if (member === undefined) return unknownMember(group, sender.memberId);
  return refuseEpoch(member, sender) ?? member;
}

export function unknownMember({ groupId }: ConsumerGroup, memberId: string): Refusal {
  return new Refusal(errors.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${groupId}.`);
}

function findStatic(group: ConsumerGroup, sender: Sender, instanceId: string, records: GroupRecord[]): ConsumerMember | Refusal {
  const present = group.staticMember(instanceId);
  if (!sender.joins) {
    if (present === undefined) return new Refusal(errors.UNKNOWN_MEMBER_ID, `Instance id ${instanceId} is unknown.`);
    return refuseInstance(present, sender.memberId, instanceId) ?? refuseEpoch(present, sender) ?? present;
  }
  if (present === undefined) return group.member(sender.memberId) ?? newMember(sender.memberId);
  const bothModern = sender.epoch !== undefined && present.classic === null;
  if (bothModern && present.memberEpoch !== leaveStaticEpoch) {
    const message = `Static member ${sender.memberId} with instance id ${instanceId} cannot join the group because the instance id is owned by ${present.memberId} member.`;
    return new Refusal(errors.UNRELEASED_INSTANCE_ID, message);
  }
  return takeOver(group, present, sender.memberId, records);
}

/** Another process runs under the same instance id now (KIP-345). */
export function refuseInstance(present: ConsumerMember, memberId: string, instanceId: string): Refusal | undefined {
  if (present.memberId === memberId) return undefined;
  const message = `Static member ${memberId} with instance id ${instanceId} was fenced by member ${present.memberId}.`;
  return new Refusal(errors.FENCED_INSTANCE_ID, message);
}

/** The new process gets what the old one had, target and all. */
function takeOver(group: ConsumerGroup, old: ConsumerMember, memberId: string, records: GroupRecord[]): ConsumerMember {
  const { groupId } = group;
  const member = { ...old, memberId, memberEpoch: joinEpoch, previousMemberEpoch: joinEpoch };
  records.push(
    ...memberTombstones(groupId, old.memberId),
    memberMetadataRecord(groupId, member),
    targetRecord(groupId, memberId, group.target(old.memberId)),
    currentAssignmentRecord(groupId, member),
  );
  return member;
}

/** A member that sends another epoch than its own is fenced, unless the answer to its last heartbeat was lost. */
function refuseEpoch(member: ConsumerMember, { epoch, owned }: Sender): Refusal | undefined {
  if (epoch === undefined || epoch === joinEpoch || epoch === member.memberEpoch) return undefined;
  const retried = epoch === member.previousMemberEpoch && owned !== null && contains(member.assigned, owned);
  if (epoch < member.memberEpoch && retried) return undefined;
  const how = epoch > member.memberEpoch ? "greater" : "smaller";
  const message = `The consumer group member has a ${how} member epoch (${epoch}) than the one known by the group coordinator (${member.memberEpoch}). The member must abandon all its partitions and rejoin.`;
  return new Refusal(errors.FENCED_MEMBER_EPOCH, message);
}
