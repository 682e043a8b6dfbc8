import { claims } from "./claims.ts";
import type { KafkaCluster } from "./cluster.ts";
import type { DesiredObject } from "./desired-object.ts";
import { disruptionBudget } from "./disruption-budget.ts";
import { networkPolicy } from "./network-policy.ts";
import { identity } from "./service-account.ts";
import { bootstrapService, brokersService } from "./services/inner.ts";
import { outerServices } from "./services/outer.ts";
import { routedObjects } from "./services/routed.ts";

/** What of a Kafka stands whether it has nodes by now or not, in the order in which it is to be applied. */
export const standingObjects = (cluster: KafkaCluster): readonly DesiredObject[] => [
  ...identity(cluster),
  ...networkPolicy(cluster),
  ...disruptionBudget(cluster),
  bootstrapService(cluster),
  brokersService(cluster),
  ...outerServices(cluster),
  ...routedObjects(cluster),
  ...claims(cluster),
];

/** A kind of object that is made for Kafkas. */
export interface MadeKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
  /** Not every Kubernetes cluster has it. */
  readonly isOptional: boolean;
}

const made = (apiVersion: string, kind: string, plural: string, more: Partial<MadeKind> = {}): MadeKind => ({
  ...{ apiVersion, kind, plural },
  isNamespaced: true,
  isOptional: false,
  ...more,
});

/** All kinds of objects that are made for Kafkas. What of them is no longer wanted has the labels of the Kafka. */
export const madeKinds: readonly MadeKind[] = [
  made("v1", "ServiceAccount", "serviceaccounts"),
  made("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", { isNamespaced: false }),
  made("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
  made("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  made("v1", "Service", "services"),
  made("route.openshift.io/v1", "Route", "routes", { isOptional: true }),
  made("gateway.networking.k8s.io/v1", "TLSRoute", "tlsroutes", { isOptional: true }),
  made("networking.k8s.io/v1", "Ingress", "ingresses"),
  made("v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
  made("v1", "ConfigMap", "configmaps"),
  made("core.strimzi.io/v1", "StrimziPodSet", "strimzipodsets"),
];
