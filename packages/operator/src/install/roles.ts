import type { DesiredObject } from "../model/desired-object.ts";
import { brokerClusterRole } from "../model/service-account.ts";
import { type Install, installNames } from "./install.ts";
import { labels } from "./labels.ts";
import { brokerRules, globalRules, leaderRules, namespacedRules, type Rule } from "./rules.ts";

const apiGroup = "rbac.authorization.k8s.io";
const apiVersion = `${apiGroup}/v1`;

const clusterRole = (name: string, rules: readonly Rule[]): DesiredObject => ({
  ...{ apiVersion, kind: "ClusterRole", metadata: { name, labels } },
  rules,
});

/** Roles and what binds them to the operator. A role for many namespaces is bound once for all, or in each that is watched. */
export function roles({ namespace, watched }: Install): readonly DesiredObject[] {
  const { namespacedRole, globalRole, leaderRole, operator } = installNames;
  const subjects = [{ kind: "ServiceAccount", name: operator, namespace }];
  const binding = (
    kind: "RoleBinding" | "ClusterRoleBinding",
    metadata: DesiredObject["metadata"],
    role: string,
    roleKind = "ClusterRole",
  ) => ({
    ...{ apiVersion, kind, metadata: { ...metadata, labels } },
    roleRef: { apiGroup, kind: roleKind, name: role },
    subjects,
  });
  return [
    clusterRole(namespacedRole, namespacedRules),
    clusterRole(globalRole, globalRules),
    clusterRole(brokerClusterRole, brokerRules),
    ...(watched === undefined
      ? [binding("ClusterRoleBinding", { name: namespacedRole }, namespacedRole)]
      : watched.map((each) => binding("RoleBinding", { name: namespacedRole, namespace: each }, namespacedRole))),
    binding("ClusterRoleBinding", { name: globalRole }, globalRole),
    { apiVersion, kind: "Role", metadata: { name: leaderRole, namespace, labels }, rules: leaderRules },
    binding("RoleBinding", { name: leaderRole, namespace }, leaderRole, "Role"),
  ];
}
