// DescribeQuorum, versions 0 to 2: this node is the only voter about the metadata (KIP-595, KIP-836).
//
// Differences from Apache Kafka: the voter has no listeners, since nothing but this process takes part in the quorum.
import { apis, type DescribeQuorumRequest, type DescribeQuorumResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import type { BrokerParts } from "../broker-parts.ts";
import { absentText } from "../error-texts.ts";
import { metadataTopic } from "../metadata/topic-names.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionWithDirectories = 2;

export const describeQuorum = handler({
  api: apis.describeQuorum,
  versions: [0, 2],
  needs: onCluster(aclOperations.DESCRIBE, { tells: "error" }),
  handle({ topics }: DescribeQuorumRequest, { apiVersion, broker }: RequestContext): Draft<DescribeQuorumResponse> {
    const [topic, ...otherTopics] = topics;
    const [partition, ...otherPartitions] = topic?.partitions ?? [];
    const known = topic?.topicName === metadataTopic && partition?.partitionIndex === 0;
    if (!known || otherTopics.length > 0 || otherPartitions.length > 0) return unknownPartitions(topics);
    return described(broker, apiVersion >= firstVersionWithDirectories);
  },
});

function unknownPartitions(topics: DescribeQuorumRequest["topics"]): Draft<DescribeQuorumResponse> {
  const { code: errorCode } = errors.UNKNOWN_TOPIC_OR_PARTITION;
  const errorMessage = absentText;
  return {
    topics: topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode, errorMessage })),
    })),
  };
}

function described({ nodeId, directoryId, metadata, clock }: BrokerParts, withDirectories: boolean): Draft<DescribeQuorumResponse> {
  const nowMs = clock.now();
  const voter = {
    replicaId: nodeId,
    logEndOffset: metadata.endOffset,
    lastFetchTimestamp: nowMs,
    lastCaughtUpTimestamp: nowMs,
    ...(withDirectories ? { replicaDirectoryId: directoryId } : {}),
  };
  const partition = {
    partitionIndex: 0,
    leaderId: nodeId,
    leaderEpoch: metadata.leaderEpoch,
    highWatermark: metadata.endOffset,
    currentVoters: [voter],
    observers: [],
  };
  return {
    topics: [{ topicName: metadataTopic, partitions: [partition] }],
    ...(withDirectories ? { nodes: [{ nodeId, listeners: [] }] } : {}),
  };
}
