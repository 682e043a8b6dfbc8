import type { Closeable } from "@millrace/kit";
import { Cluster } from "../cluster/cluster.ts";
import type { ClientOptions } from "../options.ts";
import { createAcls, deleteAcls, describeAcls } from "./acls.ts";
import { alterClientQuotas, describeClientQuotas } from "./client-quotas.ts";
import { apiVersions, describeCluster, listFencedBrokers } from "./cluster.ts";
import { alterConfigs, describeConfigs, incrementalAlterConfigs, listConfigResources } from "./configs.ts";
import { describeConsumerGroups } from "./consumer-groups.ts";
import { describeTopics } from "./describe-topics.ts";
import { describeFeatures, updateFeatures } from "./features.ts";
import { alterGroupOffsets, deleteGroupOffsets, listGroupOffsets } from "./group-offsets.ts";
import { deleteGroups, describeGroups, listGroups } from "./groups.ts";
import { alterReplicaLogDirs, describeLogDirs } from "./log-dirs.ts";
import { deleteRecords, listOffsets } from "./offsets.ts";
import { addRaftVoter, describeMetadataQuorum, removeRaftVoter, unregisterBroker } from "./quorum.ts";
import { alterPartitionReassignments, electLeaders, listPartitionReassignments } from "./replicas.ts";
import { alterUserScramCredentials, describeUserScramCredentials } from "./scram-credentials.ts";
import { createPartitions, createTopics, deleteTopics, listTopics } from "./topics.ts";
import { abortTransaction, describeProducers, describeTransactions, fenceProducers, listTransactions } from "./transactions.ts";

/** Every operation, as a function of the cluster that it is done on. */
const operations = {
  abortTransaction,
  addRaftVoter,
  apiVersions,
  alterClientQuotas,
  alterConfigs,
  alterGroupOffsets,
  alterPartitionReassignments,
  alterReplicaLogDirs,
  alterUserScramCredentials,
  createAcls,
  createPartitions,
  createTopics,
  deleteAcls,
  deleteGroupOffsets,
  deleteGroups,
  deleteRecords,
  deleteTopics,
  describeAcls,
  describeClientQuotas,
  describeCluster,
  describeConfigs,
  describeConsumerGroups,
  describeFeatures,
  describeGroups,
  describeLogDirs,
  describeProducers,
  describeMetadataQuorum,
  describeTopics,
  describeTransactions,
  describeUserScramCredentials,
  electLeaders,
  fenceProducers,
  incrementalAlterConfigs,
  listConfigResources,
  listFencedBrokers,
  listGroupOffsets,
  listGroups,
  listOffsets,
  listPartitionReassignments,
  listTopics,
  listTransactions,
  removeRaftVoter,
  unregisterBroker,
  updateFeatures,
};

type OnItsCluster<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends (cluster: Cluster, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

/**
 * Looks after a cluster: topics, configs, offsets, groups, transactions, users. What comes of single items is returned with each item; an operation
 * throws when it could not be carried out at all.
 */
export interface Admin extends OnItsCluster<typeof operations>, Closeable {
  /** Finds a broker that answers. Throws CONNECTION_FAILED at once if none of the bootstrap servers does. Optional: the first operation does it too. */
  connect(): Promise<void>;
}

/** Nothing is connected before the first operation. Throws CONFIG_INVALID. */
export function openAdmin(options: ClientOptions): Admin {
  const cluster = new Cluster(options);
  const plain: Readonly<Record<string, (cluster: Cluster, ...rest: never[]) => unknown>> = operations;
  const bound = Object.entries(plain).map(([name, operation]) => [name, (...rest: never[]) => operation(cluster, ...rest)]);
  const own = { connect: () => cluster.connect(), close: () => cluster.close() };
  return { ...(Object.fromEntries(bound) as OnItsCluster<typeof operations>), ...own };
}
