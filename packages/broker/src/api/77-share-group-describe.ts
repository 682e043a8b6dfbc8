// ShareGroupDescribe, version 1: share groups with their members and what each reads (KIP-932).
import type { DescribedShareGroup } from "@millrace/coordinators";
import { apis, type Draft, errors, type ShareGroupDescribeRequest, type ShareGroupDescribeResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { type Access, divided } from "../authorization/access.ts";
import { servesShareGroups } from "../groups/served.ts";
import { handler, type RequestContext } from "./handler.ts";

export const shareGroupDescribe = handler({
  api: apis.shareGroupDescribe,
  versions: [1, 1],
  borrowsFrame: true,
  handle(request: ShareGroupDescribeRequest, { broker, access }: RequestContext): Draft<ShareGroupDescribeResponse> {
    const { groupIds, includeAuthorizedOperations } = request;
    if (!servesShareGroups(broker)) {
      return { groups: groupIds.map((groupId) => ({ groupId, errorCode: errors.UNSUPPORTED_VERSION.code })) };
    }
    // Kafka's order: those without a name are answered before any coordinator is asked.
    const [visible, hidden] = divided(groupIds, (groupId) => access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, groupId));
    const ordered = visible.toSorted((first, second) => Number(first !== "") - Number(second !== ""));
    const groups = ordered.map((groupId) =>
      broker.groups.read<DescribedShareGroup>(
        groupId,
        (coordinator) => coordinator.describeShareGroup(groupId),
        (error) => ({ groupId, errorCode: error.code }),
      ),
    );
    const described = includeAuthorizedOperations ? groups.map((group) => withOperations(group, access)) : groups;
    return {
      groups: [
        ...hidden.map((groupId) => ({ groupId, errorCode: errors.GROUP_AUTHORIZATION_FAILED.code })),
        ...described.map((group) => withoutHiddenTopics(group, access)),
      ],
    };
  },
});

function withOperations(group: DescribedShareGroup, access: Access): DescribedShareGroup {
  if ((group.errorCode ?? 0) !== 0) return group;
  return { ...group, authorizedOperations: access.operations(resourceTypes.GROUP, group.groupId ?? "") };
}

/** A group is not told of at all to whom a topic that it reads is hidden. */
function withoutHiddenTopics(group: DescribedShareGroup, access: Access): DescribedShareGroup {
  const assigned = (group.members ?? []).flatMap(({ assignment }) => assignment?.topicPartitions ?? []);
  const topics = new Set(assigned.map(({ topicName = "" }) => topicName));
  const hidden = [...topics].filter((topic) => !access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic));
  if (hidden.length === 0) return group;
  const errorMessage = "The group has described topic(s) that the client is not authorized to describe.";
  return { groupId: group.groupId, errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, errorMessage, members: [] };
}
