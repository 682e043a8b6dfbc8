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
export { ConnectionRates } from "./quotas/connection-rates.ts";
export { Meters } from "./quotas/meters.ts";
export { MutationMeter } from "./quotas/mutation-meter.ts";
export { type AlterationOutcome, planAlterations, type QuotaAlteration } from "./quotas/quota-alterations.ts";
export { entityTypes, type QuotaEntity } from "./quotas/quota-entity.ts";
export { describeQuotas } from "./quotas/quota-filter.ts";
export { quotaKeys } from "./quotas/quota-keys.ts";
export { noLimits, PreferredLimits, type QuotaLimits, unlimited } from "./quotas/quota-limits.ts";
export { type QuotaChange, QuotaStore } from "./quotas/quota-store.ts";
export { RateMeter } from "./quotas/rate-meter.ts";
export type { Sampling } from "./quotas/sampled-values.ts";
export { hasSasl, hasTls, type SecurityProtocol, securityProtocolIds } from "./security-protocol.ts";
