import { apis, errorByCode } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toController } from "../cluster/routing.ts";
import { byTopic, partitionKey, type TopicPartition } from "../cluster/topic-partition.ts";
import { requestFailed } from "../errors.ts";
import { answersFrom, type Outcome, outcomes } from "./outcome.ts";

const electionTypes = { preferred: 0, unclean: 1 } as const;

/**
 * Elects leaders: the preferred replicas, or (`unclean`) any live ones where none is in sync, which may lose records. What is led as wanted
 * already has the outcome ELECTION_NOT_NEEDED.
 */
export async function electLeaders(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  { type = "preferred" }: { type?: keyof typeof electionTypes } = {},
): Promise<Array<Outcome & TopicPartition>> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const answers = await routed(cluster, partitions, toController, async (broker, items) => {
    const topicPartitions = byTopic(items).map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => partition),
    }));
    const electionType = electionTypes[type];
    const reply = await broker.request(apis.electLeaders, () => ({ electionType, topicPartitions, timeoutMs }), {
      minVersion: electionType,
    });
    const rows = reply.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
      partitionResult.map((row) => ({ ...row, key: partitionKey(topic, row.partitionId) })),
    );
    return answersFrom(items, keyOf, rows, ({ key }) => key);
  });
  return outcomes(partitions, answers, named);
}

export interface Reassignment extends TopicPartition {
  /** Ids of the brokers that are to hold the partition, the preferred leader first; null takes back a move that is under way. */
  readonly replicas: readonly number[] | null;
}

/** Moves partitions to other brokers. The data follows by and by: `listPartitionReassignments` tells what is under way. Throws REQUEST_FAILED. */
export async function alterPartitionReassignments(
  cluster: Cluster,
  reassignments: readonly Reassignment[],
): Promise<Array<Outcome & TopicPartition>> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const answers = await routed(cluster, reassignments, toController, async (broker, items) => {
    const topics = byTopic(items).map(({ topic: name, partitions }) => ({
      name,
      partitions: partitions.map(({ partition: partitionIndex, replicas }) => ({
        partitionIndex,
        replicas: replicas === null ? null : [...replicas],
      })),
    }));
    const reply = await broker.request(apis.alterPartitionReassignments, () => ({ topics, timeoutMs }));
    if (reply.errorCode !== 0) return items.map(() => ({ error: errorByCode(reply.errorCode), errorMessage: reply.errorMessage }));
    const rows = reply.responses.flatMap(({ name, partitions }) =>
      partitions.map((row) => ({ ...row, key: partitionKey(name, row.partitionIndex) })),
    );
    return answersFrom(items, keyOf, rows, ({ key }) => key);
  });
  return outcomes(reassignments, answers, named);
}

export interface OngoingReassignment extends TopicPartition {
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

/** Moves that are under way, of all partitions or of these. Throws REQUEST_FAILED. */
export async function listPartitionReassignments(cluster: Cluster, partitions?: readonly TopicPartition[]): Promise<OngoingReassignment[]> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const topics =
    partitions === undefined
      ? null
      : byTopic(partitions).map(({ topic: name, partitions }) => ({
          name,
          partitionIndexes: partitions.map(({ partition }) => partition),
        }));
  const reply = await cluster.requestAny(apis.listPartitionReassignments, () => ({ topics, timeoutMs }));
  if (reply.errorCode !== 0) throw requestFailed("reassignments could not be listed", reply.errorCode, reply.errorMessage);
  return reply.topics.flatMap(({ name: topic, partitions }) =>
    partitions.map(({ partitionIndex: partition, replicas, addingReplicas, removingReplicas }) => ({
      ...{ topic, partition, replicas, addingReplicas, removingReplicas },
    })),
  );
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}

function named({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}
