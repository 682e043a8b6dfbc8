import type { Kafka } from "./generated/types.ts";

/** Names of the Secrets that a Kafka takes from others: of authorities that are given, and of certificates of its listeners. */
export function givenSecretNames({ metadata, spec }: Kafka): ReadonlySet<string> {
  const authorities = [
    ["cluster-ca", spec.clusterCa],
    ["clients-ca", spec.clientsCa],
  ] as const;
  const given = authorities.filter(([, authority]) => authority?.generateCertificateAuthority === false);
  return new Set([
    ...given.flatMap(([name]) => [`${metadata.name}-${name}`, `${metadata.name}-${name}-cert`]),
    ...spec.kafka.listeners.flatMap(({ configuration }) => configuration?.brokerCertChainAndKey?.secretName ?? []),
  ]);
}
