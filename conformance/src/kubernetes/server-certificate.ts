import { randomBytes } from "node:crypto";
import { systemClock } from "@millrace/kit";
import { issue, newAuthority } from "@millrace/security/certificates";

const validity = { validityDays: 1, renewalDays: 0, expirationPolicy: "renew-certificate" } as const;

/** A certificate for names and addresses, its key, and the certificate of the authority that it is from, all in PEM. */
export async function serverCertificate(
  names: readonly string[] = ["localhost", "127.0.0.1"],
): Promise<{ readonly ca: string; readonly certificate: string; readonly key: string }> {
  const making = { nowMs: systemClock.now(), serialNumber: () => randomBytes(16), keys: "ECDSA" } as const;
  const authority = await newAuthority("kubernetes", validity, making);
  const use = { kind: "server", names: [...new Set(names)] } as const;
  const { chain, key } = await issue(authority, { subject: [["CN", "kube-apiserver"]], use }, validity, making);
  return {
    ca: authority.certificate.toString(),
    certificate: chain.map(String).join("\n"),
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
