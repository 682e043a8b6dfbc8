import { generateKeyPairSync, type KeyObject, randomBytes, type X509Certificate } from "node:crypto";
import { type CertificateUse, makeCertificate } from "@millrace/security/certificates";

export interface Pair {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** OpenSSL looks at the machine's clock: what is to be valid is so for long. */
const validFromMs = Date.UTC(2020, 0, 1);
const validToMs = Date.UTC(2049, 0, 1);
const [past, future] = [Date.UTC(2021, 0, 1), Date.UTC(2048, 0, 1)];

/** A certificate for a new key. Without an issuer it signs itself. */
export function certify(
  name: string,
  use: CertificateUse,
  { issuer, when = "valid" }: { issuer?: Pair; when?: "valid" | "expired" | "early" } = {},
): Pair {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const validity = {
    validFromMs: when === "early" ? future : validFromMs,
    validToMs: when === "expired" ? past : validToMs,
  };
  const content = { subject: [["CN", name]] as const, publicKey, use, serialNumber: randomBytes(16), ...validity };
  return { certificate: makeCertificate(content, issuer ?? { key: privateKey }), key: privateKey };
}

export const keyPem = ({ key }: Pair): string => key.export({ type: "pkcs8", format: "pem" }).toString();
export const certificatePem = ({ certificate }: Pair): string => certificate.toString();
