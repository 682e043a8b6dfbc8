export type { SaslClient, SaslIdentity, SaslServer, ServerStep } from "./exchange.ts";
export { type JaasConfig, parseJaasConfig } from "./jaas.ts";
export {
  isSaslMechanism,
  loginModules,
  type SaslMechanism,
  type ScramMechanism,
  saslMechanisms,
  scramIterationsMax,
  scramMechanismOf,
  scramMechanisms,
} from "./mechanisms.ts";
export { OAuthBearerClient } from "./oauthbearer/oauthbearer-client.ts";
export { OAuthBearerServer, type TokenValidator, type TokenVerdict } from "./oauthbearer/oauthbearer-server.ts";
export { PlainClient } from "./plain-client.ts";
export { PlainServer } from "./plain-server.ts";
export { credentialOfSalted, newCredential, type ScramCredential, saltedPassword, scramNonce } from "./scram/credential.ts";
export { ScramClient } from "./scram/scram-client.ts";
export { type ScramAccount, type ScramAccounts, ScramServer } from "./scram/scram-server.ts";
