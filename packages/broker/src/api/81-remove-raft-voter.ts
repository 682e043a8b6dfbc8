// RemoveRaftVoter, version 0: the only voter about the metadata can't be removed (KIP-853).
import { apis, type RemoveRaftVoterRequest } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { removeVoterRefusal } from "../metadata/voters.ts";
import { handler, type RequestContext } from "./handler.ts";

export const removeRaftVoter = handler({
  api: apis.removeRaftVoter,
  versions: [0, 0],
  needs: onCluster(aclOperations.ALTER),
  handle(request: RemoveRaftVoterRequest, { broker }: RequestContext) {
    const { code: errorCode, message: errorMessage } = removeVoterRefusal(broker, request);
    return { errorCode, errorMessage };
  },
});
