import type { ClusterNode, KafkaCluster, NodePool } from "./cluster.ts";
import { agentConfig, hasAgent } from "./config/agent.ts";
import { clusterSettingNames } from "./config/cluster-settings.ts";
import { dynamicSettings, unreadSettingNames } from "./config/dynamic-settings.ts";
import { loggingConfig } from "./config/logging.ts";
import { settingOfLine } from "./config/properties.ts";
import { bootstrapSetting, serverConfig } from "./config/server-config.ts";
import { javaSecurity, livenessScript, startScript } from "./config/start-script.ts";
import type { DesiredObject } from "./desired-object.ts";
import { hashStub, stableJson, uuidOf } from "./hash.ts";
import { ofPod } from "./labels.ts";
import { controlPlane } from "./listeners/names.ts";
import { metadataOf } from "./metadata.ts";
import { podHost } from "./names.ts";
import type { NodeFacts } from "./node-facts.ts";
import { usesEphemeral } from "./storage.ts";

export interface NodeConfigMap extends DesiredObject {
  readonly data: Readonly<Record<string, string>>;
}

const serverKey = "server.config";
const loggingKey = "log4j2.properties";

/** All that a node reads when it starts, in a ConfigMap that is called like its pod. */
export function nodeConfigMap(cluster: KafkaCluster, pool: NodePool, node: ClusterNode, { addresses, texts }: NodeFacts): NodeConfigMap {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadataOf(cluster, pool, node.podName, undefined, { labels: ofPod(node.podName) }),
    data: {
      [serverKey]: serverConfig(cluster, pool, node, addresses),
      "cluster.id": cluster.clusterId,
      "metadata.version": cluster.metadataVersion,
      ...(formsQuorum(cluster, pool, node) ? { "initial.controllers": initialControllers(cluster) } : {}),
      [loggingKey]: loggingConfig(cluster, texts),
      ...(hasAgent(cluster) ? { "metrics-config.json": agentConfig(cluster, texts) } : {}),
      "kafka-start.sh": startScript({ hasAgent: hasAgent(cluster) }),
      "kafka-alive.sh": livenessScript,
      "java.security": javaSecurity,
    },
  };
}

/**
 * Whether a controller whose storage is empty is one of those that form the quorum. Once it is formed, who lost a volume must not come back as the voter that it was: it has
 * forgotten what it voted for (KIP-853), and a sole one would begin with no topics at all, while brokers have them. Storage that goes with each pod is meant to begin anew.
 */
function formsQuorum(
  { initialControllers, isFormed, nodes }: KafkaCluster,
  { storage }: NodePool,
  { id, isController }: ClusterNode,
): boolean {
  if (!isController || !initialControllers.includes(id)) return false;
  return !isFormed || usesEphemeral(storage) || nodes.length === 1;
}

/** Who forms the quorum, as `kafka-storage.sh format` takes it. Each repetition has to give the same ids of directories (KIP-853). */
function initialControllers({ nodes, initialControllers: ids, names, namespace, clusterId }: KafkaCluster): string {
  return nodes
    .filter(({ id }) => ids.includes(id))
    .map(
      ({ id, podName }) =>
        `${id}@${podHost(podName, names.brokersService, namespace)}:${controlPlane.port}:${uuidOf(`${clusterId}/${id}`)}`,
    )
    .join(",");
}

/** What only counts before there is a quorum, or is read again while a node runs, is left out: nobody has to start again for it. */
const withoutRestart: readonly string[] = [loggingKey, "initial.controllers", "metadata.version", "cluster.id"];

/** Which controllers a node knows of is counted by itself, by `knownControllersAnnotation`. */
const countedElsewhere: readonly string[] = [...clusterSettingNames, bootstrapSetting];

/** Changes when a node has to start again to have what its ConfigMap says. */
export function configurationHash(cluster: KafkaCluster, { data }: NodeConfigMap): string {
  const uncounted = new Set([...countedElsewhere, ...Object.keys(dynamicSettings(cluster)), ...unreadSettingNames(cluster)]);
  const counted = Object.entries(data).filter(([key]) => !withoutRestart.includes(key));
  return hashStub(stableJson(Object.fromEntries(counted.map(([key, text]) => [key, key === serverKey ? without(uncounted, text) : text]))));
}

/** The lines that set anything else. */
const without = (names: ReadonlySet<string>, text: string): readonly string[] =>
  text.split("\n").filter((line) => {
    const name = settingOfLine(line);
    return name !== undefined && !names.has(name);
  });

/** Changes with what a node takes while it runs. */
export const dynamicConfigurationHash = (cluster: KafkaCluster): string => hashStub(stableJson(dynamicSettings(cluster)));
