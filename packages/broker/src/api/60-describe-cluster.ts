// DescribeCluster, versions 0 to 2: one node, never fenced.
import { apis, type DescribeClusterRequest, type DescribeClusterResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, clusterName, resourceTypes } from "@millrace/security";
import { type Access, operationsNotAsked } from "../authorization/access.ts";
import { handler, type RequestContext } from "./handler.ts";

/** Kinds of endpoint (KIP-919). */
const brokers = 1;
const controllers = 2;

export const describeCluster = handler({
  api: apis.describeCluster,
  versions: [0, 2],
  handle(request: DescribeClusterRequest, { broker, connection, access }: RequestContext): Draft<DescribeClusterResponse> {
    const { endpointType } = request;
    if (endpointType !== brokers) return wrongEndpoint(endpointType);
    const { advertisedHost: host, advertisedPort: port } = connection.listener;
    return {
      endpointType,
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      brokers: [{ brokerId: broker.nodeId, host, port, rack: broker.rack, isFenced: false }],
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations ? operations(access) : operationsNotAsked,
    };
  },
});

function operations(access: Access): number {
  return access.mayCluster(aclOperations.DESCRIBE) ? access.operations(resourceTypes.CLUSTER, clusterName) : 0;
}

function wrongEndpoint(endpointType: number): Draft<DescribeClusterResponse> {
  if (endpointType !== controllers) {
    return { errorCode: errors.UNSUPPORTED_ENDPOINT_TYPE.code, errorMessage: `Unsupported endpoint type ${endpointType}` };
  }
  const errorMessage = "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER";
  return { errorCode: errors.MISMATCHED_ENDPOINT_TYPE.code, errorMessage };
}
