export { type Acl, clusterName, compareAcls } from "./acls/acl.ts";
export { type AclFilter, matchesFilter } from "./acls/acl-filter.ts";
export { AclIndex } from "./acls/acl-index.ts";
export { Authorizer, type AuthorizerSettings, type Decision, type Subject } from "./acls/authorizer.ts";
export {
  type AclOperation,
  aclOperations,
  codeName,
  knownCode,
  pascalCase,
  patternTypes,
  permissionTypes,
  type ResourceType,
  resourceTypes,
} from "./acls/codes.ts";
export { parseSuperUsers } from "./acls/super-users.ts";
export { supportedOperations } from "./acls/supported-operations.ts";
export { anonymous, type Principal, parsePrincipal, textOf } from "./principal.ts";
export { hasSasl, hasTls, type SecurityProtocol, securityProtocolIds } from "./security-protocol.ts";
