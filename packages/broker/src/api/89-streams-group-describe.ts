// StreamsGroupDescribe, version 0: streams groups with their topology, their members and what each has (KIP-1071).
import type { DescribedStreamsGroup } from "@millrace/coordinators";
import { apis, type Draft, errors, type StreamsGroupDescribeRequest, type StreamsGroupDescribeResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { type Access, divided } from "../authorization/access.ts";
import { servesStreamsGroups } from "../groups/served.ts";
import { handler, type RequestContext } from "./handler.ts";

export const streamsGroupDescribe = handler({
  api: apis.streamsGroupDescribe,
  versions: [0, 0],
  borrowsFrame: true,
  handle(request: StreamsGroupDescribeRequest, { broker, access }: RequestContext): Draft<StreamsGroupDescribeResponse> {
    const { groupIds, includeAuthorizedOperations } = request;
    if (!servesStreamsGroups(broker)) {
      return { groups: groupIds.map((groupId) => ({ groupId, errorCode: errors.UNSUPPORTED_VERSION.code })) };
    }
    // Kafka's order: those without a name are answered before any coordinator is asked.
    const [visible, hidden] = divided(groupIds, (groupId) => access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, groupId));
    const ordered = visible.toSorted((first, second) => Number(first !== "") - Number(second !== ""));
    const groups = ordered.map((groupId) =>
      broker.groups.read<DescribedStreamsGroup>(
        groupId,
        (coordinator) => coordinator.describeStreamsGroup(groupId),
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

function withOperations(group: DescribedStreamsGroup, access: Access): DescribedStreamsGroup {
  if ((group.errorCode ?? 0) !== 0) return group;
  return { ...group, authorizedOperations: access.operations(resourceTypes.GROUP, group.groupId ?? "") };
}

/** A group is not told of at all to whom a topic of its topology is hidden. */
function withoutHiddenTopics(group: DescribedStreamsGroup, access: Access): DescribedStreamsGroup {
  const topics = new Set(
    (group.topology?.subtopologies ?? []).flatMap((each) => [
      ...(each.sourceTopics ?? []),
      ...(each.repartitionSinkTopics ?? []),
      ...[...(each.repartitionSourceTopics ?? []), ...(each.stateChangelogTopics ?? [])].map(({ name = "" }) => name),
    ]),
  );
  const hidden = [...topics].filter((topic) => !access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic));
  if (hidden.length === 0) return group;
  const errorMessage = "The described group uses topics that the client is not authorized to describe.";
  return { groupId: group.groupId, errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, errorMessage, members: [], topology: null };
}
