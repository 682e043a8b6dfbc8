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
export { type ConnectionRateLimits, ConnectionRates } from "./quotas/connection-rates.ts";
export { Meters } from "./quotas/meters.ts";
export { MutationMeter } from "./quotas/mutation-meter.ts";
export { type AlterationOutcome, planAlterations, type QuotaAlteration } from "./quotas/quota-alterations.ts";
export { entityTypes, type QuotaEntity } from "./quotas/quota-entity.ts";
export { describeQuotas } from "./quotas/quota-filter.ts";
export { quotaKeys } from "./quotas/quota-keys.ts";
export { noLimits, PreferredLimits, type QuotaLimits, unlimited } from "./quotas/quota-limits.ts";
export { type QuotaChange, QuotaStore } from "./quotas/quota-store.ts";
export { RateMeter } from "./quotas/rate-meter.ts";
export { SampledValues, type Sampling } from "./quotas/sampled-values.ts";
export { SharedLimits } from "./quotas/shared-limits.ts";
export type { SaslClient, SaslIdentity, SaslServer, ServerStep } from "./sasl/exchange.ts";
export { type JaasConfig, parseJaasConfig, passwordLogin } from "./sasl/jaas.ts";
export {
  isSaslMechanism,
  loginModules,
  type SaslMechanism,
  type ScramMechanism,
  saslMechanisms,
  scramIterationsMax,
  scramMechanismOf,
  scramMechanisms,
} from "./sasl/mechanisms.ts";
export { type KeySetOptions, openKeySet } from "./sasl/oauthbearer/key-sets.ts";
export { OAuthBearerClient } from "./sasl/oauthbearer/oauthbearer-client.ts";
export { OAuthBearerServer, type TokenValidator, type TokenVerdict } from "./sasl/oauthbearer/oauthbearer-server.ts";
export { openTokenValidator, type TokenRules } from "./sasl/oauthbearer/token-validator.ts";
export { unsecuredValidator } from "./sasl/oauthbearer/unsecured-validator.ts";
export { PlainClient } from "./sasl/plain-client.ts";
export { PlainServer } from "./sasl/plain-server.ts";
export { credentialOfSalted, newCredential, type ScramCredential, saltedPassword, scramNonce } from "./sasl/scram/credential.ts";
export { ScramClient } from "./sasl/scram/scram-client.ts";
export { type ScramAccount, type ScramAccounts, ScramServer } from "./sasl/scram/scram-server.ts";
export { hasSasl, hasTls, type SecurityProtocol, securityProtocolIds } from "./security-protocol.ts";
