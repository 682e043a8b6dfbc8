import { assert } from "@millrace/kit";
import type { GroupMetadataValue } from "@millrace/protocol";
import type { GroupRecord } from "../group-record.ts";
import { ClassicGroup } from "./classic-group.ts";
import { type ClassicMember, emptyAssignment, metadataFor } from "./classic-member.ts";

/** The record of a group with the members as given: after a generation is assigned, has ended empty, or a static member came back. */
export function snapshotOf(group: ClassicGroup, members: Iterable<ClassicMember>, leaderId: string | null): GroupRecord {
  return {
    type: "GroupMetadata",
    groupId: group.groupId,
    value: {
      protocolType: group.protocolType ?? "",
      generation: group.generation,
      protocol: group.protocolName,
      leader: leaderId,
      currentStateTimestamp: group.stateSinceMs ?? -1,
      members: Array.from(members, (member) => storedMember(group, member)),
    },
  };
}

function storedMember(group: ClassicGroup, member: ClassicMember): GroupMetadataValue["members"][number] {
  const subscription = metadataFor(member, group.protocolName);
  assert(subscription !== undefined, `member ${member.memberId} of group ${group.groupId} lacks the group's protocol`);
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeout: member.rebalanceTimeoutMs,
    sessionTimeout: member.sessionTimeoutMs,
    subscription,
    assignment: member.assignment,
  };
}

/** A group that has just come into being, so that others learn of it before its first generation. */
export function birthRecord(group: ClassicGroup): GroupRecord {
  return {
    type: "GroupMetadata",
    groupId: group.groupId,
    value: {
      protocolType: "",
      generation: 0,
      protocol: null,
      leader: null,
      currentStateTimestamp: group.stateSinceMs ?? -1,
      members: [],
    },
  };
}

/** A group without members, made by a JoinGroup or by commits of consumers that assign partitions to themselves. */
export function newGroup(groupId: string, nowMs: number): ClassicGroup {
  return new ClassicGroup(groupId, {
    state: "Empty",
    generation: 0,
    protocolType: null,
    protocolName: null,
    leaderId: null,
    stateSinceMs: nowMs,
  });
}

/** The group as its last record left it: Stable if it has members, whose other protocols are forgotten. */
export function restoreGroup(groupId: string, value: GroupMetadataValue): ClassicGroup {
  const group = new ClassicGroup(groupId, {
    state: value.members.length === 0 ? "Empty" : "Stable",
    generation: value.generation,
    protocolType: value.protocolType === "" ? null : value.protocolType,
    protocolName: value.protocol,
    leaderId: value.leader,
    stateSinceMs: value.currentStateTimestamp === -1 ? null : value.currentStateTimestamp,
  });
  for (const stored of value.members) {
    group.add(
      {
        memberId: stored.memberId,
        groupInstanceId: stored.groupInstanceId,
        clientId: stored.clientId,
        clientHost: stored.clientHost,
        // Records from before there was one.
        rebalanceTimeoutMs: stored.rebalanceTimeout === -1 ? stored.sessionTimeout : stored.rebalanceTimeout,
        sessionTimeoutMs: stored.sessionTimeout,
        protocols: [{ name: value.protocol ?? "", metadata: stored.subscription }],
        assignment: stored.assignment ?? emptyAssignment,
        isNew: false,
        joins: [],
        syncs: [],
      },
      value.protocolType,
    );
  }
  group.learnSubscription();
  return group;
}
