import { configTexts, kafkaListenerName, kafkaSecurityProtocol, type Listener } from "@millrace/resources";
import type { ClusterNode, KafkaCluster } from "../cluster.ts";
import { type Addresses, advertisedAddress } from "../listeners/addresses.ts";
import { controlPlane, listenerKey, replication } from "../listeners/names.ts";
import { podHost } from "../names.ts";
import { keyStore, trustStore } from "./places.ts";
import type { Properties, Section } from "./properties.ts";

/** A listener of a node, as Kafka has it. */
interface BoundListener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly advertised: string;
}

/** All listeners of a node: Kafka's own, which know each other by their certificates, and those that are declared. */
export function listenerSections(cluster: KafkaCluster, node: ClusterNode, addresses: Addresses): readonly Section[] {
  const declared = node.isBroker ? cluster.listeners : [];
  return [
    { title: "Control plane listener", settings: mutualTls(controlPlane.name, node) },
    ...(node.isBroker ? [{ title: "Replication listener", settings: mutualTls(replication.name, node) }] : []),
    ...declared.map((listener) => ({
      title: `Listener ${kafkaListenerName(listener)}`,
      settings: declaredSettings(listener, node),
    })),
    { title: "Listeners", settings: common(node, bound(cluster, node, addresses)) },
  ];
}

function mutualTls(name: string, { podName }: ClusterNode): Properties {
  const prefix = `listener.name.${name.toLowerCase()}.`;
  return { ...keyStore(prefix, podName), ...trustStore(prefix, "cluster-ca"), [`${prefix}ssl.client.auth`]: "required" };
}

function declaredSettings(listener: Listener, { podName }: ClusterNode): Properties {
  const { tls, configuration: { brokerCertChainAndKey } = {} } = listener;
  const prefix = prefixOf(listener);
  return {
    ...authentication(listener, prefix),
    ...connectionLimits(listener),
    ...(tls ? keyStore(prefix, brokerCertChainAndKey === undefined ? podName : listenerKey(listener)) : {}),
  };
}

const prefixOf = (listener: Listener): string => `listener.name.${listenerKey(listener)}.`;

/** What limits connections of a listener: names of the settings. */
export const limitsOfConnections = (listener: Listener): readonly string[] =>
  ["max.connections", "max.connection.creation.rate"].map((limit) => `${prefixOf(listener)}${limit}`);

/** What a listener says itself about them. */
export function connectionLimits(listener: Listener): Properties {
  const { maxConnections, maxConnectionCreationRate } = listener.configuration ?? {};
  const limits = [maxConnections, maxConnectionCreationRate];
  const settings = limitsOfConnections(listener).map((name, at) => [name, limits[at]] as const);
  return Object.fromEntries(settings.flatMap(([name, limit]) => (limit === undefined ? [] : [[name, String(limit)]])));
}

function authentication({ authentication: declared }: Listener, prefix: string): Properties {
  switch (declared?.type) {
    case "scram-sha-512":
      return {
        [`${prefix}scram-sha-512.sasl.jaas.config`]: "org.apache.kafka.common.security.scram.ScramLoginModule required;",
        [`${prefix}sasl.enabled.mechanisms`]: "SCRAM-SHA-512",
      };
    case "tls":
      return { [`${prefix}ssl.client.auth`]: "required", ...trustStore(prefix, "clients-ca") };
    case "custom":
      return Object.fromEntries(Object.entries(configTexts(declared.listenerConfig)).map(([name, value]) => [`${prefix}${name}`, value]));
    default:
      return {};
  }
}

function bound(cluster: KafkaCluster, node: ClusterNode, addresses: Addresses): readonly BoundListener[] {
  const host = podHost(node.podName, cluster.names.brokersService, cluster.namespace);
  const own = ({ name, port }: typeof controlPlane | typeof replication): BoundListener => ({
    ...{ name, port },
    protocol: "SSL",
    advertised: `${host}:${port}`,
  });
  return [
    ...(node.isController ? [own(controlPlane)] : []),
    ...(node.isBroker ? [own(replication)] : []),
    ...(node.isBroker ? cluster.listeners : []).map((listener) => {
      const { host: advertisedHost, port } = advertisedAddress(cluster, listener, node, addresses) ?? { host: "", port: listener.port };
      return {
        name: kafkaListenerName(listener),
        port: listener.port,
        protocol: kafkaSecurityProtocol(listener),
        advertised: `${advertisedHost}:${port}`,
      };
    }),
  ];
}

/** A broker that is no controller does not listen on the control plane, but has to know how it is spoken to. */
function common(node: ClusterNode, listeners: readonly BoundListener[]): Properties {
  const protocols = listeners.map(({ name, protocol }) => `${name}:${protocol}`);
  return {
    "listener.security.protocol.map": [...(node.isController ? [] : [`${controlPlane.name}:SSL`]), ...protocols].join(","),
    listeners: listeners.map(({ name, port }) => `${name}://0.0.0.0:${port}`).join(","),
    ...(node.isBroker ? { "inter.broker.listener.name": replication.name } : {}),
    "advertised.listeners": listeners.map(({ name, advertised }) => `${name}://${advertised}`).join(","),
    "sasl.enabled.mechanisms": "",
    "ssl.endpoint.identification.algorithm": "HTTPS",
  };
}
