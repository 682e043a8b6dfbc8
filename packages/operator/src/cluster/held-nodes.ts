import { canaryTopic, type DeclaredKafka, type KafkaLinks } from "@millrace/controllers";
import type { RollPartition, RollQuorum } from "@millrace/plans/rolls";
import { kafkaCluster } from "../model/kafka-cluster.ts";
import type { ModelSettings } from "../model/settings.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { observeFacts } from "./observe.ts";
import { observePartitions, observeQuorum } from "./observe-kafka.ts";

interface HeldNodesOptions {
  readonly pods: WatchedPods;
  readonly links: Pick<KafkaLinks, "of">;
  readonly settings: ModelSettings;
}

/**
 * Ids of nodes that must neither go nor lose a role now: they have replicas of partitions, or vote in the quorum. Where that can't be found
 * out, all that would go. Kafka is asked only where any would.
 */
export async function heldNodes(
  { kafka, nodePools }: DeclaredKafka,
  { pods, links, settings }: HeldNodesOptions,
): Promise<ReadonlySet<number>> {
  const result = kafkaCluster({ kafka, nodePools }, observeFacts(kafka, pods, new Set()), settings);
  const present = nodePools.flatMap(({ status }) => status?.nodeIds ?? []);
  if (result.type !== "cluster") return new Set();
  const { nodes } = result.cluster;
  const before = new Map(nodePools.flatMap(({ status }) => (status?.nodeIds ?? []).map((id) => [id, status?.roles ?? []])));
  const goes = (id: number): boolean => {
    const node = nodes.find((each) => each.id === id);
    const roles = before.get(id) ?? [];
    return node === undefined || (roles.includes("broker") && !node.isBroker) || (roles.includes("controller") && !node.isController);
  };
  if (!present.some(goes)) return new Set();
  const { admin } = links.of(kafka);
  const [quorum, partitions] = await Promise.all([observeQuorum(admin, kafka.spec.kafka.config ?? {}), observePartitions(admin)]);
  if (quorum === undefined || partitions === undefined) return new Set(present.filter(goes));
  return heldBy(quorum, partitions);
}

/** Voters, and brokers that have replicas. The canary's topic, which every broker has a part of, holds nobody: it follows the brokers. */
export function heldBy({ lagMs }: RollQuorum, partitions: readonly RollPartition[]): ReadonlySet<number> {
  const holding = partitions.filter(({ topic }) => topic !== canaryTopic);
  return new Set([...lagMs.keys(), ...holding.flatMap(({ replicas }) => replicas)]);
}
