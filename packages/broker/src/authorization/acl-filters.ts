import type { DescribeAclsRequest } from "@millrace/protocol";
import { type AclFilter, aclOperations, knownCode, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";

/** What chooses among ACLs, as requests write it. */
type NumberedFilter = DescribeAclsRequest;

/** Whether a filter says UNKNOWN in so many words, which Kafka takes for no request at all. */
export function isMalformedFilter({ resourceTypeFilter, patternTypeFilter, operation, permissionType }: NumberedFilter): boolean {
  return [resourceTypeFilter, patternTypeFilter, operation, permissionType].includes(0);
}

export function filterOf(filter: NumberedFilter): AclFilter {
  return {
    resourceType: knownCode(resourceTypes, filter.resourceTypeFilter),
    patternType: knownCode(patternTypes, filter.patternTypeFilter),
    resourceName: filter.resourceNameFilter,
    principal: filter.principalFilter,
    host: filter.hostFilter,
    operation: knownCode(aclOperations, filter.operation),
    permissionType: knownCode(permissionTypes, filter.permissionType),
  };
}
