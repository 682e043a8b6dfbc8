import type { KafkaCluster } from "./cluster.ts";
import { type DesiredObject, given, type Labels } from "./desired-object.ts";
import { namedPods, operatorPods, selectorOf } from "./labels.ts";
import { controlPlane, jmxPort, metricsPort, replication } from "./listeners/names.ts";
import { metadataOf } from "./metadata.ts";

type Peer = Readonly<Record<string, unknown>>;

/** Who may connect to what of the nodes. A port of which nothing is said is open to all, one that is not here to nobody. */
export function networkPolicy(cluster: KafkaCluster): readonly DesiredObject[] {
  if (!cluster.settings.hasNetworkPolicies) return [];
  const { names, kafka } = cluster;
  const pods = (matchLabels: Labels): Peer => ({ podSelector: { matchLabels } });
  const nodes = pods(selectorOf(cluster.labels));
  const tools = [names.entityOperator, names.kafkaExporter, names.cruiseControl].map((name) => pods(namedPods(name)));
  const operator = operatorPeer(cluster);
  const { metricsConfig, jmxOptions } = kafka.spec.kafka;
  const ingress = [
    rule(controlPlane.port, [nodes, operator]),
    rule(replication.port, [operator, nodes, ...tools]),
    rule(metricsPort.port, metricsConfig === undefined ? [operator] : []),
    ...cluster.listeners.map(({ port, networkPolicyPeers = [] }) =>
      rule(
        port,
        networkPolicyPeers.map((peer) => ({ ...peer })),
      ),
    ),
    ...(jmxOptions === undefined ? [] : [rule(jmxPort.port, [])]),
  ];
  return [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: metadataOf(cluster, cluster, names.networkPolicy),
      spec: { podSelector: { matchLabels: selectorOf(cluster.labels) }, policyTypes: ["Ingress"], ingress },
    },
  ];
}

const rule = (port: number, from: readonly Peer[]) => ({
  ports: [{ port, protocol: "TCP" }],
  ...given({ from: from.length === 0 ? undefined : from }),
});

/** The operator may be in another namespace, which is told by its labels if they are known. */
function operatorPeer({ namespace, settings }: KafkaCluster): Peer {
  const podSelector = { matchLabels: operatorPods };
  if (settings.operatorNamespace === namespace) return { podSelector };
  const labels = settings.operatorNamespaceLabels;
  return { podSelector, namespaceSelector: Object.keys(labels).length === 0 ? {} : { matchLabels: labels } };
}
