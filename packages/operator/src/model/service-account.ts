import type { KafkaCluster } from "./cluster.ts";
import { type DesiredObject, given } from "./desired-object.ts";
import { metadataOf } from "./metadata.ts";
import { asksForMachine } from "./pods/volumes.ts";

/** Installed with the operator: may look at nodes of the Kubernetes cluster. */
export const brokerClusterRole = "strimzi-kafka-broker";

/** Who a Kafka's pods are; and, where they have to ask for the machine that they run on, that they may. */
export function identity(cluster: KafkaCluster): readonly DesiredObject[] {
  const { names, namespace, kafka, pools, labels } = cluster;
  const { template } = kafka.spec.kafka;
  const account: DesiredObject = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: metadataOf(cluster, cluster, names.component, template?.serviceAccount),
  };
  if (!pools.some((pool) => asksForMachine(cluster, pool))) return [account];
  // What belongs to no namespace can have no owner within one: the operator takes it away when the Kafka goes.
  const { metadata } = template?.clusterRoleBinding ?? {};
  const binding: DesiredObject = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: {
      name: names.initClusterRoleBinding,
      labels: { ...labels, ...metadata?.labels },
      ...given({ annotations: metadata?.annotations }),
    },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: brokerClusterRole },
    subjects: [{ kind: "ServiceAccount", name: names.component, namespace }],
  };
  return [account, binding];
}
