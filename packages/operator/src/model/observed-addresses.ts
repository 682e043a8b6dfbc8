import type { Listener } from "@millrace/resources";
import { brokersOf, type ClusterNode, type KafkaCluster } from "./cluster.ts";
import { type Address, type Addresses, areGivenOut, type ListenerAddresses } from "./listeners/addresses.ts";
import { bootstrapRouteOf, bootstrapServiceOf, brokerServiceOf, routedPort } from "./listeners/names.ts";
import { hasBootstrapService } from "./listeners/options.ts";
import { type MachineAddress, preferredAddress } from "./machine-addresses.ts";

/** What of a Service, as an API server has it, tells where it is reached. */
export interface ObservedService {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly ports?: readonly { readonly nodePort?: number }[] };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[] } };
}

/** What of an OpenShift Route does. */
export interface ObservedRoute {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly ingress?: readonly { readonly host?: string }[] };
}

export interface Observed {
  readonly services: readonly ObservedService[];
  readonly routes: readonly ObservedRoute[];
  /** Addresses of the machines that pods run on, by the names of the pods. */
  readonly machines: ReadonlyMap<string, readonly MachineAddress[]>;
}

/** Reads out of what has been observed where the listeners of a Kafka are reached. */
export function observedAddresses(cluster: KafkaCluster, observed: Observed): Addresses {
  return new Map(cluster.listeners.filter(areGivenOut).map((listener) => [listener.name, ofListener(cluster, listener, observed)]));
}

function ofListener(cluster: KafkaCluster, listener: Listener, observed: Observed): ListenerAddresses {
  const found = brokersOf(cluster).flatMap((node): readonly (readonly [number, Address])[] => {
    const address = ofBroker(cluster, listener, node, observed);
    return address === undefined ? [] : [[node.id, address]];
  });
  const brokers = new Map(found);
  return { brokers, bootstrap: ofBootstrap(cluster, listener, observed, brokers) };
}

function ofBroker(cluster: KafkaCluster, listener: Listener, node: ClusterNode, observed: Observed): Address | undefined {
  const name = brokerServiceOf(`${cluster.name}-${node.pool}`, node.id, listener);
  if (listener.type === "route") return ofRoute(observed, name);
  if (listener.type === "loadbalancer") return balanced(observed, name, listener);
  const port = nodePort(observed, name);
  return port === undefined ? undefined : { host: machineOf(listener, node, observed) ?? "", port };
}

function ofBootstrap(
  cluster: KafkaCluster,
  listener: Listener,
  observed: Observed,
  brokers: ReadonlyMap<number, Address>,
): readonly Address[] {
  if (listener.type === "route") return present(ofRoute(observed, bootstrapRouteOf(cluster.name, listener)));
  if (!hasBootstrapService(listener)) return [...brokers.values()];
  const name = bootstrapServiceOf(cluster.name, listener);
  if (listener.type === "loadbalancer") return present(balanced(observed, name, listener));
  const port = nodePort(observed, name);
  if (port === undefined) return [];
  const hosts = brokersOf(cluster).flatMap((node) => present(machineOf(listener, node, observed)));
  return [...new Set(hosts)].sort().map((host) => ({ host, port }));
}

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

const named = <T extends { readonly metadata: { readonly name: string } }>(objects: readonly T[], name: string): T | undefined =>
  objects.find(({ metadata }) => metadata.name === name);

function ofRoute({ routes }: Observed, name: string): Address | undefined {
  const host = named(routes, name)?.status?.ingress?.[0]?.host;
  return host === undefined ? undefined : { host, port: routedPort };
}

function balanced({ services }: Observed, name: string, { port }: Listener): Address | undefined {
  const { hostname, ip } = named(services, name)?.status?.loadBalancer?.ingress?.[0] ?? {};
  const host = hostname ?? ip;
  return host === undefined ? undefined : { host, port };
}

const nodePort = ({ services }: Observed, name: string): number | undefined => named(services, name)?.spec?.ports?.[0]?.nodePort;

/** The machine on which a broker's pod runs, by the address that the listener prefers. */
function machineOf({ configuration }: Listener, { podName }: ClusterNode, { machines }: Observed): string | undefined {
  return preferredAddress(machines.get(podName) ?? [], configuration?.preferredNodePortAddressType);
}
