import type { Kafka } from "@millrace/resources";
import type { ModelSettings } from "../settings.ts";
import { defaultKafkaVersion, type KafkaVersion, kafkaVersions, metadataLevel } from "../versions.ts";
import type { Judge } from "./subject.ts";

const supportedVersions = ({ kafkaImages }: Pick<ModelSettings, "kafkaImages">): readonly KafkaVersion[] =>
  kafkaVersions.filter(({ version }) => kafkaImages.has(version));

/** The version that a Kafka shall have, if the operator can run it. */
export function versionOf({ spec }: Kafka, settings: Pick<ModelSettings, "kafkaImages">): KafkaVersion | undefined {
  const wanted = spec.kafka.version ?? defaultKafkaVersion;
  return supportedVersions(settings).find(({ version }) => version === wanted);
}

export const versionProblems: Judge = ({ kafka, facts, settings }) => {
  const version = versionOf(kafka, settings);
  if (version === undefined) {
    const known = supportedVersions(settings).map((supported) => supported.version);
    return [`spec.kafka.version: ${kafka.spec.kafka.version ?? defaultKafkaVersion} is not supported; expected one of ${known.join(", ")}`];
  }
  const newest = metadataLevel(version.metadataVersion) ?? 0;
  return [...declaredProblems(kafka, version, newest), ...downgradeProblems(facts.metadataVersion, version, newest)];
};

function declaredProblems({ spec }: Kafka, version: KafkaVersion, newest: number): readonly string[] {
  const { metadataVersion } = spec.kafka;
  if (metadataVersion === undefined) return [];
  const level = metadataLevel(metadataVersion);
  const at = "spec.kafka.metadataVersion";
  if (level === undefined) {
    return [`${at}: there is no version ${metadataVersion} of the metadata; expected one from 3.3-IV3 to ${version.metadataVersion}`];
  }
  if (level <= newest) return [];
  return [`${at}: Kafka ${version.version} has metadata up to ${version.metadataVersion}, got ${metadataVersion}`];
}

/** An older Kafka can't read the metadata that a newer one has written. */
function downgradeProblems(current: string | undefined, version: KafkaVersion, newest: number): readonly string[] {
  if (current === undefined || (metadataLevel(current) ?? Number.POSITIVE_INFINITY) <= newest) return [];
  return [
    `spec.kafka.version: the cluster's metadata is of version ${current}, and Kafka ${version.version} reads no newer than ${version.metadataVersion}`,
  ];
}
