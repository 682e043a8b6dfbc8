// StreamsGroupHeartbeat, version 0: how threads of Kafka Streams applications join, learn their tasks and leave; internal topics of the
// topology are made here (KIP-1071).
//
// Difference from Apache Kafka: why an internal topic can't be made is told at once, not with a later heartbeat.
import type { StreamsHeartbeatAnswer } from "@millrace/coordinators";
import { apis, type Draft, errors, type StreamsGroupHeartbeatRequest, type StreamsGroupHeartbeatResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { createInternalTopics } from "../groups/internal-topics.ts";
import { servesStreamsGroups } from "../groups/served.ts";
import { topicsOfTopology } from "../groups/topology-topics.ts";
import { isInternalTopic, topicNameProblem } from "../metadata/topic-names.ts";
import { handler, type RequestContext } from "./handler.ts";

export const streamsGroupHeartbeat = handler({
  api: apis.streamsGroupHeartbeat,
  versions: [0, 0],
  needs: ({ groupId }, { broker }) => (servesStreamsGroups(broker) ? [onGroup(aclOperations.READ, groupId)] : []),
  async handle(request: StreamsGroupHeartbeatRequest, context: RequestContext): Promise<Draft<StreamsGroupHeartbeatResponse>> {
    if (!servesStreamsGroups(context.broker)) return { errorCode: errors.UNSUPPORTED_VERSION.code };
    const refused = refuseTopics(topicsOfTopology(request.topology), context);
    if (refused !== undefined) return refused;
    const { response = {}, missing = [] } = await context.broker.groups.submit<StreamsGroupHeartbeatRequest, StreamsHeartbeatAnswer>(
      request.groupId,
      request,
      requesterOf(context),
      (coordinator, call) => coordinator.streamsGroupHeartbeat(call),
      ({ code, message }) => ({ response: { errorCode: code, errorMessage: message } }),
    );
    return missing.length === 0 ? response : createInternalTopics(response, missing, context);
  },
});

function refuseTopics(topics: readonly string[], { access }: RequestContext): Draft<StreamsGroupHeartbeatResponse> | undefined {
  const invalid = (errorMessage: string) => ({ errorCode: errors.STREAMS_INVALID_TOPOLOGY.code, errorMessage });
  const prohibited = topics.filter(isInternalTopic);
  if (prohibited.length > 0) {
    return invalid(`Use of Kafka internal topics ${prohibited.join(",")} in a Kafka Streams topology is prohibited.`);
  }
  const impossible = topics.filter((topic) => topicNameProblem(topic) !== undefined);
  if (impossible.length > 0) return invalid(`Topic names ${impossible.join(",")} are not valid topic names.`);
  const hidden = topics.filter((topic) => !access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic));
  return hidden.length === 0 ? undefined : { errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code };
}
