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

type Rates = ReturnType<MetricsView["parts"]["quotas"]["connections"]["rates"]["of"]>;

const nowOf = ({ parts }: MetricsView) => Math.floor(parts.clock.monotonicMs());

function acceptedBy(view: MetricsView, value: (rates: Rates) => number): Sample[] {
  const { rates } = view.parts.quotas.connections;
  return Array.from(view.parts.counts.listeners.keys(), (listener) => ({
    labels: { listener },
    value: value(rates.of(listener, nowOf(view))),
  }));
}

function accepted(name: string, help: string, value: (rates: Rates) => number): Metric {
  const read = (view: MetricsView) => acceptedBy(view, value);
  return { name: `kafka.server socket-server-metrics ${name}`, kind: "attribute", labels: ["listener"], help, read };
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
  {
    name: "kafka.server socket-server-metrics connection-accept-rate",
    kind: "attribute",
    labels: ["listener", "ip"],
    help: "Connections a second that come to a listener, or from an address that has a limit.",
    read: (view) => [
      ...acceptedBy(view, ({ perSecond }) => perSecond),
      ...Array.from(view.parts.quotas.connections.rates.ofAddresses(nowOf(view)), ([ip, value]) => ({ labels: { ip }, value })),
    ],
  },
  {
    name: "kafka.server socket-server-metrics broker-connection-accept-rate",
    kind: "attribute",
    labels: [],
    help: "Connections a second that come to all listeners.",
    read: (view) => view.parts.quotas.connections.rates.ofBroker(nowOf(view)),
  },
  accepted(
    "connection-accept-throttle-time",
    "Milliseconds for which connections waited that came too fast, on average of those that waited, over the last half to whole minute.",
    ({ throttleMs }) => throttleMs,
  ),
  accepted(
    "ip-connection-accept-throttle-time",
    "Milliseconds after which connections were closed whose addresses came too often, on average, over the last half to whole minute.",
    ({ addressThrottleMs }) => addressThrottleMs,
  ),
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
