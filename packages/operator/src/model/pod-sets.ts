import { type ClusterNode, type KafkaCluster, type NodePool, votersOf } from "./cluster.ts";
import { configurationHash, dynamicConfigurationHash, type NodeConfigMap, nodeConfigMap } from "./config-maps.ts";
import { type DesiredObject, given, type Labels } from "./desired-object.ts";
import { selectorOf } from "./labels.ts";
import { metadataOf } from "./metadata.ts";
import type { NodeFacts } from "./node-facts.ts";
import {
  dynamicConfigurationAnnotation,
  initialControllersAnnotation,
  kafkaVersionAnnotation,
  knownControllersAnnotation,
  storageAnnotation,
  trustedKeysAnnotations,
} from "./pod-set-annotations.ts";
import { pod } from "./pods/pod.ts";

/** A Kafka's nodes: a ConfigMap for each, then a StrimziPodSet for each pool. The addresses of brokers are known. */
export function nodeObjects(cluster: KafkaCluster, facts: NodeFacts): readonly DesiredObject[] {
  const pools = cluster.pools.map((pool) => ({
    pool,
    configMaps: pool.nodes.map((node) => nodeConfigMap(cluster, pool, node, facts)),
  }));
  return [
    ...pools.flatMap(({ configMaps }) => configMaps),
    ...pools.map(({ pool, configMaps }) => podSet(cluster, pool, configMaps, facts)),
  ];
}

function podSet(cluster: KafkaCluster, pool: NodePool, configMaps: readonly NodeConfigMap[], facts: NodeFacts): DesiredObject {
  const annotations = {
    [kafkaVersionAnnotation]: cluster.version.version,
    [storageAnnotation]: JSON.stringify(pool.storage),
    ...(pool.isController ? { [initialControllersAnnotation]: JSON.stringify(cluster.initialControllers) } : {}),
  };
  return {
    apiVersion: "core.strimzi.io/v1",
    kind: "StrimziPodSet",
    metadata: metadataOf(cluster, pool, pool.podSetName, pool.templates.podSet, { annotations }),
    spec: {
      selector: { matchLabels: selectorOf(pool.labels) },
      pods: pool.nodes.flatMap((node, index) => {
        const configMap = configMaps[index];
        return configMap === undefined || facts.isAwake?.(node) === false
          ? []
          : [pod(cluster, pool, node, reasonsToReplace(cluster, node, configMap, facts))];
      }),
    },
  };
}

/** Annotations of a pod that tell what it was made of: whether it is replaced is decided by them. */
function reasonsToReplace(cluster: KafkaCluster, node: ClusterNode, configMap: NodeConfigMap, { certificates }: NodeFacts): Labels {
  const thumbprints = [...certificates.listenerCertThumbprints].map(([name, thumbprint]) => `${name}=${thumbprint}`).sort();
  return {
    "strimzi.io/cluster-ca-cert-generation": String(certificates.clusterCaCertGeneration),
    "strimzi.io/cluster-ca-key-generation": String(certificates.clusterCaKeyGeneration),
    "strimzi.io/clients-ca-cert-generation": String(certificates.clientsCaCertGeneration),
    [trustedKeysAnnotations.clusterCa]: certificates.trustedKeys.clusterCa.join(","),
    [trustedKeysAnnotations.clientsCa]: certificates.trustedKeys.clientsCa.join(","),
    "strimzi.io/configuration-hash": configurationHash(cluster, configMap),
    [dynamicConfigurationAnnotation]: dynamicConfigurationHash(cluster),
    [knownControllersAnnotation]: votersOf(cluster)
      .map(({ id }) => id)
      .join(","),
    [kafkaVersionAnnotation]: cluster.version.version,
    ...given({ "strimzi.io/server-cert-hash": certificates.serverCertHashes.get(node.podName) }),
    ...(node.isBroker && thumbprints.length > 0 ? { "strimzi.io/custom-listener-cert-thumbprints": `{${thumbprints.join(", ")}}` } : {}),
  };
}
