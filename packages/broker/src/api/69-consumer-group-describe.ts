// ConsumerGroupDescribe, versions 0 and 1 (KIP-848): consumer groups only; which protocol each member speaks from 1 on (KIP-1099).
import type { DescribedConsumerGroup } from "@millrace/coordinators";
import { apis, type ConsumerGroupDescribeRequest, type ConsumerGroupDescribeResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { type Access, divided } from "../authorization/access.ts";
import { servesConsumerGroups } from "../groups/served.ts";
import { handler, type RequestContext } from "./handler.ts";

export const consumerGroupDescribe = handler({
  api: apis.consumerGroupDescribe,
  versions: [0, 1],
  borrowsFrame: true,
  handle(request: ConsumerGroupDescribeRequest, { broker, access }: RequestContext): Draft<ConsumerGroupDescribeResponse> {
    const { groupIds, includeAuthorizedOperations } = request;
    if (!servesConsumerGroups(broker)) {
      return { groups: groupIds.map((groupId) => ({ groupId, errorCode: errors.UNSUPPORTED_VERSION.code })) };
    }
    // Kafka's order: those without a name are answered before any coordinator is asked.
    const isVisible = (groupId: string) => access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, groupId);
    const [visible, hidden] = divided(groupIds, isVisible);
    const ordered = visible.toSorted((first, second) => Number(first !== "") - Number(second !== ""));
    const groups = ordered.map((groupId) =>
      broker.groups.read<DescribedConsumerGroup>(
        groupId,
        (coordinator) => coordinator.describeConsumerGroup(groupId),
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

function withOperations(group: DescribedConsumerGroup, access: Access): DescribedConsumerGroup {
  if ((group.errorCode ?? 0) !== 0) return group;
  return { ...group, authorizedOperations: access.operations(resourceTypes.GROUP, group.groupId ?? "") };
}

/** A group is not told of at all to whom a topic of one of its members is hidden. */
function withoutHiddenTopics(group: DescribedConsumerGroup, access: Access): DescribedConsumerGroup {
  const assignments = (group.members ?? []).flatMap(({ assignment, targetAssignment }) => [assignment, targetAssignment]);
  const topics = new Set(assignments.flatMap((each) => each?.topicPartitions ?? []).map(({ topicName = "" }) => topicName));
  const hidden = [...topics].filter((topic) => !access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic));
  if (hidden.length === 0) return group;
  const errorMessage = "The group has described topic(s) that the client is not authorized to describe.";
  return { groupId: group.groupId, errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, errorMessage, members: [] };
}
