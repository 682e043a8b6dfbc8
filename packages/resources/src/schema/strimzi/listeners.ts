import { below, choice, flag, integer, list, object, open, type ShapeRule, shape, text, textMap, texts } from "../field.ts";
import { labelSelector } from "../kubernetes/selectors.ts";
import { ipFamilies, ipFamilyPolicy } from "./templates.ts";

const authentication = shape(
  "ListenerAuthentication",
  {
    listenerConfig: open("For the type `custom`: Kafka's settings of this listener, without the prefix `listener.name.<name>`."),
    sasl: flag("For the type `custom`: whether the listener speaks SASL."),
    type: choice("How clients prove who they are; `tls` needs a listener with TLS.", ["tls", "scram-sha-512", "custom"]),
  },
  { required: ["type"] },
);

/** A certificate with its key in a Secret. */
export const certificate = shape(
  "CertAndKeySource",
  {
    secretName: text("Name of the Secret."),
    certificate: text("Entry with the certificate, its chain included."),
    key: text("Entry with the private key, unencrypted PKCS #8."),
  },
  { required: ["secretName", "certificate", "key"] },
);

const exposedObject = {
  nodePort: integer("Port on every node, for the types `nodeport` and `loadbalancer`."),
  loadBalancerIP: text("Address to ask the load balancer for, where the platform can do it."),
  annotations: textMap("Annotations of the Service, Route or Ingress, for example for a DNS controller."),
  labels: textMap("Labels of the Service, Route or Ingress."),
  externalIPs: texts("Addresses from outside that lead to the node port, for the type `nodeport`."),
};

const bootstrap = shape("ListenerBootstrap", {
  alternativeNames: texts("Further names for the certificate of the bootstrap address."),
  host: text("Host name of the bootstrap address, for the types `route`, `tlsroute` and `ingress`."),
  ...exposedObject,
});

const broker = shape(
  "ListenerBroker",
  {
    broker: integer("Id of the broker that this entry is about."),
    advertisedHost: text("Host that clients are told to connect to."),
    advertisedPort: integer("Port that clients are told to connect to."),
    host: text("Host name of the broker, for the types `route`, `tlsroute` and `ingress`."),
    ...exposedObject,
  },
  { required: ["broker"] },
);

const parentRef = shape("GatewayParentRef", {
  kind: text("Kind of the parent; a Gateway as a rule."),
  group: text("API group of the parent."),
  name: text("Name of the parent."),
  namespace: text("Namespace of the parent."),
  port: integer("Port of the parent to attach to."),
  sectionName: text("Section of the parent, such as a Gateway's listener."),
});

const configuration = shape("ListenerConfiguration", {
  brokerCertChainAndKey: object("A certificate of your own for this listener; needs TLS.", certificate),
  class: text("Class of the Ingress or the load balancer, if it is not the default one."),
  externalTrafficPolicy: choice(
    "Whether traffic goes to any node (`Cluster`) or stays on the node it came to (`Local`), which keeps the client's address.",
    ["Local", "Cluster"],
  ),
  loadBalancerSourceRanges: texts("Address ranges that may connect through the load balancer."),
  bootstrap: object("Settings of the bootstrap address.", bootstrap),
  brokers: list("Settings of single brokers.", object(undefined, broker)),
  ipFamilyPolicy,
  ipFamilies,
  createBootstrapService: flag("Whether a bootstrap Service is made, for the type `loadbalancer`.", { whenAbsent: true }),
  finalizers: texts("Finalizers of the Services, for the type `loadbalancer`."),
  useServiceDnsDomain: flag("Whether advertised addresses end in the cluster's DNS domain, for `internal` and `cluster-ip`.", {
    whenAbsent: false,
  }),
  maxConnections: integer("Connections that a broker accepts on this listener at the same time."),
  maxConnectionCreationRate: integer("New connections that a broker accepts on this listener in a second."),
  preferredNodePortAddressType: choice("Which of a node's addresses is advertised first, for the type `nodeport`.", [
    "ExternalIP",
    "ExternalDNS",
    "InternalIP",
    "InternalDNS",
    "Hostname",
  ]),
  publishNotReadyAddresses: flag("Whether pods that are not ready can be reached already.", { whenAbsent: false }),
  perBrokerAnnotationsTemplate: textMap("Annotations for each broker; `{nodeId}` and `{nodePodName}` in the values are replaced."),
  perBrokerLabelsTemplate: textMap("Labels for each broker; `{nodeId}` and `{nodePodName}` in the values are replaced."),
  hostTemplate: text("Host name of each broker; `{nodeId}` and `{nodePodName}` are replaced."),
  advertisedHostTemplate: text("Advertised host of each broker; `{nodeId}` and `{nodePodName}` are replaced."),
  advertisedPortTemplate: text("Advertised port of each broker as a small formula of `{nodeId}`, such as `9000 + {nodeId}`."),
  allocateLoadBalancerNodePorts: flag("Whether load balancer Services get node ports too."),
  parentRefs: list("Gateways that the routes attach to, for the type `tlsroute`.", object(undefined, parentRef)),
});

const ipBlock = shape("IpBlock", {
  cidr: text("Address range that may connect."),
  except: texts("Ranges within it that may not."),
});

const networkPolicyPeer = shape("NetworkPolicyPeer", {
  ipBlock: object("Addresses that may connect.", ipBlock),
  namespaceSelector: object("Namespaces whose pods may connect.", labelSelector),
  podSelector: object("Pods that may connect.", labelSelector),
});

const needsHosts = (type: unknown): boolean => type === "ingress" || type === "tlsroute";

const refusals: readonly ShapeRule[] = [
  {
    cel: "!(self.port in [9404, 9999])",
    message: "ports 9404 and 9999 are taken: they serve metrics and JMX",
    holds: ({ port }) => ![9404, 9999].includes(Number(port)),
  },
  {
    cel: "self.tls || !(self.type in ['route', 'ingress'])",
    message: "a listener of type route or ingress works only with tls: true",
    holds: ({ tls, type }) => tls === true || (type !== "route" && type !== "ingress"),
  },
  {
    cel: "self.tls || !has(self.authentication) || self.authentication.type != 'tls'",
    message: "authentication by TLS needs tls: true on the listener",
    holds: ({ tls, authentication: by }) => tls === true || below(by, "type") !== "tls",
  },
  {
    cel: "self.tls || !has(self.configuration) || !has(self.configuration.brokerCertChainAndKey)",
    message: "a certificate needs tls: true on the listener",
    holds: ({ tls, configuration: more }) => tls === true || below(more, "brokerCertChainAndKey") === undefined,
  },
  {
    cel: "!(self.type in ['ingress', 'tlsroute']) || (has(self.configuration) && has(self.configuration.bootstrap) && has(self.configuration.bootstrap.host))",
    message: "a listener of type ingress or tlsroute needs configuration.bootstrap.host",
    holds: ({ type, configuration: more }) => !needsHosts(type) || below(more, "bootstrap", "host") !== undefined,
  },
  {
    cel: "!(self.type in ['ingress', 'tlsroute']) || (has(self.configuration) && (has(self.configuration.hostTemplate) || has(self.configuration.brokers)))",
    message: "a listener of type ingress or tlsroute needs configuration.hostTemplate, or a host for each of configuration.brokers",
    holds: ({ type, configuration: more }) =>
      !needsHosts(type) || below(more, "hostTemplate") !== undefined || below(more, "brokers") !== undefined,
  },
  {
    cel: "self.type != 'tlsroute' || (has(self.configuration) && has(self.configuration.parentRefs))",
    message: "a listener of type tlsroute needs configuration.parentRefs",
    holds: ({ type, configuration: more }) => type !== "tlsroute" || below(more, "parentRefs") !== undefined,
  },
];

export const listener = shape(
  "Listener",
  {
    name: text("Name of the listener, unique within the cluster: 1 to 11 lower-case letters and digits.", { pattern: "^[a-z0-9]{1,11}$" }),
    port: integer("Port of the listener, unique within the cluster; 9404 and 9999 are taken by Prometheus and JMX.", { minimum: 9092 }),
    type: choice("How clients reach it: within the cluster (`internal`, `cluster-ip`), or from outside by one of the other ways.", [
      "internal",
      "route",
      "tlsroute",
      "loadbalancer",
      "nodeport",
      "ingress",
      "cluster-ip",
    ]),
    tls: flag("Whether connections are encrypted; `route` and `ingress` cannot do without."),
    authentication: object("How clients prove who they are; not at all if left out.", authentication),
    configuration: object("Further settings of the listener.", configuration),
    networkPolicyPeers: list("Who may connect, as a network policy; everybody if left out.", object(undefined, networkPolicyPeer)),
  },
  { required: ["name", "port", "type", "tls"], refusals },
);
