// ListGroups, versions 0 to 5: filtered by state from 4 on (KIP-518), by type from 5 on (KIP-848).
import { apis, type Draft, type ListGroupsRequest, type ListGroupsResponse } from "@millrace/protocol";
import { handler, type RequestContext } from "./handler.ts";

export const listGroups = handler({
  api: apis.listGroups,
  versions: [0, 5],
  borrowsFrame: true,
  handle({ statesFilter, typesFilter }: ListGroupsRequest, { broker }: RequestContext): Draft<ListGroupsResponse> {
    const listed = broker.groups.list({ states: statesFilter, types: typesFilter });
    return Array.isArray(listed) ? { groups: listed } : { errorCode: listed.code };
  },
});
