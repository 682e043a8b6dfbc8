import { kafkaListenerName, type Listener } from "@millrace/resources";

/** Kafka's own listeners: mutual TLS always, and never declared. */
export const controlPlane = { name: "CONTROLPLANE-9090", port: 9090, portName: "tcp-ctrlplane" } as const;
export const replication = { name: "REPLICATION-9091", port: 9091, portName: "tcp-replication" } as const;

/** Where every node tells its metrics. */
export const metricsPort = { port: 9404, portName: "tcp-prometheus" } as const;
export const jmxPort = { port: 9999, portName: "jmx" } as const;

/** At this port routers and ingress controllers let TLS in. */
export const routedPort = 443;

/** In Kafka's settings of a listener, and in Secrets: `plain-9092`. */
export const listenerKey = (listener: Listener): string => kafkaListenerName(listener).toLowerCase();

/** Listeners of these names had Services before listeners had names at all, and kept them. */
const formerNames: readonly { readonly holds: (listener: Listener) => boolean; readonly portName: string }[] = [
  { holds: ({ name, port, type }) => port === 9092 && name === "plain" && type === "internal", portName: "tcp-clients" },
  { holds: ({ name, port, type }) => port === 9093 && name === "tls" && type === "internal", portName: "tcp-clientstls" },
  { holds: isFormerExternal, portName: "tcp-external" },
];

function isFormerExternal({ name, port }: Listener): boolean {
  return port === 9094 && name === "external";
}

/** Name of a listener's port in Services and pods. */
export const portNameOf = (listener: Listener): string =>
  formerNames.find(({ holds }) => holds(listener))?.portName ?? `tcp-${listener.name}`;

/** The Service through which clients bootstrap. */
export const bootstrapServiceOf = (cluster: string, { type, name }: Listener): string =>
  type === "internal" ? `${cluster}-kafka-bootstrap` : `${cluster}-kafka-${name}-bootstrap`;

/** The Route or Ingress through which they do. */
export const bootstrapRouteOf = (cluster: string, listener: Listener): string =>
  isFormerExternal(listener) ? `${cluster}-kafka-bootstrap` : `${cluster}-kafka-${listener.name}-bootstrap`;

/** The Service of a single broker, and its Route or Ingress. */
export const brokerServiceOf = (podSet: string, nodeId: number, listener: Listener): string =>
  isFormerExternal(listener) ? `${podSet}-${nodeId}` : `${podSet}-${listener.name}-${nodeId}`;
