import type { Admin } from "@millrace/client";
import {
  type ExecutedPartition,
  type ExecutedReplica,
  type ExecutionState,
  placeOf,
  type RebalanceBroker,
  type RebalancePartition,
  type RebalanceView,
} from "@millrace/plans/rebalances";
import { trafficOf } from "./traffic.ts";

export type ObservingAdmin = Pick<
  Admin,
  "describeCluster" | "listTopics" | "describeLogDirs" | "listPartitionReassignments" | "listOffsets"
>;

/** A cluster as it is, and as it will be once moves that are under way have ended. */
export interface ObservedCluster {
  readonly view: RebalanceView;
  readonly state: ExecutionState;
}

/** Reads what a rebalance has to know. `withTraffic`: what is written to partitions as well, which takes some more requests. Throws if anything can't be read. */
export async function observeCluster(admin: ObservingAdmin, { withTraffic = false, now = 0 } = {}): Promise<ObservedCluster> {
  const [{ brokers }, topics, dirs, moves] = await Promise.all([
    admin.describeCluster(),
    admin.listTopics(),
    admin.describeLogDirs(),
    admin.listPartitionReassignments(),
  ]);
  const underWay = new Map(moves.map((move) => [placeOf(move), moveOf(move)] as const));
  const partitions = new Map<string, ExecutedPartition>();
  for (const { name: topic, partitions: ofTopic } of topics) {
    for (const { partition, replicas, isr: inSync, leaderId } of ofTopic) {
      const place = placeOf({ topic, partition });
      const move = underWay.get(place);
      partitions.set(place, { replicas, inSync, leaderId, ...(move === undefined ? {} : { move }) });
    }
  }
  const replicas = replicasIn(dirs);
  const state: ExecutionState = { brokers: new Set(brokers.map(({ id }) => id)), partitions, replicas };
  const listed = topics.flatMap(({ name: topic, partitions: ofTopic }) => ofTopic.map(({ partition }) => ({ topic, partition })));
  const sized = listed.map((each) => ({ ...each, sizeBytes: sizeOf(placeOf(each), state) }));
  const traffic = withTraffic ? await trafficOf(admin, sized, now) : new Map<string, number>();
  const viewed = sized.map((each) => partitionOf(each, state, traffic.get(placeOf(each)) ?? 0));
  return { state, view: { brokers: [...openBrokers(brokers, dirs), ...absentBrokers(state)], partitions: viewed } };
}

type Move = Awaited<ReturnType<ObservingAdmin["listPartitionReassignments"]>>[number];

const moveOf = ({ replicas, addingReplicas, removingReplicas }: Move) => ({
  from: replicas.filter((id) => !addingReplicas.includes(id)),
  to: replicas.filter((id) => !removingReplicas.includes(id)),
});

type LogDirs = Awaited<ReturnType<ObservingAdmin["describeLogDirs"]>>;

function replicasIn(dirs: LogDirs): ExecutionState["replicas"] {
  const found = new Map<number, Map<string, ExecutedReplica>>();
  for (const { brokerId, path, replicas } of dirs) {
    const ofBroker = found.get(brokerId) ?? new Map<string, ExecutedReplica>();
    found.set(brokerId, ofBroker);
    for (const { topic, partition, sizeBytes, isFuture } of replicas) {
      const place = placeOf({ topic, partition });
      const known = ofBroker.get(place) ?? { path: "", sizeBytes: 0 };
      ofBroker.set(place, isFuture ? { ...known, futurePath: path } : { ...known, path, sizeBytes });
    }
  }
  return found;
}

/** The largest replica is the one that has everything. */
function sizeOf(place: string, { partitions, replicas }: ExecutionState): number {
  const holders = partitions.get(place)?.replicas ?? [];
  return Math.max(0, ...holders.map((id) => replicas.get(id)?.get(place)?.sizeBytes ?? 0));
}

function partitionOf(
  { topic, partition, sizeBytes }: { readonly topic: string; readonly partition: number; readonly sizeBytes: number },
  { partitions, replicas }: ExecutionState,
  bytesInPerSec: number,
): RebalancePartition {
  const place = placeOf({ topic, partition });
  const { replicas: now = [], move, leaderId = -1 } = partitions.get(place) ?? {};
  const held = (move?.to ?? now).map((brokerId) => {
    const known = replicas.get(brokerId)?.get(place);
    return { brokerId, path: known?.futurePath ?? known?.path, sizeBytes };
  });
  return { topic, partition, replicas: held, leaderId, bytesInPerSec };
}

function openBrokers(
  brokers: Awaited<ReturnType<ObservingAdmin["describeCluster"]>>["brokers"],
  dirs: LogDirs,
): readonly RebalanceBroker[] {
  return brokers.map(({ id, rack }) => {
    const disks = dirs
      .filter(({ brokerId, error }) => brokerId === id && error.code === 0)
      .map(({ path, totalBytes, isCordoned }) => ({ path, capacityBytes: totalBytes < 0 ? undefined : totalBytes, isCordoned }));
    return { id, rack, disks, isClosed: disks.length > 0 && disks.every(({ isCordoned }) => isCordoned) };
  });
}

/** Brokers that have replicas and do not serve. */
function absentBrokers({ brokers, partitions }: ExecutionState): readonly RebalanceBroker[] {
  const holders = new Set([...partitions.values()].flatMap(({ replicas }) => replicas));
  return [...holders].filter((id) => !brokers.has(id)).map((id) => ({ id, rack: null, disks: [], isClosed: true }));
}
