// ConsumerGroupDescribe, versions 0 and 1 (KIP-848): consumer groups only; which protocol each member speaks from 1 on (KIP-1099).
import type { DescribedConsumerGroup } from "@millrace/coordinators";
import { apis, type ConsumerGroupDescribeRequest, type ConsumerGroupDescribeResponse, type Draft, errors } from "@millrace/protocol";
import { servesConsumerGroups } from "../groups/served.ts";
import { allOperations } from "./authorized-operations.ts";
import { handler, type RequestContext } from "./handler.ts";

export const consumerGroupDescribe = handler({
  api: apis.consumerGroupDescribe,
  versions: [0, 1],
  borrowsFrame: true,
  handle(request: ConsumerGroupDescribeRequest, { broker }: RequestContext): Draft<ConsumerGroupDescribeResponse> {
    const { groupIds, includeAuthorizedOperations } = request;
    if (!servesConsumerGroups(broker)) {
      return { groups: groupIds.map((groupId) => ({ groupId, errorCode: errors.UNSUPPORTED_VERSION.code })) };
    }
    // Kafka's order: those without a name are answered before any coordinator is asked.
    const ordered = groupIds.toSorted((first, second) => Number(first !== "") - Number(second !== ""));
    const groups = ordered.map((groupId) =>
      broker.groups.read<DescribedConsumerGroup>(
        groupId,
        (coordinator) => coordinator.describeConsumerGroup(groupId),
        (error) => ({ groupId, errorCode: error.code }),
      ),
    );
    return { groups: includeAuthorizedOperations ? groups.map(withOperations) : groups };
  },
});

function withOperations(group: DescribedConsumerGroup): DescribedConsumerGroup {
  return (group.errorCode ?? 0) === 0 ? { ...group, authorizedOperations: allOperations.group } : group;
}
