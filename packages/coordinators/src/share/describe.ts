import { type Draft, errors, type ShareGroupDescribeResponse } from "@millrace/protocol";
import type { Group } from "../groups.ts";
import { toTopicPartitions } from "../modern/assignment.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import type { ShareMember } from "./share-member.ts";

export type DescribedShareGroup = Draft<ShareGroupDescribeResponse["groups"][number]>;
type DescribedMember = NonNullable<DescribedShareGroup["members"]>[number];

/** The only assignor for share groups that there is. */
const assignorName = "simple";

export function describeShareGroup(groupId: string, group: Group | undefined, topics: TopicImage): DescribedShareGroup {
  if (groupId === "") return { groupId, errorCode: errors.INVALID_GROUP_ID.code };
  if (group?.type !== "share") {
    const errorMessage = group === undefined ? `Group ${groupId} not found.` : `Group ${groupId} is not a share group.`;
    return { groupId, errorCode: errors.GROUP_ID_NOT_FOUND.code, errorMessage };
  }
  return {
    groupId,
    groupState: group.state,
    groupEpoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName,
    members: Array.from(group.members(), (member) => describeMember(member, topics)),
  };
}

/** Topics that are no more are left out. */
function describeMember(member: ShareMember, topics: TopicImage): DescribedMember {
  const { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assigned } = member;
  const topicPartitions = toTopicPartitions(assigned).flatMap(({ topicId, partitions }) => {
    const topic = topics.topicById(topicId);
    return topic === undefined ? [] : [{ topicId, topicName: topic.name, partitions }];
  });
  return {
    memberId,
    rackId,
    memberEpoch,
    clientId,
    clientHost,
    subscribedTopicNames: [...subscribedTopicNames],
    assignment: { topicPartitions },
  };
}
