// ConsumerGroupDescribe, versions 0 and 1 (KIP-848): consumer groups only; which protocol each member speaks from 1 on (KIP-1099).
import type { DescribedConsumerGroup } from "@millrace/coordinators";
import { apis, type ConsumerGroupDescribeRequest, type ConsumerGroupDescribeResponse, type Draft } from "@millrace/protocol";
import { describedGroups } from "../groups/described-groups.ts";
import { servesConsumerGroups } from "../groups/served.ts";
import { handler, type RequestContext } from "./handler.ts";

export const consumerGroupDescribe = handler({
  api: apis.consumerGroupDescribe,
  versions: [0, 1],
  borrowsFrame: true,
  handle(request: ConsumerGroupDescribeRequest, context: RequestContext): Draft<ConsumerGroupDescribeResponse> {
    const groups = describedGroups<DescribedConsumerGroup>(request, context, {
      isServed: servesConsumerGroups(context.broker),
      describe: (coordinator, groupId) => coordinator.describeConsumerGroup(groupId),
      topicsOf: ({ members = [] }) =>
        members
          .flatMap(({ assignment, targetAssignment }) => [assignment, targetAssignment])
          .flatMap((each) => each?.topicPartitions ?? [])
          .map(({ topicName = "" }) => topicName),
      hidden: { errorMessage: "The group has described topic(s) that the client is not authorized to describe.", members: [] },
    });
    return { groups };
  },
});
