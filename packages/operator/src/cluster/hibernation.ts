import type { KafkaOutcome } from "@millrace/controllers";
import type { KubeObject } from "@millrace/kube";
import type { KafkaState } from "@millrace/plans";
import { isHibernating, type Warning } from "@millrace/resources";
import type { ClusterNode, KafkaCluster } from "../model/cluster.ts";

/** Which nodes have pods. Of a Kafka that hibernates the brokers end first: as long as there is a quorum, they can give up what they lead. */
export function awakeNodes(
  { kafka, nodes }: Pick<KafkaCluster, "kafka" | "nodes">,
  pods: readonly KubeObject[],
): (node: ClusterNode) => boolean {
  if (!isHibernating(kafka)) return () => true;
  const names = new Set(pods.map(({ metadata }) => metadata.name));
  const areBrokersThere = nodes.some(({ isController, podName }) => !isController && names.has(podName));
  return ({ isController }) => isController && areBrokersThere;
}

/** What there is to say of a Kafka that hibernates. `pods`: those that are left. */
export function hibernating(pods: readonly KubeObject[], state: KafkaState, warnings: readonly Warning[]): KafkaOutcome {
  const names = pods.map(({ metadata }) => metadata.name);
  const message =
    names.length === 0
      ? "it is stopped, its volumes are kept; without the annotation millrace.io/hibernate it comes back"
      : `it is being stopped: pods ${names.join(", ")} are left`;
  return { type: "hibernating", reason: "Hibernating", message, state, warnings, done: [] };
}
