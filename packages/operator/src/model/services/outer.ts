import type { Listener, ObjectMeta } from "@millrace/resources";
import type { ClusterNode, KafkaCluster, NodePool } from "../cluster.ts";
import { type DesiredObject, given, nonEmpty } from "../desired-object.ts";
import { ofPod, selectorOf } from "../labels.ts";
import { bootstrapServiceOf, brokerServiceOf, portNameOf } from "../listeners/names.ts";
import { brokerOptions, hasBootstrapService, isInternal } from "../listeners/options.ts";
import { metadataOf } from "../metadata.ts";
import { brokersSelector } from "./inner.ts";
import { servicePort } from "./ports.ts";

/** Services of listeners that are not only for the nodes' own network: one for bootstrapping, and one for each broker. */
export function outerServices(cluster: KafkaCluster): readonly DesiredObject[] {
  const listeners = cluster.listeners.filter((listener) => !isInternal(listener));
  const brokers = cluster.pools.filter(({ isBroker }) => isBroker);
  return [
    ...listeners.filter(hasBootstrapService).map((listener) => ofBootstrap(cluster, listener)),
    ...listeners.flatMap((listener) => brokers.flatMap((pool) => pool.nodes.map((node) => ofBroker(cluster, pool, node, listener)))),
  ];
}

function ofBootstrap(cluster: KafkaCluster, listener: Listener): DesiredObject {
  const { labels, annotations, nodePort, loadBalancerIP, externalIPs } = listener.configuration?.bootstrap ?? {};
  const template = cluster.kafka.spec.kafka.template?.externalBootstrapService;
  const metadata = metadataOf(cluster, cluster, bootstrapServiceOf(cluster.name, listener), template, { labels, annotations });
  return service(listener, metadata, brokersSelector(cluster), { nodePort, loadBalancerIP, externalIPs });
}

function ofBroker(cluster: KafkaCluster, pool: NodePool, node: ClusterNode, listener: Listener): DesiredObject {
  const { labels, annotations, nodePort, loadBalancerIP, externalIPs } = brokerOptions(listener, node);
  const name = brokerServiceOf(pool.podSetName, node.id, listener);
  const metadata = metadataOf(cluster, pool, name, pool.templates.perPodService, { labels, annotations });
  const selector = { ...selectorOf(pool.labels), ...ofPod(node.podName) };
  return service(listener, metadata, selector, { nodePort, loadBalancerIP, externalIPs });
}

interface Exposure {
  readonly nodePort: number | undefined;
  readonly loadBalancerIP: string | undefined;
  readonly externalIPs: readonly string[] | undefined;
}

const serviceTypes: Readonly<Partial<Record<Listener["type"], string>>> = { nodeport: "NodePort", loadbalancer: "LoadBalancer" };

function service(listener: Listener, metadata: ObjectMeta, selector: Readonly<Record<string, string>>, exposure: Exposure): DesiredObject {
  const { type, configuration: { ipFamilyPolicy, ipFamilies, publishNotReadyAddresses, finalizers } = {} } = listener;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...metadata, ...given({ finalizers: type === "loadbalancer" ? nonEmpty(finalizers) : undefined }) },
    spec: {
      type: serviceTypes[type] ?? "ClusterIP",
      selector,
      ports: [servicePort(portNameOf(listener), listener.port, exposure.nodePort)],
      ...given({ ipFamilyPolicy, ipFamilies, publishNotReadyAddresses }),
      ...(type === "loadbalancer" ? balanced(listener, exposure) : {}),
      ...(type === "nodeport" ? given({ externalIPs: nonEmpty(exposure.externalIPs) }) : {}),
      ...(type in serviceTypes ? { externalTrafficPolicy: listener.configuration?.externalTrafficPolicy ?? "Cluster" } : {}),
    },
  };
}

function balanced({ configuration = {} }: Listener, { loadBalancerIP }: Exposure) {
  return given({
    loadBalancerIP,
    loadBalancerSourceRanges: nonEmpty(configuration.loadBalancerSourceRanges),
    loadBalancerClass: configuration.class,
    allocateLoadBalancerNodePorts: configuration.allocateLoadBalancerNodePorts,
  });
}
