// DescribeTopicPartitions, version 0: topics in the order of their names, in pages (KIP-966).
//
// Difference from Apache Kafka: an empty name is refused with INVALID_TOPIC_EXCEPTION, where Kafka stumbles over the whole request.
import {
  apis,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponse,
  type Draft,
  errors,
  ZERO_UUID,
} from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import type { Topic } from "../metadata/image.ts";
import { isInternalTopic, topicNameProblem } from "../metadata/topic-names.ts";
import { handler, type RequestContext } from "./handler.ts";

type TopicReply = Draft<DescribeTopicPartitionsResponse["topics"][number]>;
type Cursor = DescribeTopicPartitionsRequest["cursor"];

export const describeTopicPartitions = handler({
  api: apis.describeTopicPartitions,
  versions: [0, 0],
  handle(request: DescribeTopicPartitionsRequest, context: RequestContext) {
    const { broker } = context;
    const asked = askedNames(request, context);
    const { cursor } = request;
    if (cursor !== null && (cursor.partitionIndex < 0 || (request.topics.length > 0 && !asked.includes(cursor.topicName)))) {
      return { topics: request.topics.map(({ name }) => ({ name, errorCode: errors.INVALID_REQUEST.code })) };
    }
    const limit = Math.max(1, Math.min(broker.configs.broker.maxRequestPartitionSizeLimit, request.responsePartitionLimit));
    const isVisible = (name: string) => context.access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, name);
    const all = request.topics.length === 0;
    const [visible, hidden] = divided(asked, isVisible);
    const { topics, nextCursor } = page(visible, cursor, limit, all, context);
    const reply = { topics: all ? topics : [...topics, ...hidden.map(denied)], nextCursor };
    const durable = broker.metadata.durable();
    return durable === undefined ? reply : durable.then(() => reply);
  },
});

function askedNames({ topics, cursor }: DescribeTopicPartitionsRequest, { broker }: RequestContext): string[] {
  const names = topics.length > 0 ? topics.map(({ name }) => name) : [...broker.metadata.image.topics()].map(({ name }) => name);
  const from = cursor?.topicName ?? "";
  return [...new Set(names)].filter((name) => name >= from).sort();
}

function page(
  names: readonly string[],
  cursor: Cursor,
  limit: number,
  all: boolean,
  context: RequestContext,
): { readonly topics: readonly TopicReply[]; readonly nextCursor: Draft<DescribeTopicPartitionsResponse["nextCursor"]> } {
  const topics: TopicReply[] = [];
  let left = limit;
  for (const name of names) {
    if (left === 0) return { topics, nextCursor: { topicName: name, partitionIndex: 0 } };
    const topic = context.broker.metadata.image.topic(name);
    if (topic === undefined) {
      if (!all) topics.push(absent(name, context));
      continue;
    }
    const from = cursor?.topicName === name ? cursor.partitionIndex : 0;
    const to = Math.min(topic.partitionCount, from + left);
    topics.push(found(topic, from, to, context));
    if (to < topic.partitionCount) return { topics, nextCursor: { topicName: name, partitionIndex: to } };
    left -= Math.max(0, to - from);
  }
  return { topics, nextCursor: null };
}

/** Nothing is said of a topic that may not be described, not even that it is. */
function denied(name: string): TopicReply {
  return { errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, name, topicId: ZERO_UUID, isInternal: false };
}

function absent(name: string, { access }: RequestContext): TopicReply {
  const error = topicNameProblem(name) === undefined ? errors.UNKNOWN_TOPIC_OR_PARTITION : errors.INVALID_TOPIC_EXCEPTION;
  return {
    errorCode: error.code,
    name,
    topicId: ZERO_UUID,
    isInternal: isInternalTopic(name),
    topicAuthorizedOperations: access.operations(resourceTypes.TOPIC, name),
  };
}

function found(topic: Topic, from: number, to: number, { broker, access }: RequestContext): TopicReply {
  const nodes = [broker.nodeId];
  const leaderEpoch = broker.metadata.image.leaderEpoch(topic);
  const partitions = Array.from({ length: Math.max(0, to - from) }, (_, at) => ({
    partitionIndex: from + at,
    leaderId: broker.nodeId,
    leaderEpoch,
    replicaNodes: nodes,
    isrNodes: nodes,
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
  }));
  return {
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions,
    topicAuthorizedOperations: access.operations(resourceTypes.TOPIC, topic.name),
  };
}
