import type { Clock, Random } from "@millrace/kit";
import { inMaintenanceWindow, type Kafka, keyAlgorithmOf } from "@millrace/resources";
import type { AuthorityPolicy, Making } from "@millrace/security/certificates";

/** Strimzi's defaults. */
export function policyOf(declaration: Kafka["spec"]["clusterCa"]): AuthorityPolicy {
  const { validityDays = 365, renewalDays = 30, certificateExpirationPolicy = "renew-certificate" } = declaration ?? {};
  return { validityDays, renewalDays, expirationPolicy: certificateExpirationPolicy };
}

/** What making certificates of a Kafka takes. */
export function makingFor(kafka: Kafka, { clock, random }: { readonly clock: Clock; readonly random: Random }): Making {
  const nowMs = clock.now();
  const serialNumber = () => Buffer.from(random.uuid(), "base64url");
  return { nowMs, serialNumber, keys: keyAlgorithmOf(kafka), mayRenew: inMaintenanceWindow(kafka, nowMs) };
}
