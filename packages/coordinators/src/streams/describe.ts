import { type Draft, errors, type StreamsGroupDescribeResponse } from "@millrace/protocol";
import type { Group } from "../groups.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import { Refusal } from "../refusal.ts";
import type { StreamsGroup, Topology } from "./streams-group.ts";
import type { StreamsMember } from "./streams-member.ts";
import { toTaskLists } from "./tasks.ts";
import { type ConfiguredSubtopology, configureTopology } from "./topology-topics.ts";

export type DescribedStreamsGroup = Draft<StreamsGroupDescribeResponse["groups"][number]>;
type DescribedMember = NonNullable<DescribedStreamsGroup["members"]>[number];

export function describeStreamsGroup(groupId: string, group: Group | undefined, topics: TopicImage): DescribedStreamsGroup {
  if (groupId === "") return { groupId, errorCode: errors.INVALID_GROUP_ID.code };
  if (group?.type !== "streams") {
    const errorMessage = group === undefined ? `Group ${groupId} not found.` : `Group ${groupId} is not a streams group.`;
    return { groupId, errorCode: errors.GROUP_ID_NOT_FOUND.code, errorMessage };
  }
  const { topology } = group;
  return {
    groupId,
    groupState: group.state,
    groupEpoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    topology: topology === undefined ? null : describedTopology(topology, topics),
    members: Array.from(group.members(), (member) => describeMember(group, member)),
  };
}

/** With the partitions that internal topics have, where all is as it has to be; otherwise as declared. */
function describedTopology(topology: Topology, topics: TopicImage): DescribedStreamsGroup["topology"] {
  const configured = configureTopology(topology, topics);
  const isReady = !(configured instanceof Refusal) && configured.problem === undefined;
  const subtopologies = (isReady ? configured.subtopologies : undefined) ?? topology.subtopologies;
  return { epoch: topology.epoch, subtopologies: [...subtopologies].sort(byId).map(describedSubtopology) };
}

type AnySubtopology = Pick<
  ConfiguredSubtopology,
  "subtopologyId" | "sourceTopics" | "repartitionSinkTopics" | "repartitionSourceTopics" | "stateChangelogTopics"
>;

const byId = (first: AnySubtopology, second: AnySubtopology) => (first.subtopologyId < second.subtopologyId ? -1 : 1);

function describedSubtopology(subtopology: AnySubtopology) {
  const { subtopologyId, sourceTopics, repartitionSinkTopics, repartitionSourceTopics, stateChangelogTopics } = subtopology;
  return {
    subtopologyId,
    sourceTopics: [...sourceTopics].sort(),
    repartitionSinkTopics: [...repartitionSinkTopics].sort(),
    repartitionSourceTopics: [...repartitionSourceTopics].sort(byName),
    stateChangelogTopics: [...stateChangelogTopics].sort(byName),
  };
}

const byName = (first: { readonly name: string }, second: { readonly name: string }) => (first.name < second.name ? -1 : 1);

function describeMember(group: StreamsGroup, member: StreamsMember): DescribedMember {
  const { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags } = member;
  return {
    memberId,
    memberEpoch,
    instanceId,
    rackId,
    clientId,
    clientHost,
    topologyEpoch,
    processId,
    userEndpoint,
    clientTags: Array.from(clientTags, ([key, value]) => ({ key, value })),
    assignment: toTaskLists(member.assigned),
    targetAssignment: toTaskLists(group.target(memberId)),
  };
}
