// UnregisterBroker, version 0.
//
// Differences from Apache Kafka: this node is not unregistered, which would leave every partition without a leader until a restart.
import { apis, type Draft, errors, type UnregisterBrokerRequest, type UnregisterBrokerResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { handler, type RequestContext } from "./handler.ts";

export const unregisterBroker = handler({
  api: apis.unregisterBroker,
  versions: [0, 0],
  needs: onCluster(aclOperations.ALTER),
  handle({ brokerId }: UnregisterBrokerRequest, { broker }: RequestContext): Draft<UnregisterBrokerResponse> {
    if (brokerId !== broker.nodeId) {
      return { errorCode: errors.BROKER_ID_NOT_REGISTERED.code, errorMessage: `Broker ID ${brokerId} is not currently registered` };
    }
    return { errorCode: errors.INVALID_REQUEST.code, errorMessage: `Broker ID ${brokerId} is this cluster's only broker, and running` };
  },
});
