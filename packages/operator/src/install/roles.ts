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

/** What the operator binds to the accounts of Kafkas whose pods ask for their node. */
export const brokerRole = clusterRole(brokerClusterRole, brokerRules);

/** Roles and what binds them to the operator. Those of a cluster are bound under the namespace's name as well, as it may have several operators. */
export function roles({ namespace }: Install): readonly DesiredObject[] {
  const { namespacedRole, globalRole, leaderRole, operator } = installNames;
  const subjects = [{ kind: "ServiceAccount", name: operator, namespace }];
  const everywhere = (role: string): DesiredObject => ({
    ...{ apiVersion, kind: "ClusterRoleBinding", metadata: { name: `${role}-${namespace}`, labels } },
    roleRef: { apiGroup, kind: "ClusterRole", name: role },
    subjects,
  });
  const inItsOwn = { name: leaderRole, namespace, labels };
  return [
    clusterRole(namespacedRole, namespacedRules),
    clusterRole(globalRole, globalRules),
    brokerRole,
    everywhere(namespacedRole),
    everywhere(globalRole),
    { apiVersion, kind: "Role", metadata: inItsOwn, rules: leaderRules },
    { apiVersion, kind: "RoleBinding", metadata: inItsOwn, roleRef: { apiGroup, kind: "Role", name: leaderRole }, subjects },
  ];
}
