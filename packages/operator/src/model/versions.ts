/** A release of Apache Kafka that the operator can run. */
export interface KafkaVersion {
  readonly version: string;
  /** The version of the metadata that a cluster of this release has, unless it declares an older one. */
  readonly metadataVersion: string;
}

/** Oldest first. All know dynamic quorums (KIP-853) and controllers that join by themselves (KIP-1186). */
export const kafkaVersions: readonly KafkaVersion[] = [
  { version: "4.2.0", metadataVersion: "4.2-IV1" },
  { version: "4.2.1", metadataVersion: "4.2-IV1" },
  { version: "4.2.2", metadataVersion: "4.2-IV1" },
  { version: "4.3.0", metadataVersion: "4.3-IV0" },
  { version: "4.3.1", metadataVersion: "4.3-IV0" },
];

export const defaultKafkaVersion = "4.3.1";

/** Versions of the metadata by their age; the oldest is the first that Kafka 4 still runs. */
const metadataVersions: readonly string[] = [
  ...["3.3-IV3", "3.4-IV0", "3.5-IV0", "3.5-IV1", "3.5-IV2"],
  ...["3.6-IV0", "3.6-IV1", "3.6-IV2", "3.7-IV0", "3.7-IV1", "3.7-IV2", "3.7-IV3", "3.7-IV4"],
  ...["3.8-IV0", "3.9-IV0", "4.0-IV0", "4.0-IV1", "4.0-IV2", "4.0-IV3"],
  ...["4.1-IV0", "4.1-IV1", "4.2-IV0", "4.2-IV1", "4.3-IV0"],
];

/** Place of a version of the metadata by its age: `4.3-IV0`, or `4.3` for the last of them. Undefined if there is none such. */
export function metadataLevel(text: string): number | undefined {
  const exact = metadataVersions.indexOf(text);
  if (exact >= 0) return exact;
  const last = metadataVersions.findLastIndex((version) => version.startsWith(`${text}-IV`));
  return last < 0 ? undefined : last;
}

/** Kafka's feature level of the oldest of them. */
const firstFeatureLevel = 7;

/** The level by which Kafka's feature `metadata.version` calls a version; undefined if there is none such. */
export function featureLevelOf(text: string): number | undefined {
  const level = metadataLevel(text);
  return level === undefined ? undefined : level + firstFeatureLevel;
}

/** The other way round; undefined for a level that is newer than all that are known here, or older. */
export const metadataVersionOf = (featureLevel: number): string | undefined => metadataVersions[featureLevel - firstFeatureLevel];

/** `4.2.1` → `4.2`. */
export const minorOf = (version: string): string => version.split(/[.-]/).slice(0, 2).join(".");
