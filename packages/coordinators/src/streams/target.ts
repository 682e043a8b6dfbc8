import type { GroupRecord } from "../group-record.ts";
import { type Assignment, noAssignment } from "../modern/assignment.ts";
import { streamsDelayKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { targetEpochRecord, targetRecord } from "./member-records.ts";
import type { StreamsChange, StreamsTarget } from "./settle.ts";
import { assignTasks } from "./sticky-assignor.ts";
import type { StreamsGroup } from "./streams-group.ts";
import type { StreamsMember } from "./streams-member.ts";
import type { ConfiguredTopology } from "./topology-topics.ts";

/** What a member is to have, and why it is not more yet. */
interface UpdatedTarget extends StreamsTarget {
  readonly delay: string | undefined;
}

/** Makes a new target assignment if the group's epoch asks for it, unless the group waits for more members or has had one just now. */
export function updateTarget({ turn, group, life, updated, configured, records }: StreamsChange, epoch: number): UpdatedTarget {
  const { groupId } = group;
  const { initialRebalanceDelayMs, assignmentIntervalMs } = turn.configs.streamsGroup(groupId);
  if (group.size === 0 && initialRebalanceDelayMs > 0 && !life.isDelayed) {
    life.isDelayed = true;
    turn.outcome.startTimer(streamsDelayKey(groupId), initialRebalanceDelayMs, { type: "streams-delay", groupId });
  }
  if (life.isDelayed) {
    const delay = "Assignment delayed due to the configured initial rebalance delay.";
    return { targetEpoch: group.assignmentEpoch, target: noAssignment, delay };
  }
  const last = { targetEpoch: group.assignmentEpoch, target: group.target(updated.memberId) };
  if (group.assignmentEpoch >= epoch) return { ...last, delay: undefined };
  const isEarly = group.assignmentTimestamp !== 0 && turn.nowMs < group.assignmentTimestamp + assignmentIntervalMs;
  if (isEarly) return { ...last, delay: "Assignment delayed due to the configured assignment interval." };
  const targets = recordTargets(turn, group, membersWith(group, updated), { configured, epoch, records });
  return { targetEpoch: epoch, target: targets.get(updated.memberId) ?? noAssignment, delay: undefined };
}

/** The group has waited long enough for more members. */
export function delayedTarget(turn: Turn, group: StreamsGroup, configured: ConfiguredTopology): GroupRecord[] {
  const records: GroupRecord[] = [];
  if (group.size > 0 && group.epoch > group.assignmentEpoch) {
    recordTargets(turn, group, [...group.members()], { configured, epoch: group.epoch, records });
  }
  return records;
}

interface Recording {
  readonly configured: ConfiguredTopology;
  readonly epoch: number;
  readonly records: GroupRecord[];
}

function recordTargets(
  turn: Turn,
  group: StreamsGroup,
  members: readonly StreamsMember[],
  { configured, epoch, records }: Recording,
): ReadonlyMap<string, Assignment> {
  const isReady = configured.problem === undefined;
  const targets = assignTasks({
    members: members.map(({ memberId, processId }) => ({ memberId, processId, assigned: group.target(memberId) })),
    subtopologies: (isReady ? (configured.subtopologies ?? []) : []).map(({ subtopologyId, taskCount, stateChangelogTopics }) => ({
      subtopologyId,
      taskCount,
      isStateful: stateChangelogTopics.length > 0,
    })),
    standbyReplicas: turn.configs.streamsGroup(group.groupId).numStandbyReplicas,
  });
  for (const [memberId, target] of group.changedTargets(targets)) records.push(targetRecord(group.groupId, memberId, target));
  records.push(targetEpochRecord(group.groupId, epoch, turn.nowMs));
  return targets;
}

function membersWith(group: StreamsGroup, updated: StreamsMember): StreamsMember[] {
  const others = [...group.members()].filter(({ memberId }) => memberId !== updated.memberId);
  return [...others, updated].sort((first, second) => (first.memberId < second.memberId ? -1 : 1));
}
