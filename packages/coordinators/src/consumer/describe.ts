import { type ConsumerGroupDescribeResponse, type Draft, errors } from "@millrace/protocol";
import type { Group } from "../groups.ts";
import { ascending } from "../modern/assignment.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";

export type DescribedConsumerGroup = Draft<ConsumerGroupDescribeResponse["groups"][number]>;
type DescribedMember = NonNullable<DescribedConsumerGroup["members"]>[number];

const memberType = { classic: 0, consumer: 1 } as const;

export function describeConsumerGroup(
  groupId: string,
  group: Group | undefined,
  defaultAssignor: string,
  topics: TopicImage,
): DescribedConsumerGroup {
  if (groupId === "") return { groupId, errorCode: errors.INVALID_GROUP_ID.code };
  if (group?.type !== "consumer") {
    const errorMessage = group === undefined ? `Group ${groupId} not found.` : `Group ${groupId} is not a consumer group.`;
    return { groupId, errorCode: errors.GROUP_ID_NOT_FOUND.code, errorMessage };
  }
  return {
    groupId,
    groupState: group.state,
    groupEpoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: group.preferredAssignor() ?? defaultAssignor,
    members: Array.from(group.members(), (member) => describeMember(group, member, topics)),
  };
}

function describeMember(group: ConsumerGroup, member: ConsumerMember, topics: TopicImage): DescribedMember {
  const { memberId, instanceId, rackId, memberEpoch, clientId, clientHost, subscribedTopicRegex } = member;
  const held = new Map<string, number[]>();
  for (const assignment of [member.assigned, member.revoking]) {
    for (const [topicId, epochs] of assignment) held.set(topicId, [...(held.get(topicId) ?? []), ...epochs.keys()]);
  }
  return {
    memberId,
    instanceId,
    rackId,
    memberEpoch,
    clientId,
    clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames],
    subscribedTopicRegex,
    assignment: { topicPartitions: named(held, topics) },
    targetAssignment: { topicPartitions: named(group.target(memberId), topics) },
    memberType: member.classic === null ? memberType.consumer : memberType.classic,
  };
}

/** Topics that are no more are left out. */
function named(assignment: Iterable<readonly [topicId: string, partitions: Iterable<number>]>, topics: TopicImage) {
  return [...assignment].flatMap(([topicId, partitions]) => {
    const topic = topics.topicById(topicId);
    return topic === undefined ? [] : [{ topicId, topicName: topic.name, partitions: ascending(partitions) }];
  });
}
