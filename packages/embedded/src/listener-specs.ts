import type { ListenerSpec } from "@millrace/broker";
import { type Kafka, kafkaListenerName, kafkaSecurityProtocol } from "@millrace/resources";

export const loopback = "127.0.0.1";
export const everyAddress: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** Where listeners are opened. `port` stands in for the first one's that is declared, `ports` for all. */
export interface ListenerPlaces {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly ports?: readonly number[] | undefined;
}

/** The broker's listeners as a Kafka declares them. */
export function listenerSpecs({ spec }: Kafka, { host = loopback, port, ports }: ListenerPlaces): ListenerSpec[] {
  return spec.kafka.listeners.map((listener, at) => ({
    name: kafkaListenerName(listener),
    securityProtocol: kafkaSecurityProtocol(listener),
    host,
    port: ports?.[at] ?? (at === 0 && port !== undefined ? port : listener.port),
    // Nobody can connect to "every address".
    ...(everyAddress.has(host) ? { advertisedHost: loopback } : {}),
  }));
}
