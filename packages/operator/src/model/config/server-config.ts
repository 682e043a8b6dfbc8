import { type ClusterNode, controllersOf, type KafkaCluster, type NodePool } from "../cluster.ts";
import type { Addresses } from "../listeners/addresses.ts";
import { controlPlane } from "../listeners/names.ts";
import { podHost } from "../names.ts";
import { dataVolumes, logDirectory, metadataVolume } from "../storage.ts";
import { listenerSections } from "./listener-sections.ts";
import { rackFromFile } from "./places.ts";
import { quotasSection, reporterSection, tieredStorageSection } from "./plugin-sections.ts";
import { type Properties, type Section, sectionText } from "./properties.ts";
import { authorizationSection } from "./security-sections.ts";
import { userSections } from "./user-section.ts";

/** Whom a node asks for the quorum's leader when it knows none. */
export const bootstrapSetting = "controller.quorum.bootstrap.servers";

const heading = "# Written by the operator from the Kafka and KafkaNodePool resources, and written over when they change.\n\n";

/** What Kafka is told at a node, as `server.properties`. What only the pod knows it reads itself, by config providers. */
export function serverConfig(cluster: KafkaCluster, pool: NodePool, node: ClusterNode, addresses: Addresses): string {
  const sections: readonly Section[] = [
    { title: "Node", settings: { "node.id": String(node.id), ...rackSettings(cluster, node) } },
    { title: "KRaft", settings: quorumSettings(cluster, node) },
    { title: "Storage", settings: storageSettings(pool, node) },
    ...listenerSections(cluster, node, addresses),
    authorizationSection(cluster),
    tieredStorageSection(cluster, node),
    quotasSection(cluster, node),
    reporterSection(cluster),
    ...userSections(cluster),
  ];
  return `${heading}${sections.map(sectionText).join("")}`.trimEnd();
}

/** Only brokers have a rack. */
function rackSettings({ kafka }: KafkaCluster, { isBroker }: ClusterNode): Properties {
  const { rack } = kafka.spec.kafka;
  if (!isBroker || rack === undefined) return {};
  return { "broker.rack": rack.type === "environment-variable" ? `\${strimzienv:${rack.envVarName}}` : rackFromFile };
}

/**
 * The quorum is dynamic (KIP-853): who votes stands in its log, and a controller that comes later joins by itself (KIP-1186), unless it is to leave.
 * Those that leave are named, too: as long as there is none but them, they are whom the others ask for the leader.
 */
function quorumSettings(cluster: KafkaCluster, { isBroker, isController, votes }: ClusterNode): Properties {
  const roles = [...(isBroker ? ["broker"] : []), ...(isController ? ["controller"] : [])];
  const controllers = controllersOf(cluster).map(
    ({ podName }) => `${podHost(podName, cluster.names.brokersService, cluster.namespace)}:${controlPlane.port}`,
  );
  return {
    "process.roles": roles.join(","),
    "controller.listener.names": controlPlane.name,
    [bootstrapSetting]: controllers.join(","),
    ...(isController ? { "controller.quorum.auto.join.enable": String(votes) } : {}),
  };
}

function storageSettings({ storage }: NodePool, { id }: ClusterNode): Properties {
  const metadata = metadataVolume(storage);
  return {
    "log.dirs": dataVolumes(storage)
      .map((volume) => logDirectory(volume, id))
      .join(","),
    ...(metadata === undefined ? {} : { "metadata.log.dir": logDirectory(metadata, id) }),
  };
}
