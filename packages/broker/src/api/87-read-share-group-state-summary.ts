// ReadShareGroupStateSummary, versions 0 and 1 (KIP-932): how far groups are on share partitions.
import { apis, type Draft, type ReadShareGroupStateSummaryRequest, type ReadShareGroupStateSummaryResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { handler, type RequestContext } from "./handler.ts";
import { answersByPartition, isWhole } from "./share-state-answers.ts";

export const readShareGroupStateSummary = handler({
  api: apis.readShareGroupStateSummary,
  versions: [0, 1],
  needs: onCluster(aclOperations.CLUSTER_ACTION, { tells: "error" }),
  async handle(request: ReadShareGroupStateSummaryRequest, { broker }: RequestContext): Promise<Draft<ReadShareGroupStateSummaryResponse>> {
    if (!isWhole(request)) return { results: [] };
    return answersByPartition(request, (key) => broker.shareState.readSummary(key));
  },
});
