// Heartbeat, versions 0 to 4.
import { apis, errors, type HeartbeatRequest, type HeartbeatResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";

export const heartbeat = handler({
  api: apis.heartbeat,
  versions: [0, 4],
  borrowsFrame: true,
  needs: ({ groupId }) => [onGroup(aclOperations.READ, groupId)],
  handle(request: HeartbeatRequest, context: RequestContext) {
    return context.broker.groups.submit<HeartbeatRequest, HeartbeatResponse>(
      request.groupId,
      request,
      requesterOf(context),
      (coordinator, call) => coordinator.heartbeat(call),
      // Sessions are counted from the end of loading: until then nobody is late.
      (error) => ({ errorCode: error === errors.COORDINATOR_LOAD_IN_PROGRESS ? 0 : error.code }),
    );
  },
});
