import type { ListenerSpec } from "@millrace/broker";
import { type Kafka, kafkaListenerName, kafkaSecurityProtocol } from "@millrace/resources";

export const loopback = "127.0.0.1";
export const everyAddress: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** `host:port` as clients write it: an IPv6 address stands in brackets. */
export function addressText(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The broker's listeners as a Kafka declares them; `port` stands in for the first one's, `ports` for all. */
export function listenerSpecs(
  { spec }: Kafka,
  { host = loopback, port, ports }: { readonly host?: string; readonly port?: number; readonly ports?: readonly number[] | undefined },
): ListenerSpec[] {
  return spec.kafka.listeners.map((listener, at) => ({
    name: kafkaListenerName(listener),
    securityProtocol: kafkaSecurityProtocol(listener),
    host,
    port: ports?.[at] ?? (at === 0 && port !== undefined ? port : listener.port),
    // Nobody can connect to "every address".
    ...(everyAddress.has(host) ? { advertisedHost: loopback } : {}),
  }));
}
