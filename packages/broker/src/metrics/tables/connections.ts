import type { ListenerCounts } from "../listener-counts.ts";
import { gauge, type Kind, type Metric, type MetricsView, type Row, type Sample } from "../metric.ts";

const socketServer = "kafka.network SocketServer";
/** Kafka spreads connections over threads and tells each by itself; here there is one. */
const networkProcessor = "0";
const ofListener = ["listener", "networkProcessor"];
const ofSoftware = ["clientSoftwareName", "clientSoftwareVersion", ...ofListener];
/** What Kafka says of clients that don't tell what they are. */
const unknownSoftware = "unknown";

function counted(name: string, help: string, value: (counts: ListenerCounts) => number, kind: Kind): Metric {
  return {
    name: `kafka.server socket-server-metrics ${name}`,
    kind,
    labels: ofListener,
    help,
    read: ({ parts }) =>
      Array.from(parts.counts.listeners, ([listener, counts]) => ({ labels: { listener, networkProcessor }, value: value(counts) })),
  };
}

function bySoftware({ listeners }: MetricsView): Sample[] {
  const groups = Map.groupBy(listeners.clients, ({ softwareName, softwareVersion, listener }) =>
    JSON.stringify([softwareName, softwareVersion, listener.name]),
  );
  return [...groups].map(([key, { length: value }]) => {
    const [name, version, listener] = JSON.parse(key) as [string, string, string];
    const software = { clientSoftwareName: name || unknownSoftware, clientSoftwareVersion: version || unknownSoftware };
    return { labels: { ...software, listener, networkProcessor }, value };
  });
}

function expired({ parts }: MetricsView): number {
  return [...parts.counts.listeners.values()].reduce((sum, { connectionsExpired }) => sum + connectionsExpired, 0);
}

export const connectionRows: readonly Row[] = [
  counted("connection-count", "Connections that are open.", ({ connections }) => connections, "attribute"),
  counted("connection-creation-total", "Connections that were accepted.", ({ connectionsCreated }) => connectionsCreated, "attributeTotal"),
  counted("connection-close-total", "Connections that were closed.", ({ connectionsClosed }) => connectionsClosed, "attributeTotal"),
  counted(
    "expired-connections-killed-count",
    "Connections that were closed because their clients went on after their logins had ended.",
    ({ connectionsExpired }) => connectionsExpired,
    "attribute",
  ),
  counted("successful-authentication-total", "Logins.", ({ authentications }) => authentications, "attributeTotal"),
  counted(
    "successful-authentication-no-reauth-total",
    "Logins of clients that don't know how to authenticate themselves anew.",
    ({ authenticationsWithoutReauthentication }) => authenticationsWithoutReauthentication,
    "attributeTotal",
  ),
  counted("failed-authentication-total", "Logins that failed.", ({ authenticationsFailed }) => authenticationsFailed, "attributeTotal"),
  counted(
    "successful-reauthentication-total",
    "Logins of clients that were logged in already.",
    ({ reauthentications }) => reauthentications,
    "attributeTotal",
  ),
  counted(
    "failed-reauthentication-total",
    "Logins of clients that were logged in already, and failed.",
    ({ reauthenticationsFailed }) => reauthenticationsFailed,
    "attributeTotal",
  ),
  counted("request-total", "Requests that were read.", ({ requests }) => requests, "attributeTotal"),
  counted("response-total", "Answers that were written.", ({ responses }) => responses, "attributeTotal"),
  counted("incoming-byte-total", "Bytes that were read.", ({ bytesIn }) => bytesIn, "attributeTotal"),
  counted("outgoing-byte-total", "Bytes that were written.", ({ bytesOut }) => bytesOut, "attributeTotal"),
  {
    name: "kafka.server socket-server-metrics connections",
    kind: "software",
    labels: ofSoftware,
    help: "Open connections by what the clients say they are (KIP-511).",
    read: bySoftware,
  },
  gauge(
    `${socketServer} ExpiredConnectionsKilledCount`,
    "Connections that were closed because their clients went on after their logins had ended.",
    expired,
  ),
  gauge(
    `${socketServer} MemoryPoolUsed`,
    "Bytes of requests that have come in part or wait, as queued.max.request.bytes counts them.",
    (view) => view.listeners.requestBytesHeld,
  ),
  gauge(`${socketServer} MemoryPoolAvailable`, "What is left of queued.max.request.bytes.", ({ parts, listeners }) => {
    const { queuedMaxRequestBytes } = parts.configs.broker;
    return queuedMaxRequestBytes <= 0 ? 2 ** 63 : Math.max(0, queuedMaxRequestBytes - listeners.requestBytesHeld);
  }),
];
