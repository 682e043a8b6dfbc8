import type { Requester } from "@millrace/coordinators";
import { aclOperations, resourceTypes } from "@millrace/security";
import type { RequestContext } from "../api/handler.ts";

/** Who sends a request, as coordinators and their records know it. The host stands as Java prints an address without a name. */
export function requesterOf({ apiVersion, clientId, connection, access }: RequestContext): Requester {
  const mayDescribe = (topic: string) => access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic, "silent");
  return { apiVersion, clientId: clientId ?? "", clientHost: `/${connection.remoteHost}`, mayDescribe };
}
