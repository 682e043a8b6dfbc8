import type { Affinity } from "@millrace/resources";
import type { KafkaCluster, NodePool } from "../cluster.ts";

/** Where a pod may run: where the template says, and for a broker with a rack only where its rack can be found out. */
export function affinity({ kafka }: KafkaCluster, { isBroker, templates }: NodePool): Affinity | undefined {
  const { rack } = kafka.spec.kafka;
  const declared = templates.pod?.affinity;
  if (!isBroker || rack?.topologyKey === undefined || rack.type === "environment-variable") return declared;
  const hasRack = { key: rack.topologyKey, operator: "Exists" };
  const terms = declared?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  // Terms are alternatives: each needs it.
  const nodeSelectorTerms = (terms.length === 0 ? [{}] : terms).map((term) => ({
    ...term,
    matchExpressions: [...(term.matchExpressions ?? []), hasRack],
  }));
  return {
    ...declared,
    nodeAffinity: { ...declared?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  };
}
