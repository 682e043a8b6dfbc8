// ListPartitionReassignments, version 0: on one broker nothing is ever being moved (KIP-455).
import { apis, type ListPartitionReassignmentsRequest } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { handler } from "./handler.ts";

export const listPartitionReassignments = handler({
  api: apis.listPartitionReassignments,
  versions: [0, 0],
  needs: onCluster(aclOperations.DESCRIBE),
  handle(_: ListPartitionReassignmentsRequest) {
    return { errorMessage: null, topics: [] };
  },
});
