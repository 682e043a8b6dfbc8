import {
  type Acl,
  type AclFilter,
  aclOperations,
  clusterName,
  codeName,
  patternTypes,
  permissionTypes,
  resourceTypes,
} from "@millrace/security";

interface Rule {
  readonly holds: (acl: Acl) => boolean;
  readonly message: (acl: Acl) => string;
}

function known(part: "resourceType" | "patternType" | "operation" | "permissionType", codes: Readonly<Record<string, number>>): Rule {
  return { holds: (acl) => acl[part] !== 0, message: (acl) => `Invalid ${part} ${codeName(codes, acl[part])}` };
}

/** What an ACL has to be, in the order in which Kafka looks. */
const rules: readonly Rule[] = [
  {
    holds: ({ resourceType, resourceName }) => resourceType !== resourceTypes.CLUSTER || resourceName === clusterName,
    message: () => `The only valid name for the CLUSTER resource is ${clusterName}`,
  },
  { holds: ({ resourceName }) => resourceName !== "", message: () => "Invalid empty resource name" },
  known("resourceType", resourceTypes),
  known("patternType", patternTypes),
  known("operation", aclOperations),
  known("permissionType", permissionTypes),
  {
    holds: ({ principal }) => principal.includes(":"),
    message: ({ principal }) =>
      `Could not parse principal from \`${principal}\` (no colon is present separating the principal type from the principal name)`,
  },
];

/** Why Kafka would not take an ACL, in its words. */
export function aclProblem(acl: Acl): string | undefined {
  return rules.find(({ holds }) => !holds(acl))?.message(acl);
}

/** Whether an ACL leaves something open as only a filter may. Kafka can't make its own parts of such an ACL, and the whole request fails. */
export function leavesOpen({ resourceType, patternType, operation, permissionType }: Acl): boolean {
  return (
    resourceType === resourceTypes.ANY ||
    patternType === patternTypes.ANY ||
    patternType === patternTypes.MATCH ||
    operation === aclOperations.ANY ||
    permissionType === permissionTypes.ANY
  );
}

/** Why Kafka would not take a filter that is to delete ACLs, in its words. */
export function filterProblem({ resourceType, patternType, operation, permissionType }: AclFilter): string | undefined {
  if (resourceType === 0 || patternType === 0) return "Unknown patternFilter.";
  return operation === 0 || permissionType === 0 ? "Unknown entryFilter." : undefined;
}
