// StreamsGroupDescribe, version 0: streams groups with their topology, their members and what each has (KIP-1071).
import type { DescribedStreamsGroup } from "@millrace/coordinators";
import { apis, type Draft, type StreamsGroupDescribeRequest, type StreamsGroupDescribeResponse } from "@millrace/protocol";
import { describedGroups } from "../groups/described-groups.ts";
import { servesStreamsGroups } from "../groups/served.ts";
import { topicsOfTopology } from "../groups/topology-topics.ts";
import { handler, type RequestContext } from "./handler.ts";

export const streamsGroupDescribe = handler({
  api: apis.streamsGroupDescribe,
  versions: [0, 0],
  borrowsFrame: true,
  handle(request: StreamsGroupDescribeRequest, context: RequestContext): Draft<StreamsGroupDescribeResponse> {
    const groups = describedGroups<DescribedStreamsGroup>(request, context, {
      isServed: servesStreamsGroups(context.broker),
      describe: (coordinator, groupId) => coordinator.describeStreamsGroup(groupId),
      topicsOf: ({ topology }) => topicsOfTopology(topology),
      hidden: {
        errorMessage: "The described group uses topics that the client is not authorized to describe.",
        members: [],
        topology: null,
      },
    });
    return { groups };
  },
});
