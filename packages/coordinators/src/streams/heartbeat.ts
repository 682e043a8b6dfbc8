import { type Draft, errors, type StreamsGroupHeartbeatRequest, type StreamsGroupHeartbeatResponse } from "@millrace/protocol";
import type { GroupRecord } from "../group-record.ts";
import type { Groups } from "../groups.ts";
import { type Assignment, contains, sameEpochAssignment, toTopicPartitions } from "../modern/assignment.ts";
import { joinEpoch } from "../modern/modern-member.ts";
import { groupTombstone } from "../offsets/tombstones.ts";
import { Outcome } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import type { Requester, Turn } from "../turn.ts";
import { statusCode } from "./copartition.ts";
import { partitionsByEndpoint } from "./endpoints.ts";
import { memberMetadataRecord, topologyRecord } from "./member-records.ts";
import { keepSession, reconcileMember, type StreamsChange, updateEpoch } from "./settle.ts";
import { StreamsGroup, type Topology } from "./streams-group.ts";
import { newStreamsMember, type StreamsMember, sameMetadata } from "./streams-member.ts";
import { updateTarget } from "./target.ts";
import { toTaskLists, toTasks } from "./tasks.ts";
import type { ConfiguredTopology, InternalTopic } from "./topology-topics.ts";

type Request = StreamsGroupHeartbeatRequest;
type Status = { statusCode: number; statusDetail: string };

/** What a member is answered, and which internal topics are to be made meanwhile. */
export interface StreamsHeartbeatResult {
  readonly response: Draft<StreamsGroupHeartbeatResponse>;
  readonly missing: readonly InternalTopic[];
}

/** The same as messages are: what a ticket stands for. */
export interface StreamsHeartbeatAnswer {
  readonly response: StreamsGroupHeartbeatResponse;
  readonly missing: readonly InternalTopic[];
}

/** A member joins or goes on. What is to be stored is in the turn's outcome; nothing if the heartbeat is refused. */
export function streamsHeartbeat(turn: Turn, groups: Groups, request: Request, requester: Requester): StreamsHeartbeatResult | Refusal {
  const records: GroupRecord[] = [];
  const group = groupToJoin(groups, request, records);
  if (group instanceof Refusal) return group;
  const full = refuseIfFull(turn, group, request);
  if (full !== undefined) return full;
  const old = findMember(group, request);
  if (old instanceof Refusal) return old;
  const updated = said(old, request, requester);
  const topology = topologyOf(group, request.topology, records);
  if (topology instanceof Refusal) return topology;
  if (!sameMetadata(old, updated)) records.unshift(memberMetadataRecord(group.groupId, updated));
  const life = groups.lifeOf(group.groupId);
  const configured = life.configured(topology, turn.topics);
  if (configured instanceof Refusal) return configured;
  const bad = configured.problem === undefined ? refuseTasks(configured, request) : undefined;
  if (bad !== undefined) return bad;
  return settle({ turn, group, life, old, updated, topology, configured, records }, groups, request);
}

function settle(change: StreamsChange, groups: Groups, request: Request): StreamsHeartbeatResult {
  const { turn, group, life, old, topology, configured, records } = change;
  const { groupId } = group;
  const status: Status[] = [];
  if (change.updated.topologyEpoch < topology.epoch) {
    const statusDetail = `The member's topology epoch ${change.updated.topologyEpoch} is behind the group's topology epoch ${topology.epoch}.`;
    status.push({ statusCode: statusCode.STALE_TOPOLOGY, statusDetail });
  }
  const epoch = updateEpoch(change);
  const { target, targetEpoch, delay } = updateTarget(change, epoch);
  if (delay !== undefined) status.push({ statusCode: statusCode.ASSIGNMENT_DELAYED, statusDetail: delay });
  const member = reconcileMember(change, { target, targetEpoch }, ownedBy(request));
  dropClassic(turn, groups, groupId);
  turn.outcome.store(records);
  keepSession(turn, groupId, member.memberId);
  if (request.shutdownApplication) life.shutdownRequestedBy ??= member.memberId;
  const { problem, missing } = configured;
  if (problem !== undefined) status.push({ statusCode: statusCode[problem.status], statusDetail: problem.message });
  if (life.shutdownRequestedBy !== undefined) {
    const statusDetail = `Streams group member ${life.shutdownRequestedBy} encountered a fatal error and requested a shutdown for the entire application.`;
    status.push({ statusCode: statusCode.SHUTDOWN_APPLICATION, statusDetail });
  }
  const changed = request.memberEpoch === joinEpoch || !sameEpochAssignment(old.assigned, member.assigned);
  if (changed && member.userEndpoint !== null) life.endpointEpoch++;
  const isStored = groups.streams(groupId) !== undefined;
  const response = {
    memberId: member.memberId,
    memberEpoch: member.memberEpoch,
    heartbeatIntervalMs: turn.configs.streamsGroup(groupId).heartbeatIntervalMs,
    status,
    ...(changed ? toTaskLists(member.assigned) : {}),
    endpointInformationEpoch: isStored ? life.endpointEpoch : 0,
    partitionsByUserEndpoint: life.endpointEpoch === request.endpointInformationEpoch ? null : partitionsByEndpoint(change, member),
  };
  return { response, missing };
}

function groupToJoin(groups: Groups, { groupId, memberEpoch }: Request, records: GroupRecord[]): StreamsGroup | Refusal {
  const group = groups.get(groupId);
  if (group?.type === "streams") return group;
  const joins = memberEpoch === joinEpoch;
  if (group === undefined)
    return joins ? new StreamsGroup(groupId) : new Refusal(errors.GROUP_ID_NOT_FOUND, `Streams group ${groupId} not found.`);
  if (!joins || group.type !== "classic" || group.state !== "Empty") {
    return new Refusal(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a streams group.`);
  }
  records.push(groupTombstone(groupId));
  return new StreamsGroup(groupId);
}

/** An empty classic group, or what a group was that only had offsets, is gone once the streams group is stored. */
function dropClassic(turn: Turn, groups: Groups, groupId: string): void {
  if (groups.classic(groupId) === undefined) return;
  turn.outcome.appended = (refusal) => {
    if (refusal === undefined) groups.drop(groupId);
    return new Outcome();
  };
}

function refuseIfFull({ configs }: Turn, group: StreamsGroup, { memberEpoch }: Request): Refusal | undefined {
  const { groupStreamsMaxSize } = configs.broker;
  if (memberEpoch !== joinEpoch || group.size < groupStreamsMaxSize) return undefined;
  return new Refusal(
    errors.GROUP_MAX_SIZE_REACHED,
    `The streams group has reached its maximum capacity of ${groupStreamsMaxSize} members.`,
  );
}

function findMember(group: StreamsGroup, request: Request): StreamsMember | Refusal {
  const { memberId, memberEpoch: epoch } = request;
  const member = group.member(memberId);
  if (epoch === joinEpoch) return member ?? newStreamsMember(memberId);
  if (member === undefined) return new Refusal(errors.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${group.groupId}.`);
  if (epoch === member.memberEpoch) return member;
  // The answer to its last heartbeat may have been lost.
  const owned = ownedBy(request);
  if (
    epoch === member.previousMemberEpoch &&
    epoch < member.memberEpoch &&
    owned !== null &&
    contains(member.assigned, toTopicPartitions(owned))
  ) {
    return member;
  }
  const how = epoch > member.memberEpoch ? "greater" : "smaller";
  const message = `The streams group member has a ${how} member epoch (${epoch}) than the one known by the group coordinator (${member.memberEpoch}). The member must abandon all its partitions and rejoin.`;
  return new Refusal(errors.FENCED_MEMBER_EPOCH, message);
}

/** What the member says that it has; null if it does not say. */
function ownedBy({ activeTasks, standbyTasks, warmupTasks }: Request): Assignment | null {
  if (activeTasks === null || standbyTasks === null || warmupTasks === null) return null;
  return toTasks({ activeTasks, standbyTasks, warmupTasks });
}

/** The member as the request says; what it leaves out stays. */
function said(old: StreamsMember, request: Request, { clientId, clientHost }: Requester): StreamsMember {
  const { rackId, rebalanceTimeoutMs, topology, processId, userEndpoint, clientTags } = request;
  return {
    ...old,
    rackId: rackId ?? old.rackId,
    rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? old.rebalanceTimeoutMs : rebalanceTimeoutMs,
    topologyEpoch: topology?.epoch ?? old.topologyEpoch,
    processId: processId ?? old.processId,
    userEndpoint: userEndpoint ?? old.userEndpoint,
    clientTags: clientTags === null ? old.clientTags : new Map(clientTags.map(({ key, value }) => [key, value])),
    clientId,
    clientHost,
  };
}

/** The group's topology from now on: the first that is told. An older one is passed over; a newer one, or another of the same epoch, is not served. */
function topologyOf(group: StreamsGroup, told: Request["topology"], records: GroupRecord[]): Topology | Refusal {
  const known = group.topology;
  if (told === null) return known ?? new Refusal(errors.UNKNOWN_SERVER_ERROR, "The topology is null and the group topology is also null.");
  if (known !== undefined && known.epoch > told.epoch) return known;
  const topology = ordered(told);
  if (known === undefined) {
    records.push(topologyRecord(group.groupId, topology));
    return topology;
  }
  if (JSON.stringify(known) === JSON.stringify(topology)) return known;
  return new Refusal(errors.INVALID_REQUEST, "Topology updates are not supported yet.");
}

/** Lists that mean the same in any order are in one order, so that topologies can be compared. */
function ordered({ epoch, subtopologies }: Topology): Topology {
  const sorted = subtopologies.map((each) => ({
    subtopologyId: each.subtopologyId,
    sourceTopics: each.sourceTopics,
    sourceTopicRegex: each.sourceTopicRegex,
    stateChangelogTopics: each.stateChangelogTopics.map(plain).sort(byName),
    repartitionSinkTopics: [...each.repartitionSinkTopics].sort(),
    repartitionSourceTopics: each.repartitionSourceTopics.map(plain),
    copartitionGroups: each.copartitionGroups.map(({ sourceTopics, sourceTopicRegex, repartitionSourceTopics }) => ({
      sourceTopics,
      sourceTopicRegex,
      repartitionSourceTopics,
    })),
  }));
  return { epoch, subtopologies: sorted.sort((first, second) => (first.subtopologyId < second.subtopologyId ? -1 : 1)) };
}

type TopicInfo = Topology["subtopologies"][number]["stateChangelogTopics"][number];

const plain = ({ name, partitions, replicationFactor, topicConfigs }: TopicInfo): TopicInfo => ({
  name,
  partitions,
  replicationFactor,
  topicConfigs: topicConfigs.map(({ key, value }) => ({ key, value })).sort((first, second) => (first.key < second.key ? -1 : 1)),
});

const byName = (first: TopicInfo, second: TopicInfo) => (first.name < second.name ? -1 : 1);

/** Why a member can't have the tasks that it says it has. */
function refuseTasks({ subtopologies = [] }: ConfiguredTopology, { activeTasks, standbyTasks, warmupTasks }: Request): Refusal | undefined {
  const counts = new Map(subtopologies.map(({ subtopologyId, taskCount }) => [subtopologyId, taskCount]));
  for (const { subtopologyId, partitions } of [activeTasks, standbyTasks, warmupTasks].flatMap((tasks) => tasks ?? [])) {
    const count = counts.get(subtopologyId);
    if (count === undefined) return new Refusal(errors.INVALID_REQUEST, `Subtopology ${subtopologyId} does not exist in the topology.`);
    const outside = partitions.find((partition) => partition < 0 || partition >= count);
    if (outside === undefined) continue;
    const message = `Task ${outside} for subtopology ${subtopologyId} is invalid. Number of tasks for this subtopology: ${count}`;
    return new Refusal(errors.INVALID_REQUEST, message);
  }
  return undefined;
}
