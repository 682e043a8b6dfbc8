import { canaryTopic, type DeclaredKafka, type KafkaLinks } from "@millrace/controllers";
import type { RollPartition, RollQuorum } from "@millrace/plans/rolls";
import type { KafkaCluster } from "../model/cluster.ts";
import { type HeldNodes, nobodyHeld } from "../model/facts.ts";
import { type ClusterResult, kafkaCluster } from "../model/kafka-cluster.ts";
import type { ModelSettings } from "../model/settings.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
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
  const judge = (held: HeldNodes): ClusterResult => kafkaCluster(declared, observeFacts(kafka, observed, held), settings);
  const result = judge(nobodyHeld);
  const going = result.type === "cluster" ? goingNodes(result.cluster, nodePools) : [];
  if (going.length === 0) return result;
  const { quorum, partitions } = await observeKafka(links.of(kafka).admin, kafka);
  const all = new Set(going);
  return judge(quorum === undefined || partitions === undefined ? { replicas: all, voters: all } : heldBy(quorum, partitions));
}

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
  return { replicas: new Set(holding.flatMap(({ replicas }) => replicas)), voters: new Set(lagMs.keys()) };
}
