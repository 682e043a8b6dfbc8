// AddRaftVoter, versions 0 and 1: this node is the only voter about the metadata, and stays so (KIP-853).
//
// Difference from Apache Kafka: another voter is never asked for anything, and answered as one that lags behind.
import { type AddRaftVoterRequest, apis } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { addVoterRefusal } from "../metadata/voters.ts";
import { handler, type RequestContext } from "./handler.ts";

export const addRaftVoter = handler({
  api: apis.addRaftVoter,
  versions: [0, 1],
  needs: onCluster(aclOperations.ALTER),
  handle(request: AddRaftVoterRequest, { broker }: RequestContext) {
    const { code: errorCode, message: errorMessage } = addVoterRefusal(broker, request);
    return { errorCode, errorMessage };
  },
});
