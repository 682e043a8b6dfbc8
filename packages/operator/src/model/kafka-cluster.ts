import type { Reason } from "@millrace/plans";
import type { Kafka, KafkaNodePool, Warning } from "@millrace/resources";
import { clusterProblems } from "./checks/index.ts";
import { versionOf } from "./checks/versions.ts";
import { controllersOf, type KafkaCluster } from "./cluster.ts";
import { clusterWarnings } from "./cluster-warnings.ts";
import type { Facts } from "./facts.ts";
import { clusterLabels } from "./labels.ts";
import { clusterNames } from "./names.ts";
import { nodePools, ownerReference } from "./node-pools.ts";
import type { ModelSettings } from "./settings.ts";
import type { KafkaVersion } from "./versions.ts";

/** A Kafka with all its node pools, as they are declared. */
export interface Declared {
  readonly kafka: Kafka;
  readonly nodePools: readonly KafkaNodePool[];
}

export type ClusterResult =
  /** Warnings of single pools stand with the pools. */
  | { readonly type: "cluster"; readonly cluster: KafkaCluster; readonly warnings: readonly Warning[] }
  | { readonly type: "refused"; readonly problems: readonly Reason[] };

/** Works out what a Kafka shall be, or says why it can't. */
export function kafkaCluster({ kafka, nodePools: declared }: Declared, facts: Facts, settings: ModelSettings): ClusterResult {
  const pools = declared.toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
  const version = versionOf(kafka, settings);
  const problems = clusterProblems({ kafka, pools, facts, settings });
  if (version === undefined || problems.length > 0) return { type: "refused", problems };
  const cluster = clusterOf(kafka, pools, version, facts, settings);
  return { type: "cluster", cluster, warnings: clusterWarnings(cluster) };
}

function clusterOf(
  kafka: Kafka,
  declared: readonly KafkaNodePool[],
  version: KafkaVersion,
  facts: Facts,
  settings: ModelSettings,
): KafkaCluster {
  const { name, namespace = "default" } = kafka.metadata;
  const pools = nodePools(kafka, declared, facts, settings);
  const nodes = pools.flatMap((pool) => pool.nodes).sort((one, other) => one.id - other.id);
  return {
    ...{ name, namespace, kafka, version, pools, nodes, settings },
    names: clusterNames(name, namespace),
    clusterId: facts.clusterId,
    metadataVersion: facts.metadataVersion ?? wantedMetadataVersion(kafka, version),
    wantedMetadataVersion: wantedMetadataVersion(kafka, version),
    isFormed: facts.metadataVersion !== undefined,
    image: kafka.spec.kafka.image ?? settings.kafkaImages.get(version.version) ?? "",
    listeners: kafka.spec.kafka.listeners,
    initialControllers: facts.initialControllers ?? controllersOf({ nodes }).map(({ id }) => id),
    labels: clusterLabels(kafka, settings.labelsExclusion),
    owner: ownerReference(kafka),
  };
}

const wantedMetadataVersion = ({ spec }: Kafka, { metadataVersion }: KafkaVersion): string => spec.kafka.metadataVersion ?? metadataVersion;
