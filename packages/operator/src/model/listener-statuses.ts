import type { ListenerStatus } from "@millrace/resources";
import type { KafkaCluster } from "./cluster.ts";
import { given, nonEmpty } from "./desired-object.ts";
import { type Addresses, bootstrapAddresses } from "./listeners/addresses.ts";

/**
 * Where clients find the listeners, as the status of the Kafka tells it. `certificates` are those by which clients know the server, by
 * the names of listeners with TLS.
 */
export function listenerStatuses(
  cluster: KafkaCluster,
  addresses: Addresses,
  certificates: ReadonlyMap<string, readonly string[]>,
): readonly ListenerStatus[] {
  return cluster.listeners.map((listener) => {
    const found = bootstrapAddresses(cluster, listener, addresses);
    return {
      name: listener.name,
      ...given({
        addresses: nonEmpty(found),
        bootstrapServers:
          found.length === 0 ? undefined : found.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`).join(","),
        certificates: listener.tls ? nonEmpty(certificates.get(listener.name)) : undefined,
      }),
    };
  });
}
