// DeleteGroups, versions 0 to 2: groups without members, with what they have committed.
import { apis, type DeleteGroupsRequest, type DeleteGroupsResponse, type Draft } from "@millrace/protocol";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";

export const deleteGroups = handler({
  api: apis.deleteGroups,
  versions: [0, 2],
  borrowsFrame: true,
  async handle({ groupsNames }: DeleteGroupsRequest, context: RequestContext): Promise<Draft<DeleteGroupsResponse>> {
    const replies = await Promise.all([...new Set(groupsNames)].map((groupId) => remove(groupId, context)));
    return { results: replies.flatMap(({ results }) => results ?? []) };
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
