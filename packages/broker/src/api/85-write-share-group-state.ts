// WriteShareGroupState, versions 0 and 1 (KIP-932): what has changed of share partitions; how much is done with from 1 on (KIP-1226).
import { apis, type Draft, type WriteShareGroupStateRequest, type WriteShareGroupStateResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { handler, type RequestContext } from "./handler.ts";
import { answersByPartition, isWhole } from "./share-state-answers.ts";

export const writeShareGroupState = handler({
  api: apis.writeShareGroupState,
  versions: [0, 1],
  needs: onCluster(aclOperations.CLUSTER_ACTION, { tells: "error" }),
  async handle(request: WriteShareGroupStateRequest, { broker }: RequestContext): Promise<Draft<WriteShareGroupStateResponse>> {
    if (!isWhole(request)) return { results: [] };
    return answersByPartition(request, (key, asked) => broker.shareState.write(key, asked));
  },
});
