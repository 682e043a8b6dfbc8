// DescribeProducers, version 0: the idempotent producers that partitions remember, with their open transactions (KIP-664).
import {
  apis,
  type DescribeProducersRequest,
  type DescribeProducersResponse,
  type Draft,
  errors,
  type KafkaError,
} from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import type { Access } from "../authorization/access.ts";
import { absentText, deniedTexts } from "../error-texts.ts";
import { topicNameProblem } from "../metadata/topic-names.ts";
import type { Partitions } from "../partitions/partitions.ts";
import { handler, type RequestContext } from "./handler.ts";

type Reply = Draft<DescribeProducersResponse["topics"][number]["partitions"][number]>;

/** Kafka says this of a topic that it does not know, and nothing of a partition. */

export const describeProducers = handler({
  api: apis.describeProducers,
  versions: [0, 0],
  handle({ topics }: DescribeProducersRequest, { broker: { partitions }, access }: RequestContext) {
    return {
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((index) => describe(partitions, access, name, index)),
      })),
    };
  },
});

function describe(partitions: Partitions, access: Access, name: string, index: number): Reply {
  const problem = topicNameProblem(name);
  if (problem !== undefined) return refused(index, errors.INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${problem}`);
  if (!access.may(aclOperations.READ, resourceTypes.TOPIC, name)) {
    return refused(index, errors.TOPIC_AUTHORIZATION_FAILED, deniedTexts.topic);
  }
  if (partitions.of(name).length === 0) return refused(index, errors.UNKNOWN_TOPIC_OR_PARTITION, absentText);
  const partition = partitions.get(name, index);
  if (partition === undefined) return refused(index, errors.UNKNOWN_TOPIC_OR_PARTITION, null);
  return { partitionIndex: index, activeProducers: partition.log.activeProducers() };
}

function refused(partitionIndex: number, error: KafkaError, errorMessage: string | null): Reply {
  return { partitionIndex, errorCode: error.code, errorMessage };
}
