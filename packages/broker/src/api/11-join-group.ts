// JoinGroup, versions 0 to 9: answered when the rebalance is over, while the connection's later requests wait, as on a Kafka broker.
//
// Difference from Apache Kafka: of a member's JoinGroups that are parked at the same time, each is answered, not only the last.
import { apis, type Draft, type JoinGroupRequest, type JoinGroupResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";

/** Version 0 had one timeout for both. */
const firstVersionWithRebalanceTimeout = 1;
/** Before, a protocol's name could not be null. */
const firstVersionWithNullProtocol = 7;

export const joinGroup = handler({
  api: apis.joinGroup,
  versions: [0, 9],
  needs: ({ groupId }) => [onGroup(aclOperations.READ, groupId)],
  handle(request: JoinGroupRequest, context: RequestContext): Draft<JoinGroupResponse> | Promise<Draft<JoinGroupResponse>> {
    const { broker, apiVersion } = context;
    const rebalanceTimeoutMs = apiVersion < firstVersionWithRebalanceTimeout ? request.sessionTimeoutMs : request.rebalanceTimeoutMs;
    const reply = broker.groups.submit<JoinGroupRequest, JoinGroupResponse>(
      request.groupId,
      { ...request, rebalanceTimeoutMs },
      requesterOf(context),
      (coordinator, call) => coordinator.joinGroup(call),
      (error) => ({ errorCode: error.code }),
    );
    const none = apiVersion < firstVersionWithNullProtocol ? "" : null;
    const complete = (response: Draft<JoinGroupResponse>) => ({ ...response, protocolName: response.protocolName || none });
    return reply instanceof Promise ? reply.then(complete) : complete(reply);
  },
});
