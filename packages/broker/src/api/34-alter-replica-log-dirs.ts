// AlterReplicaLogDirs, versions 1 and 2: there is one data directory, where every partition is already (KIP-113).
import {
  type AlterReplicaLogDirsRequest,
  type AlterReplicaLogDirsResponse,
  apis,
  type Draft,
  errors,
  type KafkaError,
} from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import type { BrokerParts } from "../broker-parts.ts";
import { handler, type RequestContext } from "./handler.ts";

export const alterReplicaLogDirs = handler({
  api: apis.alterReplicaLogDirs,
  versions: [1, 2],
  needs: onCluster(aclOperations.ALTER, {}),
  handle({ dirs }: AlterReplicaLogDirsRequest, { broker }: RequestContext): Draft<AlterReplicaLogDirsResponse> {
    const outcomes = new Map<string, Map<number, number>>();
    for (const { path, topics } of dirs) {
      for (const { name, partitions } of topics) {
        const ofTopic = outcomes.get(name) ?? new Map<number, number>();
        for (const partition of partitions) ofTopic.set(partition, refusal(broker, path, name, partition)?.code ?? 0);
        if (ofTopic.size > 0) outcomes.set(name, ofTopic);
      }
    }
    const results = Array.from(outcomes, ([topicName, partitions]) => ({
      topicName,
      partitions: Array.from(partitions, ([partitionIndex, errorCode]) => ({ partitionIndex, errorCode })),
    }));
    return { results };
  },
});

/** While a replica moves, its folder is called by the topic, the partition and this much more. */
const movingSuffixLength = ".-future".length + 32;
const folderNameMax = 255;

function refusal({ partitions, metadata }: BrokerParts, path: string, name: string, partition: number): KafkaError | undefined {
  if (`${name}-${partition}`.length + movingSuffixLength > folderNameMax) return errors.INVALID_TOPIC_EXCEPTION;
  if (path !== partitions.directory.directory) return errors.LOG_DIR_NOT_FOUND;
  const topic = metadata.image.topic(name);
  const isThere = topic !== undefined && partition >= 0 && partition < topic.partitionCount;
  return isThere ? undefined : errors.UNKNOWN_TOPIC_OR_PARTITION;
}
