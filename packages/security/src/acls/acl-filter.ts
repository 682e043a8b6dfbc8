import { type Acl, wildcard } from "./acl.ts";
import {
  type AclOperation,
  aclOperations,
  type PatternType,
  type PermissionType,
  patternTypes,
  permissionTypes,
  type ResourceType,
  resourceTypes,
} from "./codes.ts";

/** What chooses among ACLs. Null and ANY leave something open; the pattern type MATCH chooses all that apply to a resource of the name. */
export interface AclFilter {
  readonly resourceType: ResourceType;
  readonly patternType: PatternType;
  readonly resourceName: string | null;
  readonly principal: string | null;
  readonly host: string | null;
  readonly operation: AclOperation;
  readonly permissionType: PermissionType;
}

export function matchesFilter(filter: AclFilter, acl: Acl): boolean {
  return (
    (filter.resourceType === resourceTypes.ANY || filter.resourceType === acl.resourceType) &&
    matchesPattern(filter, acl) &&
    (filter.principal === null || filter.principal === acl.principal) &&
    (filter.host === null || filter.host === acl.host) &&
    (filter.operation === aclOperations.ANY || filter.operation === acl.operation) &&
    (filter.permissionType === permissionTypes.ANY || filter.permissionType === acl.permissionType)
  );
}

function matchesPattern({ patternType, resourceName }: AclFilter, acl: Acl): boolean {
  if (patternType === patternTypes.MATCH) return resourceName === null || appliesTo(acl, resourceName);
  if (patternType !== patternTypes.ANY && patternType !== acl.patternType) return false;
  return resourceName === null || resourceName === acl.resourceName;
}

/** Whether an ACL's pattern stands for a resource of its type. */
function appliesTo({ patternType, resourceName }: Acl, name: string): boolean {
  if (patternType === patternTypes.PREFIXED) return name.startsWith(resourceName);
  return name === resourceName || resourceName === wildcard;
}
