// DeleteGroups, versions 0 to 2: groups without members, with what they have committed; of share groups, the state of their partitions first.
import { type PartitionLists, Refusal } from "@millrace/coordinators";
import { apis, type DeleteGroupsRequest, type DeleteGroupsResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { deleteStates, firstFailure } from "../shares/group-states.ts";
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

async function remove(groupId: string, context: RequestContext): Promise<Draft<DeleteGroupsResponse>> {
  const { groups } = context.broker;
  const errorCode = await deleteShareState(groupId, context);
  if (errorCode !== 0) return { results: [{ groupId, errorCode }] };
  return groups.submit<readonly string[], DeleteGroupsResponse>(
    groupId,
    [groupId],
    requesterOf(context),
    (coordinator, call) => coordinator.deleteGroups(call),
    (error) => ({ results: [{ groupId, errorCode: error.code }] }),
  );
}

/** Deletes the state of a share group's partitions; the error code of what went wrong. */
async function deleteShareState(groupId: string, { broker }: RequestContext): Promise<number> {
  const states = await broker.groups.ask<PartitionLists>(groupId, (coordinator, nowMs, ticket) =>
    coordinator.shareGroups.deleteGroup({ request: groupId, nowMs, ticket }),
  );
  if (states instanceof Refusal) return states.error.code;
  return firstFailure(await deleteStates(broker.persister, groupId, states))?.errorCode ?? 0;
}
