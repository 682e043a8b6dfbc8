import type { Listener, ListenerBootstrap, ListenerBroker, ListenerConfiguration } from "../generated/types.ts";

type ListenerType = Listener["type"];
type OptionTypes<T> = Readonly<Partial<Record<keyof T, readonly ListenerType[]>>>;

const external = ["route", "tlsroute", "loadbalancer", "nodeport", "ingress"] as const;
const named = ["route", "tlsroute", "ingress"] as const;
const ownService = [...external, "cluster-ip"] as const;

/** Options of `configuration` that only some types of listener have; what is not listed goes with every type. */
export const configurationOptions: OptionTypes<ListenerConfiguration> = {
  useServiceDnsDomain: ["internal", "cluster-ip"],
  createBootstrapService: ["loadbalancer"],
  ipFamilyPolicy: ownService,
  ipFamilies: ownService,
  class: ["ingress", "loadbalancer"],
  externalTrafficPolicy: ["loadbalancer", "nodeport"],
  loadBalancerSourceRanges: ["loadbalancer"],
  allocateLoadBalancerNodePorts: ["loadbalancer"],
  finalizers: ["loadbalancer"],
  preferredNodePortAddressType: ["nodeport"],
  publishNotReadyAddresses: ownService,
  hostTemplate: named,
  perBrokerLabelsTemplate: ownService,
  perBrokerAnnotationsTemplate: ownService,
  parentRefs: ["tlsroute"],
};

const exposedOptions = {
  host: named,
  loadBalancerIP: ["loadbalancer"],
  nodePort: ["nodeport", "loadbalancer"],
  externalIPs: ["nodeport"],
  labels: ownService,
  annotations: ownService,
} as const;

export const bootstrapOptions: OptionTypes<ListenerBootstrap> = exposedOptions;
export const brokerOptions: OptionTypes<ListenerBroker> = exposedOptions;
