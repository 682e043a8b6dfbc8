import type { AclOperation, PatternType, PermissionType, ResourceType } from "./codes.ts";

/** Stands for every name in a literal pattern, and for every host. */
export const wildcard = "*";
/** Stands for every principal of type `User`; and, as Kafka has it, for those of any other type too. */
export const wildcardPrincipal = "User:*";
/** The one resource of type CLUSTER. */
export const clusterName = "kafka-cluster";

/** One rule: that somebody may, or may not, do something to some resources from somewhere. */
export interface Acl {
  readonly resourceType: ResourceType;
  readonly patternType: PatternType;
  readonly resourceName: string;
  /** `type:name`, e.g. `User:alice`. */
  readonly principal: string;
  /** An address as text, or `*`. */
  readonly host: string;
  readonly operation: AclOperation;
  readonly permissionType: PermissionType;
}

/** Text that is the same for the same ACLs only. */
export function aclKey({ resourceType, patternType, operation, permissionType, resourceName, principal, host }: Acl): string {
  const codes = `${resourceType}/${patternType}/${operation}/${permissionType}`;
  return `${codes}/${resourceName.length}/${principal.length}/${resourceName}/${principal}/${host}`;
}

/** The order in which ACLs are told: by resource, longer names before what they begin with. */
export function compareAcls(a: Acl, b: Acl): number {
  return (
    a.resourceType - b.resourceType ||
    compareText(b.resourceName, a.resourceName) ||
    a.patternType - b.patternType ||
    a.operation - b.operation ||
    compareText(a.principal, b.principal) ||
    compareText(a.host, b.host) ||
    a.permissionType - b.permissionType
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
