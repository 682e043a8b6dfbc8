import type { Listener } from "@millrace/resources";
import { brokersOf, type ClusterNode, type KafkaCluster } from "../cluster.ts";
import { machineAddress } from "../config/places.ts";
import { podHost } from "../names.ts";
import { bootstrapServiceOf, brokerServiceOf, routedPort } from "./names.ts";
import { brokerOptions, hasBootstrapService } from "./options.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where a listener is reached from without, as far as that is known. */
export interface ListenerAddresses {
  /** Several where there is no Service for bootstrapping. */
  readonly bootstrap: readonly Address[];
  /** By node id. */
  readonly brokers: ReadonlyMap<number, Address>;
}

/** Of listeners by their names; those whose addresses follow from what is declared are left out. */
export type Addresses = ReadonlyMap<string, ListenerAddresses>;

/** Listeners whose addresses Kubernetes gives out. */
export const areGivenOut = ({ type }: Listener): boolean => type === "nodeport" || type === "loadbalancer" || type === "route";

/** Address of a broker at a listener, before what the user wants advertised instead; undefined as long as nobody has given one out. */
export function brokerAddress(cluster: KafkaCluster, listener: Listener, node: ClusterNode, addresses: Addresses): Address | undefined {
  const { names, namespace } = cluster;
  const inside = (host: string): Address => ({ host: withDomain(cluster, listener, host), port: listener.port });
  switch (listener.type) {
    case "internal":
      return inside(podHost(node.podName, names.brokersService, namespace));
    case "cluster-ip":
      return inside(`${brokerServiceOf(`${cluster.name}-${node.pool}`, node.id, listener)}.${namespace}.svc`);
    case "ingress":
    case "tlsroute": {
      const { host } = brokerOptions(listener, node);
      return host === undefined ? undefined : { host, port: routedPort };
    }
    default:
      return addresses.get(listener.name)?.brokers.get(node.id);
  }
}

/** Addresses at which clients bootstrap; none as long as nobody has given one out. */
export function bootstrapAddresses(cluster: KafkaCluster, listener: Listener, addresses: Addresses): readonly Address[] {
  const { name, namespace } = cluster;
  switch (listener.type) {
    case "internal":
    case "cluster-ip": {
      const host = `${bootstrapServiceOf(name, listener)}.${namespace}.svc`;
      return [{ host: withDomain(cluster, listener, host), port: listener.port }];
    }
    case "ingress":
    case "tlsroute": {
      const host = listener.configuration?.bootstrap?.host;
      return host === undefined ? [] : [{ host, port: routedPort }];
    }
    default:
      return addresses.get(listener.name)?.bootstrap ?? [];
  }
}

const withDomain = ({ settings }: KafkaCluster, { configuration }: Listener, host: string): string =>
  configuration?.useServiceDnsDomain === true ? `${host}.${settings.clusterDomain}` : host;

/** What is still to be given out, by the names of Services and Routes. Nodes can't be told their configuration before. */
export function awaitedAddresses(cluster: KafkaCluster, addresses: Addresses): readonly string[] {
  return cluster.listeners.filter(areGivenOut).flatMap((listener) => {
    const bootstrap =
      hasBootstrapService(listener) && bootstrapAddresses(cluster, listener, addresses).length === 0 && listener.type !== "nodeport";
    const brokers = brokersOf(cluster).filter((node) => brokerAddress(cluster, listener, node, addresses) === undefined);
    return [
      ...(bootstrap ? [bootstrapServiceOf(cluster.name, listener)] : []),
      ...brokers.map((node) => brokerServiceOf(`${cluster.name}-${node.pool}`, node.id, listener)),
    ];
  });
}

/** What a broker tells clients of where it is: what the user wants advertised, its address otherwise. */
export function advertisedAddress(cluster: KafkaCluster, listener: Listener, node: ClusterNode, addresses: Addresses): Address | undefined {
  const address = brokerAddress(cluster, listener, node, addresses);
  // Which machine a pod runs on, only the pod knows.
  const found = listener.type === "nodeport" ? machineAddress(listener.configuration?.preferredNodePortAddressType) : address?.host;
  const { advertisedHost: host = found, advertisedPort: port = address?.port } = brokerOptions(listener, node);
  return host === undefined || port === undefined ? undefined : { host, port };
}
