import type { Listener, ListenerBroker } from "@millrace/resources";
import type { ClusterNode } from "../cluster.ts";
import type { Labels } from "../desired-object.ts";
import { portFromTemplate } from "./port-template.ts";

/** What a listener says of one broker. */
function brokerOption<K extends keyof ListenerBroker>(
  { configuration }: Listener,
  { id }: ClusterNode,
  name: K,
): ListenerBroker[K] | undefined {
  return configuration?.brokers?.find((broker) => broker.broker === id && broker[name] !== undefined)?.[name];
}

/** Puts a node into a template of a user's. */
export const rendered = (template: string, { id, podName }: Pick<ClusterNode, "id" | "podName">): string =>
  template.replaceAll("{nodeId}", String(id)).replaceAll("{nodePodName}", podName);

const renderedMap = (template: Labels | undefined, node: ClusterNode): Labels =>
  Object.fromEntries(Object.entries(template ?? {}).map(([name, value]) => [name, rendered(value, node)]));

const isEmpty = (labels: Labels | undefined): boolean => Object.keys(labels ?? {}).length === 0;

/** What differs from broker to broker of a listener: what is said of the broker, and what the template gives otherwise. */
export function brokerOptions(listener: Listener, node: ClusterNode) {
  const {
    configuration: {
      hostTemplate,
      advertisedHostTemplate,
      advertisedPortTemplate,
      perBrokerLabelsTemplate,
      perBrokerAnnotationsTemplate,
    } = {},
  } = listener;
  const of = <K extends keyof ListenerBroker>(name: K) => brokerOption(listener, node, name);
  const [labels, annotations] = [of("labels"), of("annotations")];
  return {
    host: of("host") ?? (hostTemplate && rendered(hostTemplate, node)),
    advertisedHost: of("advertisedHost") ?? (advertisedHostTemplate && rendered(advertisedHostTemplate, node)),
    advertisedPort:
      of("advertisedPort") ?? (advertisedPortTemplate === undefined ? undefined : portFromTemplate(advertisedPortTemplate, node.id)),
    labels: isEmpty(labels) ? renderedMap(perBrokerLabelsTemplate, node) : labels,
    annotations: isEmpty(annotations) ? renderedMap(perBrokerAnnotationsTemplate, node) : annotations,
    nodePort: of("nodePort"),
    loadBalancerIP: of("loadBalancerIP"),
    externalIPs: of("externalIPs"),
  };
}

export const isInternal = ({ type }: Listener): boolean => type === "internal";

/** Only a load balancer may do without one for bootstrapping. */
export const hasBootstrapService = ({ type, configuration }: Listener): boolean =>
  type !== "loadbalancer" || configuration?.createBootstrapService !== false;

/** Whether the pods have to find out on which machine of which address they are. */
export const hasNodePorts = (listeners: readonly Listener[]): boolean => listeners.some(({ type }) => type === "nodeport");
