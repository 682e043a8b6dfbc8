// DescribeGroups, versions 0 to 6: a group that does not exist is Dead, and an error from 6 on (KIP-1043).
import type { DescribedGroup } from "@millrace/coordinators";
import { apis, type DescribeGroupsRequest, type DescribeGroupsResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { type Access, divided } from "../authorization/access.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeGroups = handler({
  api: apis.describeGroups,
  versions: [0, 6],
  borrowsFrame: true,
  handle({ groups, includeAuthorizedOperations }: DescribeGroupsRequest, context: RequestContext): Draft<DescribeGroupsResponse> {
    const { access } = context;
    const [visible, hidden] = divided(groups, (groupId) => access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, groupId));
    const described = visible.map((groupId) => describe(groupId, context));
    return {
      groups: [
        ...hidden.map((groupId) => ({ groupId, errorCode: errors.GROUP_AUTHORIZATION_FAILED.code })),
        ...(includeAuthorizedOperations ? described.map((group) => withOperations(group, access)) : described),
      ],
    };
  },
});

function describe(groupId: string, { broker, apiVersion }: RequestContext): DescribedGroup {
  return broker.groups.read<DescribedGroup>(
    groupId,
    (coordinator) => coordinator.describeGroup(groupId, apiVersion),
    (error) => ({ groupId, errorCode: error.code }),
  );
}

function withOperations(group: DescribedGroup, access: Access): DescribedGroup {
  if ((group.errorCode ?? 0) !== 0) return group;
  return { ...group, authorizedOperations: access.operations(resourceTypes.GROUP, group.groupId ?? "") };
}
