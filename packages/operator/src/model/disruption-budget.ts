import type { KafkaCluster } from "./cluster.ts";
import type { DesiredObject } from "./desired-object.ts";
import { selectorOf } from "./labels.ts";
import { metadataOf } from "./metadata.ts";

const maxUnavailableByDefault = 1;

/** How many nodes have to be left when machines are emptied. Kubernetes counts no pods of a StrimziPodSet by itself, so that it is told the number. */
export function disruptionBudget(cluster: KafkaCluster): readonly DesiredObject[] {
  if (!cluster.settings.hasPodDisruptionBudgets) return [];
  const template = cluster.kafka.spec.kafka.template?.podDisruptionBudget;
  const minAvailable = Math.max(0, cluster.nodes.length - (template?.maxUnavailable ?? maxUnavailableByDefault));
  return [
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: metadataOf(cluster, cluster, cluster.names.component, template),
      spec: { minAvailable, selector: { matchLabels: selectorOf(cluster.labels) } },
    },
  ];
}
