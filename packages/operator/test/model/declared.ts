import assert from "node:assert/strict";
import { type Kafka, type KafkaNodePool, loadResources } from "@millrace/resources";
import type { Declared, Facts, ModelSettings } from "../../src/index.ts";
import { nobodyHeld } from "../../src/model/facts.ts";
import { defaultLabelsExclusion } from "../../src/model/labels.ts";
import { kafkaVersions } from "../../src/model/versions.ts";

/** Settings as an operator has them that was told nothing. */
export const settings: ModelSettings = {
  kafkaImages: new Map(kafkaVersions.map(({ version }) => [version, `apache/kafka:${version}`])),
  initImage: "millrace/operator:1",
  imagePullPolicy: undefined,
  imagePullSecrets: [],
  clusterDomain: "cluster.local",
  operatorNamespace: "operators",
  operatorNamespaceLabels: {},
  podSecurity: "restricted",
  isOpenShift: false,
  hasNetworkPolicies: true,
  hasPodDisruptionBudgets: true,
  kafkaPodLabels: {},
  labelsExclusion: defaultLabelsExclusion,
};

/** What is known of a Kafka that nobody has seen yet. */
export const noFacts: Facts = {
  clusterId: "Q2x1c3Rlci1vZi10ZXN0cw",
  metadataVersion: undefined,
  storage: new Map(),
  initialControllers: undefined,
  held: nobodyHeld,
};

/** Reads one Kafka and its node pools, as an API server would hand them out. */
export function declaredOf(text: string, file = "kafka.yaml"): Declared {
  const { resources, problems } = loadResources([{ file, text }]);
  assert.deepEqual(problems, []);
  const [kafka, ...others] = resources?.kafkas ?? [];
  assert.ok(kafka !== undefined && others.length === 0, `${file} declares one Kafka`);
  return { kafka: stored(kafka), nodePools: (resources?.nodePools ?? []).map(stored) };
}

const stored = <R extends Kafka | KafkaNodePool>(resource: R): R => ({
  ...resource,
  metadata: { namespace: "tests", uid: `uid-of-${resource.metadata.name}`, ...resource.metadata },
});

/** A Kafka of one line for each thing that differs from the least that will do. */
export function small(kafka: Partial<Kafka["spec"]["kafka"]> = {}, pools: readonly KafkaNodePool[] = [pool("nodes")]): Declared {
  const listeners = [{ name: "plain", port: 9092, type: "internal", tls: false }] as const;
  return {
    kafka: {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "Kafka",
      metadata: { name: "orders", namespace: "tests", uid: "uid-of-orders" },
      spec: { kafka: { listeners, ...kafka } },
    },
    nodePools: pools,
  };
}

/** A node pool with three nodes of both roles, and what differs. */
export function pool(
  name: string,
  spec: Partial<KafkaNodePool["spec"]> = {},
  { nodeIds, ...more }: { readonly nodeIds?: readonly number[]; readonly annotations?: Readonly<Record<string, string>> } = {},
): KafkaNodePool {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaNodePool",
    metadata: { name, namespace: "tests", uid: `uid-of-${name}`, labels: { "strimzi.io/cluster": "orders" }, ...more },
    spec: { replicas: 3, roles: ["controller", "broker"], storage: { type: "ephemeral" }, ...spec },
    ...(nodeIds === undefined ? {} : { status: { nodeIds, roles: ["controller", "broker"] } }),
  };
}
