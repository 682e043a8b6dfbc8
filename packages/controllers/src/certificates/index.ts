export { UserCertificates } from "../users/user-certificates.ts";
export { newPassword } from "../users/user-secret.ts";
export {
  type AuthorityName,
  certificateOf,
  certificateSecretName,
  keySecretName,
  readAuthority,
  readPrivateKey,
  type Source,
  unusable,
} from "./authority.ts";
export { ClusterAuthorities, type ClusterAuthoritiesOptions, type KnownAuthority } from "./cluster-authorities.ts";
export { type CertifiedKeys, givenKeys } from "./given-keys.ts";
export { type CertificateIssuer, IssuedCertificates } from "./issued-certificates.ts";
export { isKafkaSecret, KafkaSecrets } from "./kafka-secrets.ts";
export { makingFor, policyOf } from "./policy.ts";
export { AskedSecrets, type SecretAccess, WatchedSecrets } from "./secret-access.ts";
