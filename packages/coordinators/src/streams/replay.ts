import { type Assignment, noEpochAssignment } from "../modern/assignment.ts";
import { leaveEpoch } from "../modern/modern-member.ts";
import { withCurrentAssignment, withMetadata } from "./member-records.ts";
import type { StreamsGroup, Topology } from "./streams-group.ts";
import { newStreamsMember, type StreamsMember } from "./streams-member.ts";
import type { StreamsRecord } from "./streams-record.ts";
import { toTasks } from "./tasks.ts";

const neverAssigned = { assignmentEpoch: -1, assignmentTimestamp: 0 };

/** Changes the group as the record says. Its end (the tombstone of StreamsGroupMetadata) is the caller's. */
export function replayStreamsRecord(group: StreamsGroup, record: StreamsRecord): void {
  switch (record.type) {
    case "StreamsGroupMetadata":
      if (record.value === null) return;
      group.epoch = record.value.epoch;
      group.metadataHash = record.value.metadataHash;
      group.validatedTopologyEpoch = record.value.validatedTopologyEpoch;
      group.assignmentConfigs = new Map((record.value.lastAssignmentConfigs ?? []).map(({ key, value }) => [key, value]));
      return;
    case "StreamsGroupTargetAssignmentMetadata":
      Object.assign(group, record.value ?? neverAssigned);
      return;
    case "StreamsGroupTargetAssignmentMember":
      if (record.value === null) group.removeTarget(record.memberId);
      else group.putTarget(record.memberId, toTasks(record.value));
      return;
    case "StreamsGroupMemberMetadata":
      if (record.value === null) group.remove(record.memberId);
      else group.put(withMetadata(group.member(record.memberId) ?? newStreamsMember(record.memberId), record.value));
      return;
    case "StreamsGroupCurrentMemberAssignment":
      replayCurrentAssignment(group, record);
      return;
    case "StreamsGroupTopology":
      group.topology = record.value ?? undefined;
  }
}

function replayCurrentAssignment(
  group: StreamsGroup,
  { memberId, value }: Extract<StreamsRecord, { type: "StreamsGroupCurrentMemberAssignment" }>,
): void {
  const member = group.member(memberId);
  if (value !== null) group.put(withCurrentAssignment(member ?? newStreamsMember(memberId), value));
  else if (member !== undefined) {
    const gone = { memberEpoch: leaveEpoch, previousMemberEpoch: leaveEpoch, assigned: noEpochAssignment, revoking: noEpochAssignment };
    group.put({ ...member, ...gone });
  }
}

/** All that records say of a group. */
export interface StreamsSnapshot {
  readonly epoch: number;
  readonly metadataHash: number;
  readonly validatedTopologyEpoch: number;
  readonly assignmentEpoch: number;
  readonly assignmentTimestamp: number;
  readonly assignmentConfigs: ReadonlyMap<string, string>;
  readonly topology: Topology | undefined;
  readonly members: ReadonlyMap<string, StreamsMember>;
  readonly targets: ReadonlyMap<string, Assignment>;
}

export function streamsSnapshot(group: StreamsGroup): StreamsSnapshot {
  const { epoch, metadataHash, validatedTopologyEpoch, assignmentEpoch, assignmentTimestamp, assignmentConfigs, topology } = group;
  const members = new Map(Array.from(group.members(), (member) => [member.memberId, member]));
  const targets = new Map(group.targets());
  return {
    epoch,
    metadataHash,
    validatedTopologyEpoch,
    assignmentEpoch,
    assignmentTimestamp,
    assignmentConfigs,
    topology,
    members,
    targets,
  };
}
