import type { Admin } from "@millrace/client";
import type { RollNode, RollPartition, RollQuorum } from "@millrace/plans/rolls";
import { type Kafka, maxParallelRestartsOf } from "@millrace/resources";
import { fetchTimeoutMsOf, lagsIn } from "./quorum-lags.ts";

const minInSyncReplicas = "min.insync.replicas";

/** What there is to know of a Kafka before one of its nodes is taken away: quorum and partitions, each undefined if it can't be read. */
export async function observeKafka(admin: Admin, kafka: Kafka) {
  const [quorum, partitions] = await Promise.all([observeQuorum(admin, kafka), observePartitions(admin)]);
  return { quorum, partitions };
}

/** The nodes with the racks that brokers have; Kafka is asked for them only where racks count. */
export async function withRacks(
  admin: Pick<Admin, "describeCluster">,
  kafka: Kafka,
  nodes: readonly RollNode[],
): Promise<readonly RollNode[]> {
  if (maxParallelRestartsOf(kafka) === 1) return nodes;
  const brokers = await admin.describeCluster().then(
    (described) => described.brokers,
    () => [],
  );
  const racks = new Map(brokers.map(({ id, rack }) => [id, rack ?? undefined]));
  return nodes.map((node) => ({ ...node, rack: racks.get(node.id) }));
}

/** The quorum of controllers; undefined if it can't be read, which it can only where there is one. */
async function observeQuorum(admin: Admin, kafka: Kafka): Promise<RollQuorum | undefined> {
  const described = await admin.describeMetadataQuorum().catch(() => undefined);
  if (described === undefined) return undefined;
  const lagOf = lagsIn(described);
  const lagMs = new Map(described.voters.map((voter) => [voter.id, lagOf(voter)]));
  return { leaderId: described.leaderId, lagMs, fetchTimeoutMs: fetchTimeoutMsOf(kafka) };
}

/** All partitions, internal ones too; undefined if they, or what they need for writes, can't be read. */
async function observePartitions(admin: Admin): Promise<readonly RollPartition[] | undefined> {
  try {
    const topics = await admin.listTopics();
    const resources = topics.map(({ name }) => ({ type: "topic" as const, name }));
    const configs = await admin.describeConfigs(resources, { names: [minInSyncReplicas] });
    const minima = new Map(configs.map(({ name, entries }) => [name, Number(entries[0]?.value)]));
    const read = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partition, replicas, isr, leaderId }) => ({
        ...{ topic: name, partition, replicas, inSyncReplicas: isr, isOffline: leaderId < 0 },
        minInSyncReplicas: minima.get(name) ?? Number.NaN,
      })),
    );
    return read.some((partition) => Number.isNaN(partition.minInSyncReplicas)) ? undefined : read;
  } catch {
    return undefined;
  }
}
