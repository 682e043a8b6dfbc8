import { generateKeyPairSync, type KeyObject, randomBytes, type X509Certificate } from "node:crypto";
import { makeCertificate, type Subject } from "../src/certificates/certificate.ts";
import type { CertificateUse } from "../src/certificates/extensions.ts";

export interface Pair {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

export const dayMs = 86_400_000;
/** When the certificates of tests are made. */
export const nowMs = Date.UTC(2030, 0, 15);

/** A certificate for a new key, valid from a day before `nowMs` to a day after it. Without an issuer it signs itself. */
export function certify(
  name: string | Subject,
  use: CertificateUse,
  {
    issuer,
    type = "ec",
    validFromMs = nowMs - dayMs,
    validToMs = nowMs + dayMs,
  }: { issuer?: Pair; type?: "ec" | "rsa" | "ed25519"; validFromMs?: number; validToMs?: number } = {},
): Pair {
  const { publicKey, privateKey } = keyPair(type);
  const subject: Subject = typeof name === "string" ? [["CN", name]] : name;
  const content = { subject, publicKey, use, serialNumber: randomBytes(16), validFromMs, validToMs };
  return { certificate: makeCertificate(content, issuer ?? { key: privateKey }), key: privateKey };
}

function keyPair(type: "ec" | "rsa" | "ed25519"): { publicKey: KeyObject; privateKey: KeyObject } {
  if (type === "rsa") return generateKeyPairSync("rsa", { modulusLength: 2048 });
  return type === "ec" ? generateKeyPairSync("ec", { namedCurve: "prime256v1" }) : generateKeyPairSync("ed25519");
}

export const keyPem = ({ key }: Pair): string => key.export({ type: "pkcs8", format: "pem" }).toString();
