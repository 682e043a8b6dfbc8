import { type DesiredObject, given } from "../model/desired-object.ts";
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

/** What the operator binds to the accounts of Kafkas whose pods ask for their node. */
export const brokerRole = clusterRole(brokerClusterRole, brokerRules);

/**
 * Roles and what binds them to the operator. A role for many namespaces is bound once for all, or in each that is watched. Bindings are called
 * after the operator's namespace as well: a cluster may have several operators.
 */
export function roles({ namespace, watched }: Install): readonly DesiredObject[] {
  const { namespacedRole, globalRole, leaderRole, operator } = installNames;
  const subjects = [{ kind: "ServiceAccount", name: operator, namespace }];
  const binding = (kind: "RoleBinding" | "ClusterRoleBinding", role: string, at?: string): DesiredObject => ({
    ...{ apiVersion, kind },
    metadata: { name: `${role}-${namespace}`, ...given({ namespace: at }), labels },
    roleRef: { apiGroup, kind: "ClusterRole", name: role },
    subjects,
  });
  return [
    clusterRole(namespacedRole, namespacedRules),
    clusterRole(globalRole, globalRules),
    brokerRole,
    ...(watched === undefined
      ? [binding("ClusterRoleBinding", namespacedRole)]
      : watched.map((each) => binding("RoleBinding", namespacedRole, each))),
    binding("ClusterRoleBinding", globalRole),
    { apiVersion, kind: "Role", metadata: { name: leaderRole, namespace, labels }, rules: leaderRules },
    {
      ...{ apiVersion, kind: "RoleBinding", metadata: { name: leaderRole, namespace, labels } },
      roleRef: { apiGroup, kind: "Role", name: leaderRole },
      subjects,
    },
  ];
}
