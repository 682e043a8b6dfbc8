// ShareGroupDescribe, version 1: share groups with their members and what each reads (KIP-932).
import type { DescribedShareGroup } from "@millrace/coordinators";
import { apis, type Draft, type ShareGroupDescribeRequest, type ShareGroupDescribeResponse } from "@millrace/protocol";
import { describedGroups } from "../groups/described-groups.ts";
import { servesShareGroups } from "../groups/served.ts";
import { handler, type RequestContext } from "./handler.ts";

export const shareGroupDescribe = handler({
  api: apis.shareGroupDescribe,
  versions: [1, 1],
  borrowsFrame: true,
  handle(request: ShareGroupDescribeRequest, context: RequestContext): Draft<ShareGroupDescribeResponse> {
    const groups = describedGroups<DescribedShareGroup>(request, context, {
      isServed: servesShareGroups(context.broker),
      describe: (coordinator, groupId) => coordinator.describeShareGroup(groupId),
      topicsOf: ({ members = [] }) =>
        members.flatMap(({ assignment }) => assignment?.topicPartitions ?? []).map(({ topicName = "" }) => topicName),
      hidden: { errorMessage: "The group has described topic(s) that the client is not authorized to describe.", members: [] },
    });
    return { groups };
  },
});
