import { apis, errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { requestFailed } from "../errors.ts";

export interface QuorumReplica {
  readonly id: number;
  readonly directoryId: string;
  readonly logEndOffset: number;
  /** Milliseconds since the epoch; -1: not known. */
  readonly lastFetchMs: number;
  readonly lastCaughtUpMs: number;
}

export interface QuorumDescription {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

const metadata = { topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] };

/** The quorum that keeps the cluster's metadata. Throws REQUEST_FAILED. */
export async function describeMetadataQuorum(cluster: Cluster): Promise<QuorumDescription> {
  const reply = await cluster.requestAny(apis.describeQuorum, () => ({ topics: [metadata] }));
  const partition = reply.topics[0]?.partitions[0];
  const errorCode = reply.errorCode || (partition?.errorCode ?? errors.UNKNOWN_SERVER_ERROR.code);
  if (partition === undefined || errorCode !== 0) {
    throw requestFailed("the quorum could not be described", errorCode, reply.errorMessage || partition?.errorMessage);
  }
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = partition;
  return { leaderId, leaderEpoch, highWatermark, voters: currentVoters.map(replicaOf), observers: observers.map(replicaOf) };
}

function replicaOf(row: {
  replicaId: number;
  replicaDirectoryId: string;
  logEndOffset: number;
  lastFetchTimestamp: number;
  lastCaughtUpTimestamp: number;
}): QuorumReplica {
  const { replicaId: id, replicaDirectoryId: directoryId, logEndOffset } = row;
  return { id, directoryId, logEndOffset, lastFetchMs: row.lastFetchTimestamp, lastCaughtUpMs: row.lastCaughtUpTimestamp };
}

/** Makes the cluster forget a broker that is gone for good. Throws REQUEST_FAILED. */
export async function unregisterBroker(cluster: Cluster, brokerId: number): Promise<void> {
  const { errorCode, errorMessage } = await cluster.requestAny(apis.unregisterBroker, () => ({ brokerId }));
  if (errorCode !== 0) throw requestFailed(`broker ${brokerId} was not unregistered`, errorCode, errorMessage);
}

export interface VoterKey {
  readonly id: number;
  /** Of the directory that the controller's metadata is in, as `describeMetadataQuorum` tells it. */
  readonly directoryId: string;
}

export interface Voter extends VoterKey {
  /** Where it is reached as a controller. */
  readonly endpoints: readonly { readonly listener: string; readonly host: string; readonly port: number }[];
}

/** Has a controller vote that follows the quorum so far (KIP-853). Throws REQUEST_FAILED. */
export async function addRaftVoter(cluster: Cluster, { id: voterId, directoryId: voterDirectoryId, endpoints }: Voter): Promise<void> {
  const listeners = endpoints.map(({ listener: name, host, port }) => ({ name, host, port }));
  const draft = { clusterId: null, timeoutMs: cluster.options.requestTimeoutMs, voterId, voterDirectoryId, listeners };
  const { errorCode, errorMessage } = await cluster.requestAny(apis.addRaftVoter, () => draft);
  if (errorCode !== 0) throw requestFailed(`controller ${voterId} was not added to the quorum`, errorCode, errorMessage);
}

/** Has a controller vote no more. Throws REQUEST_FAILED. */
export async function removeRaftVoter(cluster: Cluster, { id: voterId, directoryId: voterDirectoryId }: VoterKey): Promise<void> {
  const draft = { clusterId: null, voterId, voterDirectoryId };
  const { errorCode, errorMessage } = await cluster.requestAny(apis.removeRaftVoter, () => draft);
  if (errorCode !== 0) throw requestFailed(`controller ${voterId} was not removed from the quorum`, errorCode, errorMessage);
}
