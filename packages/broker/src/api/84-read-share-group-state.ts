// ReadShareGroupState, version 0 (KIP-932): what is known of share partitions, for the leader that begins its work.
import { apis, type Draft, type ReadShareGroupStateRequest, type ReadShareGroupStateResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { handler, type RequestContext } from "./handler.ts";
import { answersByPartition, isWhole } from "./share-state-answers.ts";

export const readShareGroupState = handler({
  api: apis.readShareGroupState,
  versions: [0, 0],
  needs: onCluster(aclOperations.CLUSTER_ACTION, { tells: "error" }),
  async handle(request: ReadShareGroupStateRequest, { broker }: RequestContext): Promise<Draft<ReadShareGroupStateResponse>> {
    if (!isWhole(request)) return { results: [] };
    const results = await answersByPartition(request, (key, asked) => broker.shareState.read(key, asked));
    return results as Draft<ReadShareGroupStateResponse>;
  },
});
