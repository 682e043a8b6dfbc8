import type { ContainerTemplate, Probe } from "@millrace/resources";
import type { KafkaCluster, NodePool } from "../cluster.ts";
import { hasAgent } from "../config/agent.ts";
import { jmxVariables, jvmVariables, type Variable } from "../config/jvm.ts";
import { places } from "../config/places.ts";
import { given, nonEmpty } from "../desired-object.ts";
import { controlPlane, jmxPort, metricsPort, portNameOf, replication } from "../listeners/names.ts";
import { hasNodePorts } from "../listeners/options.ts";
import type { ModelSettings } from "../settings.ts";
import { asksForMachine, initMounts, kafkaMounts } from "./volumes.ts";

type Container = Readonly<Record<string, unknown>>;

/** The user that Apache's image is made for. The kubelet has to have a number to know that it is not root. */
const kafkaUser = 1000;

export function kafkaContainer(cluster: KafkaCluster, pool: NodePool): Container {
  const { kafka, image, settings } = cluster;
  const template = pool.templates.kafkaContainer;
  const port = pool.isBroker ? replication.port : controlPlane.port;
  const { livenessProbe, readinessProbe } = kafka.spec.kafka;
  return {
    name: "kafka",
    image,
    imagePullPolicy: pullPolicy(settings, image),
    command: ["bash", `${places.config}/kafka-start.sh`],
    env: withTemplate([...jvmVariables(pool), ...jmxVariables(kafka, cluster.names.jmxSecret)], template),
    ports: ports(cluster, pool),
    volumeMounts: kafkaMounts(cluster, pool),
    ...given({ resources: pool.resource.spec.resources, securityContext: securityContext(settings, template, kafkaUser) }),
    livenessProbe: {
      exec: { command: ["bash", `${places.config}/kafka-alive.sh`, String(port)] },
      ...probe(livenessProbe ?? {}),
    },
    readinessProbe: { tcpSocket: { port }, ...(readinessProbe === undefined ? quickly : probe(readinessProbe)) },
  };
}

/** Puts into a pod what Kafka's image lacks, and finds out where the pod runs. */
export function initContainer(cluster: KafkaCluster, pool: NodePool): Container {
  const { kafka, settings } = cluster;
  const { rack, brokerRackInitImage: image = settings.initImage } = kafka.spec.kafka;
  const template = pool.templates.initContainer;
  const asks = asksForMachine(cluster, pool);
  const variables: readonly Variable[] = asks
    ? [
        { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        ...(rack?.topologyKey === undefined ? [] : [{ name: "RACK_TOPOLOGY_KEY", value: rack.topologyKey }]),
        ...(hasNodePorts(cluster.listeners) ? [{ name: "EXTERNAL_ADDRESS", value: "TRUE" }] : []),
      ]
    : [];
  return {
    name: "kafka-init",
    image,
    imagePullPolicy: pullPolicy(settings, image),
    command: ["node", "/opt/millrace/init.js"],
    volumeMounts: initMounts(cluster, pool),
    ...given({
      env: nonEmpty(withTemplate(variables, template)),
      resources: pool.resource.spec.resources,
      securityContext: securityContext(settings, template),
    }),
  };
}

/** What is called `latest` may be another image tomorrow. */
function pullPolicy({ imagePullPolicy }: ModelSettings, image: string): string {
  return imagePullPolicy ?? (image.toLowerCase().includes(":latest") ? "Always" : "IfNotPresent");
}

function ports({ kafka, listeners }: KafkaCluster, { isBroker, isController }: NodePool) {
  const port = (name: string, containerPort: number) => ({ name, containerPort, protocol: "TCP" });
  return [
    ...(isController ? [port(controlPlane.portName, controlPlane.port)] : []),
    ...(isBroker ? [port(replication.portName, replication.port)] : []),
    ...(isBroker ? listeners.map((listener) => port(portNameOf(listener), listener.port)) : []),
    ...(hasAgent({ kafka }) || isBroker ? [port(metricsPort.portName, metricsPort.port)] : []),
    ...(kafka.spec.kafka.jmxOptions === undefined ? [] : [port(jmxPort.portName, jmxPort.port)]),
  ];
}

/** A user's variable may be a new one, but not change one of ours. */
function withTemplate(ours: readonly Variable[], template: ContainerTemplate | undefined): readonly Variable[] {
  const taken = ours.map(({ name }) => name);
  const theirs = (template?.env ?? []).filter(({ name }) => !taken.includes(name));
  return [
    ...ours,
    ...theirs.map(({ valueFrom, ...variable }) => ({ ...variable, ...given({ valueFrom: valueFrom && { ...valueFrom } }) })),
  ];
}

/** Kubernetes' Pod Security Standard `restricted`, unless a template says otherwise. OpenShift chooses users by itself. */
function securityContext({ podSecurity, isOpenShift }: ModelSettings, template: ContainerTemplate | undefined, user?: number) {
  if (template?.securityContext !== undefined || podSecurity === "baseline") return template?.securityContext;
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    ...(isOpenShift ? {} : given({ runAsUser: user })),
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Strimzi's defaults. */
const probe = ({ initialDelaySeconds = 15, timeoutSeconds = 5, ...others }: Probe): Probe => ({
  ...(initialDelaySeconds === 0 ? {} : { initialDelaySeconds }),
  timeoutSeconds,
  ...others,
});

/** A connection costs nothing, so that a node need not wait to be found ready. */
const quickly: Probe = { periodSeconds: 5, timeoutSeconds: 5 };
