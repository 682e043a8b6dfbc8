import type { Listener, ResourceTemplate } from "@millrace/resources";
import type { KafkaCluster, NodePool } from "../cluster.ts";
import { type DesiredObject, given, type Labels } from "../desired-object.ts";
import { bootstrapRouteOf, bootstrapServiceOf, brokerServiceOf } from "../listeners/names.ts";
import { brokerOptions } from "../listeners/options.ts";
import { metadataOf } from "../metadata.ts";

/** Something that leads TLS from outside to a Service, by the host that a client asks for. */
interface Way {
  readonly name: string;
  readonly service: string;
  readonly host: string | undefined;
  readonly listener: Listener;
  readonly owner: KafkaCluster | NodePool;
  readonly template: ResourceTemplate | undefined;
  readonly marks: { readonly labels: Labels | undefined; readonly annotations: Labels | undefined };
}

type Templates = {
  readonly bootstrap: "externalBootstrapRoute" | "externalBootstrapIngress";
  readonly broker: "perPodRoute" | "perPodIngress";
};

/** How a way is written as an object of Kubernetes, by the type of its listener. */
const kinds: Readonly<
  Partial<Record<Listener["type"], Templates & { readonly object: (cluster: KafkaCluster, way: Way) => DesiredObject }>>
> = {
  route: { object: route, bootstrap: "externalBootstrapRoute", broker: "perPodRoute" },
  tlsroute: { object: tlsRoute, bootstrap: "externalBootstrapRoute", broker: "perPodRoute" },
  ingress: { object: ingress, bootstrap: "externalBootstrapIngress", broker: "perPodIngress" },
};

/** Routes, TLSRoutes and Ingresses of all listeners that have them. */
export function routedObjects(cluster: KafkaCluster): readonly DesiredObject[] {
  return cluster.listeners.flatMap((listener) => {
    const kind = kinds[listener.type];
    return kind === undefined ? [] : ways(cluster, listener, kind).map((way) => kind.object(cluster, way));
  });
}

function ways(cluster: KafkaCluster, listener: Listener, templates: Templates): readonly Way[] {
  const { host, labels, annotations } = listener.configuration?.bootstrap ?? {};
  const bootstrap: Way = {
    name: bootstrapRouteOf(cluster.name, listener),
    service: bootstrapServiceOf(cluster.name, listener),
    ...{ host, listener, owner: cluster },
    template: cluster.kafka.spec.kafka.template?.[templates.bootstrap],
    marks: { labels, annotations },
  };
  const ofBrokers = cluster.pools
    .filter(({ isBroker }) => isBroker)
    .flatMap((pool) =>
      pool.nodes.map((node): Way => {
        const options = brokerOptions(listener, node);
        const name = brokerServiceOf(pool.podSetName, node.id, listener);
        const marks = { labels: options.labels, annotations: options.annotations };
        return { ...{ name, listener, marks }, service: name, host: options.host, owner: pool, template: pool.templates[templates.broker] };
      }),
    );
  return [bootstrap, ...ofBrokers];
}

function route(cluster: KafkaCluster, { name, service, host, listener, owner, template, marks }: Way): DesiredObject {
  return {
    apiVersion: "route.openshift.io/v1",
    kind: "Route",
    metadata: metadataOf(cluster, owner, name, template, marks),
    spec: {
      to: { kind: "Service", name: service },
      port: { targetPort: listener.port },
      tls: { termination: "passthrough" },
      ...given({ host }),
    },
  };
}

function tlsRoute(cluster: KafkaCluster, { name, service, host, listener, owner, template, marks }: Way): DesiredObject {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "TLSRoute",
    metadata: metadataOf(cluster, owner, name, template, marks),
    spec: {
      parentRefs: listener.configuration?.parentRefs ?? [],
      hostnames: host === undefined ? [] : [host],
      rules: [{ backendRefs: [{ name: service, port: listener.port }] }],
    },
  };
}

/** Controllers that terminate TLS by default are asked to let it through, each in its own words. */
const passthrough = {
  "ingress.kubernetes.io/ssl-passthrough": "true",
  "nginx.ingress.kubernetes.io/ssl-passthrough": "true",
  "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
};

function ingress(cluster: KafkaCluster, { name, service, host, listener, owner, template, marks }: Way): DesiredObject {
  const annotations = { ...passthrough, ...marks.annotations };
  const backend = { service: { name: service, port: { number: listener.port } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: metadataOf(cluster, owner, name, template, { labels: marks.labels, annotations }),
    spec: {
      ...given({ ingressClassName: listener.configuration?.class }),
      rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
      tls: [{ hosts: [host] }],
    },
  };
}
