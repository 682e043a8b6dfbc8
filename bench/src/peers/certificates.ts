import { randomBytes } from "node:crypto";
import { systemClock } from "@millrace/kit";
import { issue, newAuthority } from "@millrace/security/certificates";

/** What a listener with TLS has, in PEM: the same for both peers. */
export interface ServerCertificate {
  readonly key: string;
  readonly chain: string;
  /** By what clients know it. */
  readonly trusted: string;
}

/** A key of ECDSA with P-256 and its certificate, for this machine. */
export async function newServerCertificate(): Promise<ServerCertificate> {
  const policy = { validityDays: 2, renewalDays: 1, expirationPolicy: "renew-certificate" } as const;
  const making = { nowMs: systemClock.now(), serialNumber: () => randomBytes(16), keys: "ECDSA" } as const;
  const authority = await newAuthority("cluster-ca", policy, making);
  const use = { kind: "server", names: ["localhost", "127.0.0.1"] } as const;
  const { key, chain } = await issue(authority, { subject: [["CN", "broker"]], use }, policy, making);
  return {
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
    chain: chain.map(String).join(""),
    trusted: authority.certificate.toString(),
  };
}
