// ConsumerGroupHeartbeat, versions 0 and 1 (KIP-848): how members of consumer groups join, learn their partitions and leave; regular
// expressions in RE2 syntax from 1 on.
//
// Difference from Apache Kafka: expressions that would grow to millions of steps (`a{1000}` five hundred times) are refused as too large.
import { apis, type ConsumerGroupHeartbeatRequest, type ConsumerGroupHeartbeatResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { servesConsumerGroups } from "../groups/served.ts";
import { handler, type RequestContext } from "./handler.ts";

export const consumerGroupHeartbeat = handler({
  api: apis.consumerGroupHeartbeat,
  versions: [0, 1],
  borrowsFrame: true,
  needs: ({ groupId }, { broker }) => (servesConsumerGroups(broker) ? [onGroup(aclOperations.READ, groupId)] : []),
  handle(request: ConsumerGroupHeartbeatRequest, context: RequestContext) {
    const { groups } = context.broker;
    if (!servesConsumerGroups(context.broker)) return { errorCode: errors.UNSUPPORTED_VERSION.code };
    const isVisible = (topic: string) => context.access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic);
    const isAllowed = (request.subscribedTopicNames ?? []).filter((topic) => !isVisible(topic)).length === 0;
    if (!isAllowed) return { errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code };
    if (!request.subscribedTopicRegex) return submit(request, context);
    return groups.patterns.load().then(() => submit(request, context));
  },
});

function submit(request: ConsumerGroupHeartbeatRequest, context: RequestContext) {
  return context.broker.groups.submit<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
    request.groupId,
    request,
    requesterOf(context),
    (coordinator, call) => coordinator.consumerGroupHeartbeat(call),
    (error): Draft<ConsumerGroupHeartbeatResponse> => ({ errorCode: error.code, errorMessage: error.message }),
  );
}
