import type { ClusterNode, KafkaCluster } from "./cluster.ts";
import { type Addresses, bootstrapAddresses, brokerAddress } from "./listeners/addresses.ts";
import { bootstrapServiceOf } from "./listeners/names.ts";
import { brokerOptions, isInternal } from "./listeners/options.ts";
import { podHost, serviceHosts } from "./names.ts";

/** What a node's certificate is good for. */
export interface CertificateNames {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
}

const isIp = (host: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.includes(":");

/** Names and addresses by which a node is reached. Those from outside only a broker has, so that they make no controller start again. */
export function certificateNames(cluster: KafkaCluster, node: ClusterNode, addresses: Addresses): CertificateNames {
  const { names, namespace, settings } = cluster;
  const host = podHost(node.podName, names.brokersService, namespace);
  const inside = [
    ...serviceHosts(names.bootstrapService, namespace, settings.clusterDomain),
    ...serviceHosts(names.brokersService, namespace, settings.clusterDomain),
    `${host}.${settings.clusterDomain}`,
    host,
  ];
  const all = new Set([...inside, ...(node.isBroker ? outside(cluster, node, addresses) : [])]);
  return { dns: [...all].filter((name) => !isIp(name)), ip: [...all].filter(isIp) };
}

function outside(cluster: KafkaCluster, node: ClusterNode, addresses: Addresses): readonly string[] {
  return cluster.listeners
    .filter(({ tls }) => tls)
    .flatMap((listener) => {
      const { advertisedHost } = brokerOptions(listener, node);
      const { alternativeNames = [] } = listener.configuration?.bootstrap ?? {};
      const own = [...(advertisedHost === undefined ? [] : [advertisedHost]), ...alternativeNames];
      // Within the cluster by the names above; and machines come and go without anybody making new certificates.
      if (isInternal(listener) || listener.type === "nodeport") return own;
      const address = brokerAddress(cluster, listener, node, addresses);
      const bootstrap =
        listener.type === "cluster-ip"
          ? serviceHosts(bootstrapServiceOf(cluster.name, listener), cluster.namespace, cluster.settings.clusterDomain)
          : bootstrapAddresses(cluster, listener, addresses).map(({ host }) => host);
      return [...bootstrap, ...(address === undefined ? [] : [address.host]), ...own];
    });
}
