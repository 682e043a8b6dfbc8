import type { Overrides } from "./parse.ts";

/** What a broker is started with apart from its properties. */
export interface BrokerIdentity {
  readonly nodeId: number;
  /** The data directory. */
  readonly directory: string;
  readonly listeners: readonly {
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly advertisedHost: string;
    readonly advertisedPort: number;
    readonly securityProtocol: string;
  }[];
}

/** A broker's identity as the properties that an Apache Kafka broker would have been started with, so that DescribeConfigs shows them. */
export function identityProperties({ nodeId, directory, listeners }: BrokerIdentity): Overrides {
  const address = (name: string, host: string, port: number) => `${name}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    "process.roles": "broker,controller",
    "node.id": String(nodeId),
    "log.dirs": directory,
    listeners: listeners.map(({ name, host, port }) => address(name, host, port)).join(","),
    "advertised.listeners": listeners
      .map(({ name, advertisedHost, advertisedPort }) => address(name, advertisedHost, advertisedPort))
      .join(","),
    "listener.security.protocol.map": listeners.map(({ name, securityProtocol }) => `${name}:${securityProtocol}`).join(","),
  };
}
