// DeleteShareGroupState, version 0 (KIP-932): forgets all that is known of share partitions.
import { apis, type DeleteShareGroupStateRequest, type DeleteShareGroupStateResponse, type Draft } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { handler, type RequestContext } from "./handler.ts";
import { answersByPartition, isWhole } from "./share-state-answers.ts";

export const deleteShareGroupState = handler({
  api: apis.deleteShareGroupState,
  versions: [0, 0],
  needs: onCluster(aclOperations.CLUSTER_ACTION, { tells: "error" }),
  async handle(request: DeleteShareGroupStateRequest, { broker }: RequestContext): Promise<Draft<DeleteShareGroupStateResponse>> {
    if (!isWhole(request)) return { results: [] };
    return answersByPartition(request, (key) => broker.shareState.delete(key));
  },
});
