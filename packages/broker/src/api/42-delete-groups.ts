// DeleteGroups, versions 0 to 2: groups without members, with what they have committed.
import { apis, type DeleteGroupsRequest, type DeleteGroupsResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";

export const deleteGroups = handler({
  api: apis.deleteGroups,
  versions: [0, 2],
  borrowsFrame: true,
  async handle({ groupsNames }: DeleteGroupsRequest, context: RequestContext): Promise<Draft<DeleteGroupsResponse>> {
    const names = [...new Set(groupsNames)];
    const mayDelete = (groupId: string) => context.access.may(aclOperations.DELETE, resourceTypes.GROUP, groupId);
    const [deletable, denied] = divided(names, mayDelete);
    const replies = await Promise.all(deletable.map((groupId) => remove(groupId, context)));
    return {
      results: [
        ...replies.flatMap(({ results }) => results ?? []),
        ...denied.map((groupId) => ({ groupId, errorCode: errors.GROUP_AUTHORIZATION_FAILED.code })),
      ],
    };
  },
});

function remove(groupId: string, context: RequestContext): Draft<DeleteGroupsResponse> | Promise<Draft<DeleteGroupsResponse>> {
  return context.broker.groups.submit<readonly string[], DeleteGroupsResponse>(
    groupId,
    [groupId],
    requesterOf(context),
    (coordinator, call) => coordinator.deleteGroups(call),
    (error) => ({ results: [{ groupId, errorCode: error.code }] }),
  );
}
