// LeaveGroup, versions 0 to 5: several members in one request from 3 on (KIP-345).
import { apis, type Draft, type LeaveGroupRequest, type LeaveGroupResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionOfSeveralMembers = 3;

export const leaveGroup = handler({
  api: apis.leaveGroup,
  versions: [0, 5],
  borrowsFrame: true,
  needs: ({ groupId }) => [onGroup(aclOperations.READ, groupId)],
  handle(request: LeaveGroupRequest, context: RequestContext) {
    const alone = context.apiVersion < firstVersionOfSeveralMembers;
    const members = alone ? [{ memberId: request.memberId, groupInstanceId: null, reason: null }] : request.members;
    const reply = context.broker.groups.submit<LeaveGroupRequest, LeaveGroupResponse>(
      request.groupId,
      { ...request, members },
      requesterOf(context),
      (coordinator, call) => coordinator.leaveGroup(call),
      (error) => ({ errorCode: error.code }),
    );
    if (!alone) return reply;
    return reply instanceof Promise ? reply.then(ofOneMember) : ofOneMember(reply);
  },
});

/** Where one member leaves, its error is the answer's. */
function ofOneMember({ errorCode = 0, members = [] }: Draft<LeaveGroupResponse>): Draft<LeaveGroupResponse> {
  return { errorCode: errorCode === 0 ? (members[0]?.errorCode ?? 0) : errorCode };
}
