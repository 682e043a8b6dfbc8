import { kafkaVersions } from "../model/versions.ts";

/** What the parts of an installation are called, wherever it is. */
export const installNames = {
  operator: "millrace-cluster-operator",
  /** What may be done in the namespaces that are watched. */
  namespacedRole: "millrace-cluster-operator-namespaced",
  /** What belongs to no namespace. */
  globalRole: "millrace-cluster-operator-global",
  leaderRole: "millrace-cluster-operator-leader-election",
  lease: "millrace-cluster-operator",
} as const;

/** What can be chosen of an installation. */
export interface Install {
  readonly namespace: string;
  readonly operatorImage: string;
  /** By versions of Kafka. */
  readonly kafkaImages: ReadonlyMap<string, string>;
}

/** The installation of the manifest: Kafka's images are Apache Kafka's own. */
export const defaultInstall = (version: string): Install => ({
  namespace: "millrace",
  operatorImage: `quay.io/millrace/operator:${version}`,
  kafkaImages: new Map(kafkaVersions.map((kafka) => [kafka.version, `docker.io/apache/kafka:${kafka.version}`])),
});
