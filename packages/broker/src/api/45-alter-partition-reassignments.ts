// AlterPartitionReassignments, versions 0 and 1: each partition stays where it is, on the only broker; nothing is ever under way (KIP-455).
import {
  type AlterPartitionReassignmentsRequest,
  type AlterPartitionReassignmentsResponse,
  apis,
  type Draft,
  errors,
  type KafkaError,
} from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import type { BrokerParts } from "../broker-parts.ts";
import { assignmentRefusal, type Refusal } from "../metadata/topic-requests.ts";
import { isTooLate } from "./deadline.ts";
import { handler, type RequestContext } from "./handler.ts";

type Partition = AlterPartitionReassignmentsRequest["topics"][number]["partitions"][number];

export const alterPartitionReassignments = handler({
  api: apis.alterPartitionReassignments,
  versions: [0, 1],
  needs: onCluster(aclOperations.ALTER),
  handle(request: AlterPartitionReassignmentsRequest, { broker }: RequestContext): Draft<AlterPartitionReassignmentsResponse> {
    const { topics, timeoutMs, allowReplicationFactorChange } = request;
    if (topics.length === 0) return {};
    if (isTooLate(timeoutMs)) {
      const { code } = errors.REQUEST_TIMED_OUT;
      return {
        errorCode: code,
        errorMessage: null,
        responses: answers(topics, () => ({ error: errors.REQUEST_TIMED_OUT, message: null })),
      };
    }
    const refusal = (topic: string, partition: Partition) => reassign(broker, topic, partition);
    return { allowReplicationFactorChange, errorMessage: null, responses: answers(topics, refusal) };
  },
});

function answers(
  topics: AlterPartitionReassignmentsRequest["topics"],
  refusalOf: (topic: string, partition: Partition) => Refusal | undefined,
) {
  return topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((partition) => {
      const { error = errors.NONE, message: errorMessage = null } = refusalOf(name, partition) ?? {};
      return { partitionIndex: partition.partitionIndex, errorCode: error.code, errorMessage };
    }),
  }));
}

/** Why the partition can't be moved; where it can, it is there already. */
function reassign({ metadata, nodeId }: BrokerParts, name: string, { partitionIndex, replicas }: Partition): Refusal | undefined {
  const refuse = (error: KafkaError, message: string | null): Refusal => ({ error, message });
  const topic = metadata.image.topic(name);
  if (topic === undefined) return refuse(errors.UNKNOWN_TOPIC_OR_PARTITION, `Unable to find a topic named ${name}.`);
  if (partitionIndex < 0 || partitionIndex >= topic.partitionCount) {
    return refuse(errors.UNKNOWN_TOPIC_OR_PARTITION, `Unable to find partition ${name}:${partitionIndex}.`);
  }
  if (replicas === null) return refuse(errors.NO_REASSIGNMENT_IN_PROGRESS, null);
  // The one list that is not refused names this node once, so that the number of replicas can't change either.
  return assignmentRefusal(replicas, nodeId);
}
