import { X509Certificate } from "node:crypto";
import type { MetricFamily } from "@millrace/kube";
import { inMaintenanceWindow, type Kafka, type Secret, secretEntries, type Warning } from "@millrace/resources";
import { renewalFromMs } from "@millrace/security/renewal";
import { policyOf } from "./policy.ts";

/** A certificate of a Kafka that ends some day. */
interface Expiry {
  readonly secretName: string;
  readonly entry: string;
  readonly certificate: X509Certificate;
  readonly renewalDays: number;
  /** Why it is not ours to renew; undefined if it is. */
  readonly givenBy: string | undefined;
}

export type SecretLookup = (name: string) => Secret | undefined;

const authorityEntry = "ca.crt";
/** The authorities as Secrets, the declaration and Strimzi's metric call them. */
const authorities = [
  { secret: "cluster-ca-cert", field: "clusterCa", type: "cluster-ca" },
  { secret: "clients-ca-cert", field: "clientsCa", type: "client-ca" },
] as const;

/** What there is to say of certificates that end soon and have to be renewed by somebody else, or that have ended. */
export function expiryWarnings(kafka: Kafka, secretOf: SecretLookup, nowMs: number): readonly Warning[] {
  const isOpen = inMaintenanceWindow(kafka, nowMs);
  return expiries(kafka, secretOf).flatMap(({ secretName, entry, certificate, renewalDays, givenBy }) => {
    const what = `${entry} in Secret ${secretName}`;
    const end = certificate.validToDate.toISOString();
    const isOver = nowMs >= certificate.validToDate.getTime();
    const who =
      givenBy === undefined ? "it is renewed in the next of spec.maintenanceTimeWindows" : `${givenBy}, so that it has to be renewed there`;
    if (isOver && (givenBy !== undefined || !isOpen))
      return [{ reason: "CertificateExpired", message: `${what} expired at ${end}: ${who}` }];
    const isNear = nowMs >= renewalFromMs(certificate, renewalDays);
    return isNear && givenBy !== undefined ? [{ reason: "CertificateExpiresSoon", message: `${what} expires at ${end}: ${who}` }] : [];
  });
}

/** When the authorities of Kafkas end, by Strimzi's names. */
export function expiryMetric(kafkas: Iterable<Kafka>, secretOf: (kafka: Kafka) => SecretLookup): MetricFamily {
  const samples = [...kafkas].flatMap((kafka) => {
    const { name, namespace = "" } = kafka.metadata;
    return authorities.flatMap(({ secret, type }) => {
      const certificate = certificateIn(secretOf(kafka)(`${name}-${secret}`), authorityEntry);
      const labels = { kind: kafka.kind, namespace, cluster: name, type, resource_namespace: namespace };
      return certificate === undefined ? [] : [{ suffix: "", labels, value: certificate.validToDate.getTime() }];
    });
  });
  const help = "When the certificates of authorities expire, in ms since 1970";
  return { name: "strimzi_certificate_expiration_timestamp_ms", help, type: "gauge", samples };
}

function expiries(kafka: Kafka, secretOf: SecretLookup): readonly Expiry[] {
  const found = (secretName: string, entry: string, more: Pick<Expiry, "renewalDays" | "givenBy">): readonly Expiry[] => {
    const certificate = certificateIn(secretOf(secretName), entry);
    return certificate === undefined ? [] : [{ ...more, secretName, entry, certificate }];
  };
  const ofAuthorities = authorities.flatMap(({ secret, field }) => {
    const isGiven = kafka.spec[field]?.generateCertificateAuthority === false;
    const givenBy = isGiven ? `spec.${field}.generateCertificateAuthority is false` : undefined;
    return found(`${kafka.metadata.name}-${secret}`, authorityEntry, { ...policyOf(kafka.spec[field]), givenBy });
  });
  const ofListeners = kafka.spec.kafka.listeners.flatMap(({ name, configuration }) => {
    const source = configuration?.brokerCertChainAndKey;
    if (source === undefined) return [];
    const givenBy = `listener ${name} has it by brokerCertChainAndKey`;
    return found(source.secretName, source.certificate, { ...policyOf(kafka.spec.clusterCa), givenBy });
  });
  return [...ofAuthorities, ...ofListeners];
}

/** Undefined for what is none: that is told elsewhere. */
function certificateIn(secret: Secret | undefined, entry: string): X509Certificate | undefined {
  const bytes = secret === undefined ? undefined : secretEntries(secret).get(entry);
  try {
    return bytes === undefined ? undefined : new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}
