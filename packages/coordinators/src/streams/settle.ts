import type { GroupRecord } from "../group-record.ts";
import { type Assignment, toTopicPartitions } from "../modern/assignment.ts";
import { metadataHash } from "../modern/metadata-hash.ts";
import { isReconciled, reconcile } from "../modern/reconcile.ts";
import { revocationKey, sessionKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { currentAssignmentRecord, groupEpochRecord } from "./member-records.ts";
import type { StreamsGroup, Topology } from "./streams-group.ts";
import type { StreamsLife } from "./streams-life.ts";
import { type StreamsMember, sameMetadata, sameStanding } from "./streams-member.ts";
import { roleOf, subtopologyOf } from "./tasks.ts";
import { type ConfiguredTopology, requiredTopics } from "./topology-topics.ts";

/** A member's heartbeat on its way: what it changes, step by step, before any of it is stored. */
export interface StreamsChange {
  readonly turn: Turn;
  readonly group: StreamsGroup;
  readonly life: StreamsLife;
  /** The member as it was; new ones are made up for the purpose. */
  readonly old: StreamsMember;
  /** The member as its request says. */
  readonly updated: StreamsMember;
  readonly topology: Topology;
  readonly configured: ConfiguredTopology;
  /** What is to be stored if all goes well. */
  readonly records: GroupRecord[];
}

/** What a member is to have as of an epoch. */
export interface StreamsTarget {
  readonly targetEpoch: number;
  readonly target: Assignment;
}

/** The settings that an assignment follows; the group gets a new epoch when they change. */
function assignmentConfigs(turn: Turn, groupId: string): ReadonlyMap<string, string> {
  return new Map([["num.standby.replicas", String(turn.configs.streamsGroup(groupId).numStandbyReplicas)]]);
}

/** Raises the group's epoch where a member, the topology, its topics or the settings have changed; the epoch from now on. */
export function updateEpoch({ turn, group, old, updated, topology, configured, records }: StreamsChange): number {
  const hash = metadataHash(requiredTopics(topology), turn.topics);
  const validatedTopologyEpoch = configured.problem === undefined ? topology.epoch : -1;
  const configs = assignmentConfigs(turn, group.groupId);
  const isSame =
    sameMetadata(old, updated) &&
    group.member(updated.memberId) !== undefined &&
    hash === group.metadataHash &&
    validatedTopologyEpoch === group.validatedTopologyEpoch &&
    [...configs].every(([key, value]) => group.assignmentConfigs.get(key) === value);
  if (isSame) return group.epoch;
  const epoch = group.epoch + 1;
  records.push(groupEpochRecord(group.groupId, { epoch, metadataHash: hash, validatedTopologyEpoch, assignmentConfigs: configs }));
  return epoch;
}

/** Leads the member towards its target; the member from now on. A process never has a task twice, and no two have one active. */
export function reconcileMember(
  { turn, group, updated, records }: StreamsChange,
  goal: StreamsTarget,
  owned: Assignment | null,
): StreamsMember {
  if (isReconciled(updated, goal.targetEpoch)) return updated;
  const processes = group.taskProcesses();
  const member = reconcile(updated, {
    ...goal,
    subscribes: true,
    topicIds: new Set(goal.target.keys()),
    subscriptionChanged: false,
    owned: owned === null ? null : toTopicPartitions(owned),
    ownerEpoch(key, partition) {
      const subtopologyId = subtopologyOf(key);
      const isOwn = (role: "active" | "standby" | "warmup") => processes(role, subtopologyId, partition).has(updated.processId);
      const active = processes("active", subtopologyId, partition);
      const isTaken = (roleOf(key) === "active" ? active.size > 0 : isOwn("active")) || isOwn("standby") || isOwn("warmup");
      return isTaken ? updated.memberEpoch : undefined;
    },
  });
  if (sameStanding(member, updated)) return updated;
  records.push(currentAssignmentRecord(group.groupId, member));
  limitRevocation(turn, group.groupId, member);
  return member;
}

/** A member that has to give tasks back has its rebalance timeout for it. */
export function limitRevocation(turn: Turn, groupId: string, { memberId, memberEpoch, state, rebalanceTimeoutMs }: StreamsMember): void {
  const key = revocationKey(groupId, memberId);
  if (state !== "UNREVOKED_PARTITIONS") turn.outcome.stopTimer(key);
  else turn.outcome.startTimer(key, rebalanceTimeoutMs, { type: "revocation", groupId, memberId, memberEpoch });
}

/** Counts the member's session anew. */
export function keepSession(turn: Turn, groupId: string, memberId: string): void {
  const { sessionTimeoutMs } = turn.configs.streamsGroup(groupId);
  turn.outcome.startTimer(sessionKey(groupId, memberId), sessionTimeoutMs, { type: "session", groupId, memberId });
}
