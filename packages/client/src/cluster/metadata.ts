import { errorByCode, type KafkaError, type MetadataResponse } from "@millrace/protocol";
import type { Address } from "../net/address.ts";

export interface BrokerMetadata extends Address {
  readonly id: number;
  readonly rack: string | null;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** -1: there is none now. */
  readonly leaderId: number;
  /** -1: not known. */
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
}

export interface TopicMetadata {
  readonly name: string;
  /** 22 characters; the zero id if the brokers are too old to have ids. */
  readonly topicId: string;
  readonly isInternal: boolean;
  /** In order. */
  readonly partitions: readonly PartitionMetadata[];
}

/** What a broker said about a topic: what it is, or why there is nothing to say. */
export type TopicAnswer = TopicMetadata | KafkaError;

export function isTopic(answer: TopicAnswer | undefined): answer is TopicMetadata {
  return answer !== undefined && "partitions" in answer;
}

export interface MetadataAnswer {
  readonly clusterId: string | null;
  /** -1: not known. */
  readonly controllerId: number;
  readonly brokers: readonly BrokerMetadata[];
  readonly topics: ReadonlyMap<string, TopicAnswer>;
}

export function metadataOf(response: MetadataResponse): MetadataAnswer {
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: response.brokers.map(({ nodeId: id, host, port, rack }) => ({ id, host, port, rack })),
    topics: new Map(response.topics.map((topic) => [topic.name ?? "", topicAnswer(topic)])),
  };
}

function topicAnswer(topic: MetadataResponse["topics"][number]): TopicAnswer {
  if (topic.errorCode !== 0) return errorByCode(topic.errorCode);
  const partitions = topic.partitions.map((partition) => ({
    partition: partition.partitionIndex,
    leaderId: partition.leaderId,
    leaderEpoch: partition.leaderEpoch,
    replicas: partition.replicaNodes,
    isr: partition.isrNodes,
    offlineReplicas: partition.offlineReplicas,
  }));
  partitions.sort((a, b) => a.partition - b.partition);
  return { name: topic.name ?? "", topicId: topic.topicId, isInternal: topic.isInternal, partitions };
}
