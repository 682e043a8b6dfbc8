import { apis, type DescribeLogDirsResponse, errorByCode } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toNamedBrokers } from "../cluster/routing.ts";
import { byTopic, partitionKey, type TopicPartition } from "../cluster/topic-partition.ts";
import type { Broker } from "../net/broker.ts";
import { askEachBroker } from "./each-broker.ts";
import { answersFrom, type Outcome, outcomes } from "./outcome.ts";

export interface LogDir extends Outcome {
  readonly brokerId: number;
  readonly path: string;
  /** Of the volume; -1: not known. */
  readonly totalBytes: number;
  readonly usableBytes: number;
  /** Whether it takes no new partitions (KIP-1066). */
  readonly isCordoned: boolean;
  readonly replicas: ReadonlyArray<{
    readonly topic: string;
    readonly partition: number;
    readonly sizeBytes: number;
    /** How far a future replica is behind the current one, or a replica behind the high watermark. */
    readonly offsetLag: number;
    /** Whether the replica is being moved to this directory. */
    readonly isFuture: boolean;
  }>;
}

/** The log directories of brokers (default: all) and how large each partition in them is. Throws REQUEST_FAILED. */
export async function describeLogDirs(cluster: Cluster, brokerIds?: readonly number[]): Promise<LogDir[]> {
  const ask = async (broker: Broker) => {
    const { errorCode, results: rows } = await broker.request(apis.describeLogDirs, () => ({ topics: null }));
    return { errorCode, rows };
  };
  const found = await askEachBroker(cluster, "describe its log directories", ask, brokerIds);
  return found.map(({ brokerId, row }) => logDirOf(brokerId, row));
}

function logDirOf(brokerId: number, row: DescribeLogDirsResponse["results"][number]): LogDir {
  const { logDir: path, totalBytes, usableBytes, isCordoned, topics } = row;
  const replicas = topics.flatMap(({ name: topic, partitions }) =>
    partitions.map(({ partitionIndex: partition, partitionSize: sizeBytes, offsetLag, isFutureKey: isFuture }) => ({
      ...{ topic, partition, sizeBytes, offsetLag, isFuture },
    })),
  );
  return { brokerId, path, error: errorByCode(row.errorCode), errorMessage: null, totalBytes, usableBytes, isCordoned, replicas };
}

/** A replica, and the log directory of its broker that it is to be in. */
export interface ReplicaPlacement extends TopicPartition {
  readonly brokerId: number;
  readonly path: string;
}

/** Moves replicas between log directories of their brokers. The data follows by and by: `describeLogDirs` tells of future replicas. */
export async function alterReplicaLogDirs(
  cluster: Cluster,
  placements: readonly ReplicaPlacement[],
): Promise<Array<Outcome & ReplicaPlacement>> {
  const toItsBroker = toNamedBrokers<ReplicaPlacement>(({ brokerId }) => brokerId);
  const answers = await routed(cluster, placements, toItsBroker, async (broker, items) => {
    const dirs = [...Map.groupBy(items, ({ path }) => path)].map(([path, there]) => ({
      path,
      topics: byTopic(there).map(({ topic: name, partitions }) => ({ name, partitions: partitions.map(({ partition }) => partition) })),
    }));
    const reply = await broker.request(apis.alterReplicaLogDirs, () => ({ dirs }));
    const rows = reply.results.flatMap(({ topicName, partitions }) =>
      partitions.map((row) => ({ ...row, key: partitionKey(topicName, row.partitionIndex) })),
    );
    return answersFrom(
      items,
      ({ topic, partition }) => partitionKey(topic, partition),
      rows,
      ({ key }) => key,
    );
  });
  return outcomes(placements, answers, ({ topic, partition, brokerId, path }) => ({ topic, partition, brokerId, path }));
}
