import { kinds } from "@millrace/resources";
import { type MadeKind, madeKinds } from "../model/objects.ts";
import { brokerClusterRole } from "../model/service-account.ts";
import { installNames } from "./install.ts";

/** What somebody may do with which resources (`rbac.authorization.k8s.io/v1`). */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Left out: whatever they are called. */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** An object is made by server-side apply, which is `patch`, and `create` where there is none. */
const kept = ["create", "delete", "list", "patch", "watch"];

const rule = (apiGroup: string, resources: readonly string[], verbs: readonly string[]): Rule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
});

const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "");

/** One rule for each API group. */
function keptKinds(made: readonly MadeKind[]): readonly Rule[] {
  const groups = [...new Set(made.map(({ apiVersion }) => groupOf(apiVersion)))];
  return groups.map((group) =>
    rule(
      group,
      made.filter(({ apiVersion }) => groupOf(apiVersion) === group).map(({ plural }) => plural),
      kept,
    ),
  );
}

const declaredKinds = Object.values(kinds).filter(({ custom }) => custom !== undefined);
const declaredGroup = groupOf(kinds.Kafka.apiVersion);
/** Kinds whose objects own what is made for them, and go after it. */
const owners = [kinds.Kafka, kinds.KafkaNodePool, kinds.KafkaUser];

/** What the operator does in each namespace that it watches. */
export const namespacedRules: readonly Rule[] = [
  rule(
    declaredGroup,
    declaredKinds.map(({ plural }) => plural),
    ["list", "watch"],
  ),
  rule(
    declaredGroup,
    declaredKinds.map(({ plural }) => `${plural}/status`),
    ["patch"],
  ),
  // Finalizers of topics and node pools.
  rule(declaredGroup, [kinds.KafkaTopic.plural, kinds.KafkaNodePool.plural], ["patch"]),
  // What somebody asks for by annotation is taken away once that was heard, and what comes next depends on what was written last. Those that start by themselves are made, and go.
  rule(declaredGroup, [kinds.KafkaRebalance.plural], ["create", "delete", "get", "patch"]),
  // OpenShift asks for it of whoever names an owner that is to wait for what it owns.
  rule(
    declaredGroup,
    owners.map(({ plural }) => `${plural}/finalizers`),
    ["update"],
  ),
  ...keptKinds(madeKinds.filter(({ isNamespaced }) => isNamespaced)),
  rule("core.strimzi.io", ["strimzipodsets/status"], ["patch"]),
  // ConfigMaps that a Kafka refers to have no label by which they could be watched.
  rule("", ["configmaps"], ["get"]),
  rule("", ["secrets"], ["create", "delete", "list", "update", "watch"]),
  rule("", ["pods"], ["create", "delete", "list", "patch", "watch"]),
  rule("", ["events"], ["create", "patch"]),
  // A Route whose host is given.
  rule("route.openshift.io", ["routes/custom-host"], ["create", "update"]),
];

/** What an init container of a Kafka's pod looks up: the rack and the addresses of its node. */
export const brokerRules: readonly Rule[] = [rule("", ["nodes"], ["get"])];

/** What the operator does beyond namespaces. It may give to others nothing but the role of brokers. */
export const globalRules: readonly Rule[] = [
  ...keptKinds(madeKinds.filter(({ isNamespaced }) => !isNamespaced)),
  { ...rule("rbac.authorization.k8s.io", ["clusterroles"], ["bind"]), resourceNames: [brokerClusterRole] },
  // The addresses of node ports.
  ...brokerRules,
];

/** What candidates for leadership do in the operator's own namespace. A name can't be asked for where there is nothing yet. */
export const leaderRules: readonly Rule[] = [
  rule("coordination.k8s.io", ["leases"], ["create"]),
  { ...rule("coordination.k8s.io", ["leases"], ["get", "update"]), resourceNames: [installNames.lease] },
];
