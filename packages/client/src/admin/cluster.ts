import { MillraceError } from "@millrace/kit";
import { apiByKey, apis } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import type { BrokerMetadata } from "../cluster/metadata.ts";
import { requestFailed } from "../errors.ts";
import type { Broker } from "../net/broker.ts";
import type { VersionRange } from "../net/versions.ts";

export interface ClusterDescription {
  readonly clusterId: string;
  /** -1: not known. */
  readonly controllerId: number;
  readonly brokers: readonly BrokerMetadata[];
}

/** Ids of brokers that are registered, and serve nobody: they ended, or are cut off (Kafka 4.0 or newer). Throws REQUEST_FAILED, UNSUPPORTED_VERSION. */
export async function listFencedBrokers(cluster: Cluster): Promise<number[]> {
  const reply = await cluster.requestAny(apis.describeCluster, () => ({ includeFencedBrokers: true }), { minVersion: 2 });
  if (reply.errorCode !== 0) throw requestFailed("the cluster could not be described", reply.errorCode, reply.errorMessage);
  return reply.brokers.filter(({ isFenced }) => isFenced).map(({ brokerId }) => brokerId);
}

/** The cluster's id and its brokers. Throws REQUEST_FAILED. */
export async function describeCluster(cluster: Cluster): Promise<ClusterDescription> {
  try {
    return await describeByItsApi(cluster);
  } catch (thrown) {
    if (!(thrown instanceof MillraceError && thrown.code === "UNSUPPORTED_VERSION")) throw thrown;
    const { clusterId, controllerId, brokers } = await cluster.askMetadata([]); // Kafka before 2.8
    return { clusterId: clusterId ?? "", controllerId, brokers };
  }
}

async function describeByItsApi(cluster: Cluster): Promise<ClusterDescription> {
  const reply = await cluster.requestAny(apis.describeCluster, () => ({}));
  if (reply.errorCode !== 0) throw requestFailed("the cluster could not be described", reply.errorCode, reply.errorMessage);
  const brokers = reply.brokers.map(({ brokerId: id, host, port, rack }) => ({ id, host, port, rack }));
  return { clusterId: reply.clusterId, controllerId: reply.controllerId, brokers };
}

export interface ServedApi extends VersionRange {
  readonly key: number;
  /** "" if this client does not know the API. */
  readonly name: string;
}

/** What a broker serves (default: the first one that answers). */
export async function apiVersions(cluster: Cluster, brokerId?: number): Promise<ServedApi[]> {
  if (brokerId === undefined) await cluster.connect();
  const broker = brokerId === undefined ? cluster.nodes.map(({ id }) => brokerOf(cluster, id))[0] : brokerOf(cluster, brokerId);
  const served = (await broker?.served()) ?? new Map<number, VersionRange>();
  return [...served].map(([key, range]) => ({ key, name: apiByKey(key)?.name ?? "", ...range })).sort((a, b) => a.key - b.key);
}

function brokerOf(cluster: Cluster, brokerId: number): Broker {
  const broker = cluster.node(brokerId);
  if (broker === undefined) throw new MillraceError("NOT_FOUND", `the cluster has no broker ${brokerId}`);
  return broker;
}
