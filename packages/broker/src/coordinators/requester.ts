import type { Requester } from "@millrace/coordinators";
import type { RequestContext } from "../api/handler.ts";

/** Who sends a request, as coordinators and their records know it. The host stands as Java prints an address without a name. */
export function requesterOf({ apiVersion, clientId, connection }: RequestContext): Requester {
  return { apiVersion, clientId: clientId ?? "", clientHost: `/${connection.remoteHost}` };
}
