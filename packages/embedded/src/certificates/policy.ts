import type { Kafka } from "@millrace/resources";
import type { AuthorityPolicy } from "@millrace/security/certificates";
import type { Secret } from "../secrets/secret.ts";
import type { Source } from "./authority-secrets.ts";

/** Strimzi's defaults. */
export function policyOf(declaration: Kafka["spec"]["clusterCa"]): AuthorityPolicy {
  const { validityDays = 365, renewalDays = 30, certificateExpirationPolicy = "renew-certificate" } = declaration ?? {};
  return { validityDays, renewalDays, expirationPolicy: certificateExpirationPolicy };
}

/** An authority's Secret as it was kept. */
export function sourceOf({ data, annotations }: Secret): Source {
  return { entries: new Map(Object.entries(data).map(([entry, text]) => [entry, Buffer.from(text, "base64")])), annotations };
}
