/** A feature of the cluster (KIP-584) with the levels that are supported and the one in force. */
interface Feature {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly level: number;
}

/**
 * Features whose behaviour is served, at the levels of Kafka 4.3. `group.version` (the consumer protocol), `transaction.version`,
 * `share.version` and `streams.version` are named once their protocols are.
 */
const features: readonly Feature[] = [
  { name: "eligible.leader.replicas.version", min: 0, max: 1, level: 1 },
  { name: "kraft.version", min: 0, max: 1, level: 1 },
  { name: "metadata.version", min: 7, max: 30, level: 30 },
];

/** Clients before version 4 take a lowest level of 0 for an error (KAFKA-17011), so they don't see those. */
const firstVersionWithZero = 4;

export function supportedFeatures(apiVersion: number) {
  return features
    .filter(({ min }) => min > 0 || apiVersion >= firstVersionWithZero)
    .map(({ name, min, max }) => ({ name, minVersion: min, maxVersion: max }));
}

export function finalizedFeatures() {
  return features.map(({ name, level }) => ({ name, maxVersionLevel: level, minVersionLevel: level }));
}
