import { MillraceError } from "@millrace/kit";
import { apis, type DescribeTopicPartitionsResponse, errorByCode, errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { isTopic, type PartitionMetadata, type TopicMetadata } from "../cluster/metadata.ts";
import type { Outcome } from "./outcome.ts";

export interface PartitionDescription extends PartitionMetadata {
  /** Replicas out of sync that may still become leader without loss (KIP-966); null if the brokers are too old to say. */
  readonly eligibleLeaderReplicas: readonly number[] | null;
  readonly lastKnownElr: readonly number[] | null;
}

export interface TopicDescription extends TopicMetadata {
  readonly partitions: readonly PartitionDescription[];
}

export interface DescribedTopic extends Outcome {
  readonly name: string;
  /** There if the error is NONE. */
  readonly topic?: TopicDescription;
}

/** Topics with all that is known of their partitions. */
export async function describeTopics(cluster: Cluster, names: readonly string[]): Promise<DescribedTopic[]> {
  if (names.length === 0) return [];
  try {
    return await describeInPages(cluster, names);
  } catch (thrown) {
    if (!(thrown instanceof MillraceError && thrown.code === "UNSUPPORTED_VERSION")) throw thrown;
    return describeFromMetadata(cluster, names);
  }
}

/** A reply has a limited number of partitions; the next one goes on from where it stopped, within a topic if need be. */
async function describeInPages(cluster: Cluster, names: readonly string[]): Promise<DescribedTopic[]> {
  const found = new Map<string, DescribedTopic>();
  const topics = [...new Set(names)].sort().map((name) => ({ name }));
  let cursor: DescribeTopicPartitionsResponse["nextCursor"] = null;
  do {
    const from: typeof cursor = cursor;
    const reply: DescribeTopicPartitionsResponse = await cluster.requestAny(apis.describeTopicPartitions, () => ({
      topics: topics.filter(({ name }) => from === null || name >= from.topicName),
      cursor: from,
    }));
    for (const topic of reply.topics) {
      const name = topic.name ?? "";
      const before = found.get(name)?.topic?.partitions ?? [];
      found.set(name, described(topic, before));
    }
    cursor = reply.nextCursor;
  } while (cursor !== null);
  return names.map((name) => found.get(name) ?? { name, error: errors.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: null });
}

function described(reply: DescribeTopicPartitionsResponse["topics"][number], before: readonly PartitionDescription[]): DescribedTopic {
  const { topicId, isInternal } = reply;
  const name = reply.name ?? "";
  const error = errorByCode(reply.errorCode);
  if (error !== errors.NONE) return { name, error, errorMessage: null };
  const partitions = reply.partitions.map((row) => ({
    partition: row.partitionIndex,
    leaderId: row.leaderId,
    leaderEpoch: row.leaderEpoch,
    replicas: row.replicaNodes,
    isr: row.isrNodes,
    offlineReplicas: row.offlineReplicas,
    eligibleLeaderReplicas: row.eligibleLeaderReplicas,
    lastKnownElr: row.lastKnownElr,
  }));
  return { name, error, errorMessage: null, topic: { name, topicId, isInternal, partitions: [...before, ...partitions] } };
}

async function describeFromMetadata(cluster: Cluster, names: readonly string[]): Promise<DescribedTopic[]> {
  const { topics } = await cluster.askMetadata(names);
  return names.map((name) => {
    const topic = topics.get(name) ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
    if (!isTopic(topic)) return { name, error: topic, errorMessage: null };
    const partitions = topic.partitions.map((partition) => ({ ...partition, eligibleLeaderReplicas: null, lastKnownElr: null }));
    return { name, error: errors.NONE, errorMessage: null, topic: { ...topic, partitions } };
  });
}
