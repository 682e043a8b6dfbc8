// ListGroups, versions 0 to 5: filtered by state from 4 on (KIP-518), by type from 5 on (KIP-848).
import { apis, type Draft, type ListGroupsRequest, type ListGroupsResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { handler, type RequestContext } from "./handler.ts";

export const listGroups = handler({
  api: apis.listGroups,
  versions: [0, 5],
  borrowsFrame: true,
  handle({ statesFilter, typesFilter }: ListGroupsRequest, { broker, access }: RequestContext): Draft<ListGroupsResponse> {
    const listed = broker.groups.list({ states: statesFilter, types: typesFilter });
    if (!Array.isArray(listed)) return { errorCode: listed.code };
    const mayAll = access.mayCluster(aclOperations.DESCRIBE, "silent");
    const isVisible = (groupId = "") => mayAll || access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, groupId, "silent");
    return { groups: listed.filter(({ groupId }) => isVisible(groupId)) };
  },
});
