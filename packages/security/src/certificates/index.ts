export { type KeyStoreContent, keyStore, sealedStore, trustStore, trustStoreHolds } from "../key-stores/pkcs12-writer.ts";
export { readStore } from "../key-stores/read-store.ts";
export { keyStoreProblem } from "../tls/chain-problems.ts";
export { pemBlocks } from "../tls/pem.ts";
export {
  type Authority,
  type AuthorityPolicy,
  type Issued,
  issue,
  type Making,
  needsReissue,
  newAuthority,
  recertifiedAuthority,
  renewedAuthority,
  type Succession,
} from "./authority.ts";
export { type CertificateContent, type Issuer, makeCertificate, type Subject as CertificateSubject } from "./certificate.ts";
export type { CertificateUse } from "./extensions.ts";
export type { KeyAlgorithm } from "./keys.ts";
