// InitializeShareGroupState, version 0 (KIP-932): a share group begins anew on partitions.
import { apis, type Draft, type InitializeShareGroupStateRequest, type InitializeShareGroupStateResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { handler, type RequestContext } from "./handler.ts";
import { answersByPartition } from "./share-state-answers.ts";

export const initializeShareGroupState = handler({
  api: apis.initializeShareGroupState,
  versions: [0, 0],
  needs: onCluster(aclOperations.CLUSTER_ACTION, { tells: "error" }),
  async handle(request: InitializeShareGroupStateRequest, { broker }: RequestContext): Promise<Draft<InitializeShareGroupStateResponse>> {
    return answersByPartition(request, (key, asked) => broker.shareState.initialize(key, asked));
  },
});
