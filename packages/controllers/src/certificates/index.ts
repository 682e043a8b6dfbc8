export { UserCertificates } from "../users/user-certificates.ts";
export { newPassword } from "../users/user-secret.ts";
export {
  type AuthorityName,
  certificateGeneration,
  certificateOf,
  certificateSecretName,
  keyGeneration,
  keySecretName,
  readAuthority,
  type Source,
} from "./authority.ts";
export { makingFor, policyOf } from "./policy.ts";
