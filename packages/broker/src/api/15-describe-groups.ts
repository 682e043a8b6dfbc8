// DescribeGroups, versions 0 to 6: a group that does not exist is Dead, and an error from 6 on (KIP-1043).
import type { DescribedGroup } from "@millrace/coordinators";
import { apis, type DescribeGroupsRequest, type DescribeGroupsResponse, type Draft } from "@millrace/protocol";
import { allOperations } from "./authorized-operations.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeGroups = handler({
  api: apis.describeGroups,
  versions: [0, 6],
  borrowsFrame: true,
  handle({ groups, includeAuthorizedOperations }: DescribeGroupsRequest, context: RequestContext): Draft<DescribeGroupsResponse> {
    const described = groups.map((groupId) => describe(groupId, context));
    return { groups: includeAuthorizedOperations ? described.map(withOperations) : described };
  },
});

function describe(groupId: string, { broker, apiVersion }: RequestContext): DescribedGroup {
  return broker.groups.read<DescribedGroup>(
    groupId,
    (coordinator) => coordinator.describeGroup(groupId, apiVersion),
    (error) => ({ groupId, errorCode: error.code }),
  );
}

function withOperations(group: DescribedGroup): DescribedGroup {
  return (group.errorCode ?? 0) === 0 ? { ...group, authorizedOperations: allOperations.group } : group;
}
