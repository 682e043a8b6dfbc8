import { type Acl, aclOperations, knownCode, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";

/** An ACL as requests and stored records write it. */
export type NumberedAcl = { readonly [Part in keyof Acl]: Acl[Part] extends string ? string : number };

/** Numbers that stand for nothing here become UNKNOWN. */
export function aclOf({ resourceType, patternType, resourceName, principal, host, operation, permissionType }: NumberedAcl): Acl {
  return {
    resourceType: knownCode(resourceTypes, resourceType),
    patternType: knownCode(patternTypes, patternType),
    resourceName,
    principal,
    host,
    operation: knownCode(aclOperations, operation),
    permissionType: knownCode(permissionTypes, permissionType),
  };
}
