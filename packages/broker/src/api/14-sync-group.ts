// SyncGroup, versions 0 to 5: answered when the leader has sent the assignment, while the connection's later requests wait, as on a
// Kafka broker. From 5 on a member has to say which protocol it takes the group to use (KIP-559).
//
// Difference from Apache Kafka: a SyncGroup whose member leaves meanwhile is answered with UNKNOWN_MEMBER_ID, where Kafka forgets it.
import { apis, errors, type SyncGroupRequest, type SyncGroupResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionWithProtocol = 5;

export const syncGroup = handler({
  api: apis.syncGroup,
  versions: [0, 5],
  needs: (request, { apiVersion }) => (lacksProtocol(request, apiVersion) ? [] : [onGroup(aclOperations.READ, request.groupId)]),
  handle(request: SyncGroupRequest, context: RequestContext) {
    if (lacksProtocol(request, context.apiVersion)) return { errorCode: errors.INCONSISTENT_GROUP_PROTOCOL.code };
    return context.broker.groups.submit<SyncGroupRequest, SyncGroupResponse>(
      request.groupId,
      request,
      requesterOf(context),
      (coordinator, call) => coordinator.syncGroup(call),
      (error) => ({ errorCode: error.code }),
    );
  },
});

function lacksProtocol({ protocolType, protocolName }: SyncGroupRequest, version: number): boolean {
  return version >= firstVersionWithProtocol && (protocolType === null || protocolName === null);
}
