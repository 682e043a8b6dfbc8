import type {
  StreamsGroupCurrentMemberAssignmentValue,
  StreamsGroupMemberMetadataValue,
  StreamsGroupMetadataValue,
} from "@millrace/protocol";
import { type Assignment, ascending, type EpochAssignment } from "../modern/assignment.ts";
import { memberStateNumber, memberStateOf } from "../modern/member-state.ts";
import type { StreamsGroup, Topology } from "./streams-group.ts";
import type { StreamsMember } from "./streams-member.ts";
import type { StreamsRecord } from "./streams-record.ts";
import { roleOf, subtopologyOf, type TaskRole, taskKey, toTaskLists } from "./tasks.ts";

export interface GroupEpoch {
  readonly epoch: number;
  readonly metadataHash: number;
  readonly validatedTopologyEpoch: number;
  readonly assignmentConfigs: ReadonlyMap<string, string>;
}

export function groupEpochRecord(
  groupId: string,
  { epoch, metadataHash, validatedTopologyEpoch, assignmentConfigs }: GroupEpoch,
): StreamsRecord {
  const lastAssignmentConfigs = Array.from(assignmentConfigs, ([key, value]) => ({ key, value }));
  const value: StreamsGroupMetadataValue = { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs };
  return { type: "StreamsGroupMetadata", groupId, value };
}

export function topologyRecord(groupId: string, value: Topology): StreamsRecord {
  return { type: "StreamsGroupTopology", groupId, value };
}

export function memberMetadataRecord(groupId: string, member: StreamsMember): StreamsRecord {
  const { memberId, instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, userEndpoint } = member;
  const clientTags = Array.from(member.clientTags, ([key, value]) => ({ key, value }));
  const told = { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, userEndpoint, clientTags };
  return { type: "StreamsGroupMemberMetadata", groupId, memberId, value: told };
}

export function withMetadata(member: StreamsMember, value: StreamsGroupMemberMetadataValue): StreamsMember {
  return { ...member, ...value, clientTags: new Map(value.clientTags.map(({ key, value: tag }) => [key, tag])) };
}

export function targetRecord(groupId: string, memberId: string, target: Assignment): StreamsRecord {
  return { type: "StreamsGroupTargetAssignmentMember", groupId, memberId, value: toTaskLists(target) };
}

export function targetEpochRecord(groupId: string, assignmentEpoch: number, assignmentTimestamp: number): StreamsRecord {
  return { type: "StreamsGroupTargetAssignmentMetadata", groupId, value: { assignmentEpoch, assignmentTimestamp } };
}

export function currentAssignmentRecord(groupId: string, member: StreamsMember): StreamsRecord {
  const { memberId, memberEpoch, previousMemberEpoch, state, assigned, revoking } = member;
  const value: StreamsGroupCurrentMemberAssignmentValue = {
    memberEpoch,
    previousMemberEpoch,
    state: memberStateNumber(state),
    activeTasks: stored(assigned, "active"),
    standbyTasks: stored(assigned, "standby"),
    warmupTasks: stored(assigned, "warmup"),
    activeTasksPendingRevocation: stored(revoking, "active"),
    standbyTasksPendingRevocation: stored(revoking, "standby"),
    warmupTasksPendingRevocation: stored(revoking, "warmup"),
  };
  return { type: "StreamsGroupCurrentMemberAssignment", groupId, memberId, value };
}

export function withCurrentAssignment(member: StreamsMember, value: StreamsGroupCurrentMemberAssignmentValue): StreamsMember {
  const { memberEpoch } = value;
  return {
    ...member,
    memberEpoch,
    previousMemberEpoch: value.previousMemberEpoch,
    state: memberStateOf(value.state),
    assigned: restored([value.activeTasks, value.standbyTasks, value.warmupTasks], memberEpoch),
    revoking: restored(
      [value.activeTasksPendingRevocation, value.standbyTasksPendingRevocation, value.warmupTasksPendingRevocation],
      memberEpoch,
    ),
  };
}

type StoredTasks = StreamsGroupCurrentMemberAssignmentValue["activeTasks"];

/** Epochs are kept of active tasks alone: only what reads has offsets to commit. */
function stored(assignment: EpochAssignment, role: TaskRole): StoredTasks {
  return [...assignment].flatMap(([key, epochs]) => {
    if (roleOf(key) !== role) return [];
    const partitions = ascending(epochs.keys());
    const assignmentEpochs = role === "active" ? partitions.map((partition) => epochs.get(partition) ?? 0) : null;
    return [{ subtopologyId: subtopologyOf(key), partitions, assignmentEpochs }];
  });
}

function restored([active, standby, warmup]: readonly [StoredTasks, StoredTasks, StoredTasks], memberEpoch: number): EpochAssignment {
  const assignment = new Map<string, ReadonlyMap<number, number>>();
  for (const [role, lists] of [
    ["active", active],
    ["standby", standby],
    ["warmup", warmup],
  ] as const) {
    for (const { subtopologyId, partitions, assignmentEpochs } of lists) {
      const epochs = assignmentEpochs?.length === partitions.length ? assignmentEpochs : [];
      const byPartition = partitions.map((partition, at) => [partition, epochs[at] ?? Math.max(memberEpoch, 0)] as const);
      assignment.set(taskKey(role, subtopologyId), new Map(byPartition));
    }
  }
  return assignment;
}

/** Takes a member out. */
export function memberTombstones(groupId: string, memberId: string): StreamsRecord[] {
  return [
    { type: "StreamsGroupCurrentMemberAssignment", groupId, memberId, value: null },
    { type: "StreamsGroupTargetAssignmentMember", groupId, memberId, value: null },
    { type: "StreamsGroupMemberMetadata", groupId, memberId, value: null },
  ];
}

/** Takes the group out. */
export function streamsGroupTombstones(group: StreamsGroup): StreamsRecord[] {
  const { groupId } = group;
  const ids = Array.from(group.members(), ({ memberId }) => memberId);
  return [
    ...ids.map((memberId): StreamsRecord => ({ type: "StreamsGroupCurrentMemberAssignment", groupId, memberId, value: null })),
    ...ids.map((memberId): StreamsRecord => ({ type: "StreamsGroupTargetAssignmentMember", groupId, memberId, value: null })),
    { type: "StreamsGroupTargetAssignmentMetadata", groupId, value: null },
    ...ids.map((memberId): StreamsRecord => ({ type: "StreamsGroupMemberMetadata", groupId, memberId, value: null })),
    { type: "StreamsGroupMetadata", groupId, value: null },
    { type: "StreamsGroupTopology", groupId, value: null },
  ];
}
