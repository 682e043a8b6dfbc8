// ShareGroupHeartbeat, version 1: how share consumers join, learn their partitions and leave (KIP-932).
import { apis, type Draft, errors, type ShareGroupHeartbeatRequest, type ShareGroupHeartbeatResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { servesShareGroups } from "../groups/served.ts";
import { handler, type RequestContext } from "./handler.ts";

/** As many characters as a UUID has. */
const memberIdMax = 36;

export const shareGroupHeartbeat = handler({
  api: apis.shareGroupHeartbeat,
  versions: [1, 1],
  needs: ({ groupId }, { broker }) => (servesShareGroups(broker) ? [onGroup(aclOperations.READ, groupId)] : []),
  handle(request: ShareGroupHeartbeatRequest, context: RequestContext) {
    const { access, broker } = context;
    const { groupId, memberId, subscribedTopicNames } = request;
    if (!servesShareGroups(broker)) return { errorCode: errors.UNSUPPORTED_VERSION.code };
    if (memberId === "" || memberId.length > memberIdMax) return { errorCode: errors.INVALID_REQUEST.code };
    const hidden = [...new Set(subscribedTopicNames)].filter((topic) => !access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic));
    if (hidden.length > 0) return { errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code };
    return broker.groups.submit<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>(
      groupId,
      request,
      requesterOf(context),
      (coordinator, call) => coordinator.shareGroups.heartbeat(call),
      ({ code, message }): Draft<ShareGroupHeartbeatResponse> => ({ errorCode: code, errorMessage: message }),
    );
  },
});
