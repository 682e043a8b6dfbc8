import type { X509Certificate } from "node:crypto";

const dayMs = 86_400_000;

/** From when on a certificate should be renewed. Those that live shorter than the renewal days are renewed half-way. */
export function renewalFromMs({ validFromDate, validToDate }: X509Certificate, renewalDays: number): number {
  const lifeMs = validToDate.getTime() - validFromDate.getTime();
  return validToDate.getTime() - Math.min(renewalDays * dayMs, lifeMs / 2);
}
