import type { Admin } from "@millrace/client";
import { canaryTopic, type DeclaredKafka, type KafkaLinks } from "@millrace/controllers";
import type { RollPartition, RollQuorum } from "@millrace/plans/rolls";
import type { KafkaCluster } from "../model/cluster.ts";
import { directoryKey, type Facts, type HeldNodes, type LogDirectory, nobodyHeld } from "../model/facts.ts";
import { type ClusterResult, kafkaCluster } from "../model/kafka-cluster.ts";
import { drains, leavingDirectories } from "../model/node-pools.ts";
import type { ModelSettings } from "../model/settings.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { cordonedAmong } from "./cordons.ts";
import { observeFacts } from "./observe.ts";
import { observeKafka } from "./observe-kafka.ts";
import type { OwnedObjects } from "./owned-objects.ts";

interface JudgedClusterOptions {
  readonly pods: WatchedPods;
  readonly objects: Pick<OwnedObjects, "of">;
  readonly links: Pick<KafkaLinks, "of">;
  readonly settings: ModelSettings;
}

/**
 * A Kafka as it can be now: nodes that have replicas of partitions, or vote in the quorum, neither go nor lose a role. Where that can't be found
 * out, none does. Kafka is asked only where any would.
 */
export async function judgedCluster(
  declared: DeclaredKafka,
  { links, settings, ...observed }: JudgedClusterOptions,
): Promise<ClusterResult> {
  const { kafka, nodePools } = declared;
  const facts = observeFacts(kafka, observed, nobodyHeld);
  const result = kafkaCluster(declared, facts, settings);
  if (result.type === "refused") return result;
  const [nodes, directories] = [goingNodes(result.cluster, nodePools), goingDirectories(result.cluster, facts.storage)];
  if (nodes.length === 0 && directories.length === 0) return result;
  const { admin } = links.of(kafka);
  const held = {
    ...(nodes.length === 0 ? nobodyHeld : await heldNodes(admin, kafka, nodes)),
    directories: await heldDirectories(admin, directories),
  };
  return kafkaCluster(declared, { ...facts, held }, settings);
}

async function heldNodes(admin: Admin, kafka: DeclaredKafka["kafka"], going: readonly number[]): Promise<HeldNodes> {
  const { quorum, partitions } = await observeKafka(admin, kafka);
  const all = new Set(going);
  if (quorum === undefined || partitions === undefined) return { ...nobodyHeld, replicas: all, voters: all };
  const held = heldBy(quorum, partitions);
  // Kafka keeps the settings of a broker that is gone for the next one of its id: one that was emptied is let take partitions again before it goes.
  const empty = going.filter((id) => !held.replicas.has(id));
  const cordoned = drains(kafka) ? await cordonedAmong(admin, empty) : [];
  return { ...held, replicas: new Set([...held.replicas, ...cordoned]) };
}

/** Log directories of brokers that are there, and would not be any more. */
const goingDirectories = ({ pools }: Pick<KafkaCluster, "pools">, storage: Facts["storage"]): readonly LogDirectory[] =>
  pools.flatMap((pool) => {
    const current = storage.get(pool.podSetName);
    return current === undefined || !pool.isBroker ? [] : leavingDirectories(current, pool.storage, pool.ids.current);
  });

/** Those that hold replicas, or that nothing is known of. */
export async function heldDirectories(admin: Pick<Admin, "describeLogDirs">, going: readonly LogDirectory[]): Promise<ReadonlySet<string>> {
  const all = new Set(going.map(directoryKey));
  if (all.size === 0) return all;
  try {
    const described = await admin.describeLogDirs([...new Set(going.map(({ brokerId }) => brokerId))]);
    const empty = described.filter(({ error, replicas }) => error.code === 0 && replicas.every(({ topic }) => topic === canaryTopic));
    // One that a broker does not have yet holds nothing.
    const unknown = going.filter((each) => described.some(({ brokerId }) => brokerId === each.brokerId) && !described.some(isSame(each)));
    const free = new Set([...empty, ...unknown].map(directoryKey));
    return new Set([...all].filter((key) => !free.has(key)));
  } catch {
    return all;
  }
}

const isSame =
  (one: LogDirectory) =>
  (other: LogDirectory): boolean =>
    directoryKey(one) === directoryKey(other);

/** Ids of nodes that are there, and would not be any more, or not in a role that they have. */
function goingNodes({ nodes }: Pick<KafkaCluster, "nodes">, nodePools: DeclaredKafka["nodePools"]): readonly number[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const before = nodePools.flatMap(({ status }) => (status?.nodeIds ?? []).map((id) => ({ id, roles: status?.roles ?? [] })));
  const goes = ({ id, roles }: (typeof before)[number]): boolean => {
    const node = byId.get(id);
    return node === undefined || (roles.includes("broker") && !node.isBroker) || (roles.includes("controller") && !node.isController);
  };
  return before.filter(goes).map(({ id }) => id);
}

/** Voters, and brokers that have replicas. The canary's topic, which every broker has a part of, holds nobody: it follows the brokers. */
export function heldBy({ lagMs }: RollQuorum, partitions: readonly RollPartition[]): HeldNodes {
  const holding = partitions.filter(({ topic }) => topic !== canaryTopic);
  return { ...nobodyHeld, replicas: new Set(holding.flatMap(({ replicas }) => replicas)), voters: new Set(lagMs.keys()) };
}
