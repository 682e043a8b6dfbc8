import type { MetadataImage } from "./image.ts";

/** A feature of the cluster (KIP-584, KIP-1022) with the levels that are supported and the one that a new cluster begins with. */
export interface Feature {
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
}

/** The features whose behaviour is served, at the levels of Kafka 4.3. */
export const features = {
  /** 1: `min.insync.replicas` is one value for the whole cluster (KIP-966). */
  "eligible.leader.replicas.version": { min: 0, max: 1, byDefault: 1 },
  /** 1: the consumer protocol (KIP-848). */
  "group.version": { min: 0, max: 1, byDefault: 1 },
  "kraft.version": { min: 0, max: 1, byDefault: 1 },
  "metadata.version": { min: 7, max: 30, byDefault: 30 },
  /** 1: share groups (KIP-932). */
  "share.version": { min: 0, max: 1, byDefault: 1 },
  /** 1: streams groups (KIP-1071). */
  "streams.version": { min: 0, max: 1, byDefault: 1 },
  /** 1: flexible records in the transactions' log; 2: a new epoch for each transaction (KIP-890). */
  "transaction.version": { min: 0, max: 2, byDefault: 2 },
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof features;

const names = Object.keys(features) as readonly FeatureName[];

/** Of the log of metadata itself: no record of that log, and never lowered. */
export const kraftVersion = "kraft.version";
export const metadataVersion = "metadata.version";
export const elrVersion = "eligible.leader.replicas.version";

export function featureOf(name: string): Feature | undefined {
  return Object.hasOwn(features, name) ? features[name as FeatureName] : undefined;
}

/** The level of a feature that is in force; 0 where it is off. */
export function levelOf(image: MetadataImage, name: string): number {
  return name === kraftVersion ? features[kraftVersion].byDefault : image.featureLevel(name);
}

/** Those whose level is a record, the metadata's own first. */
const recorded: readonly FeatureName[] = [
  metadataVersion,
  elrVersion,
  "group.version",
  "share.version",
  "streams.version",
  "transaction.version",
];

/** The levels that a new cluster begins with, as far as they are records. */
export const initialLevels: ReadonlyArray<readonly [name: FeatureName, level: number]> = recorded.map((name) => [
  name,
  features[name].byDefault,
]);

/** Every feature with the levels that are supported. */
export function supportedFeatures(): Array<{ name: FeatureName; minVersion: number; maxVersion: number }> {
  return names.map((name) => ({ name, minVersion: features[name].min, maxVersion: features[name].max }));
}

/** What is in force; a feature that is off is not listed. */
export function finalizedFeatures(image: MetadataImage) {
  return names.flatMap((name) => {
    const level = levelOf(image, name);
    return level === 0 ? [] : [{ name, maxVersionLevel: level, minVersionLevel: level }];
  });
}
