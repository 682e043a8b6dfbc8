import type { InternalServiceTemplate } from "@millrace/resources";
import type { KafkaCluster } from "../cluster.ts";
import { type DesiredObject, given } from "../desired-object.ts";
import { brokerRoleLabel, selectorOf } from "../labels.ts";
import { controlPlane, jmxPort, portNameOf, replication } from "../listeners/names.ts";
import { isInternal } from "../listeners/options.ts";
import { metadataOf } from "../metadata.ts";
import { servicePort } from "./ports.ts";

const discovery = "strimzi.io/discovery";

/** Chooses the brokers alone: clients have no business with controllers. */
export const brokersSelector = ({ labels }: KafkaCluster) => ({ ...selectorOf(labels), [brokerRoleLabel]: "true" });

const families = (template: InternalServiceTemplate | undefined) =>
  given({ ipFamilyPolicy: template?.ipFamilyPolicy, ipFamilies: template?.ipFamilies });

const internalPorts = ({ listeners }: KafkaCluster) =>
  listeners.filter(isInternal).map((listener) => servicePort(portNameOf(listener), listener.port));

/** Where clients within the Kubernetes cluster, and what looks after Kafka, bootstrap. */
export function bootstrapService(cluster: KafkaCluster): DesiredObject {
  const template = cluster.kafka.spec.kafka.template?.bootstrapService;
  const marks = { labels: { [discovery]: "true" }, annotations: { [discovery]: JSON.stringify(discoveries(cluster), undefined, 2) } };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(cluster, cluster, cluster.names.bootstrapService, template, marks),
    spec: {
      type: "ClusterIP",
      selector: brokersSelector(cluster),
      ports: [servicePort(replication.portName, replication.port), ...internalPorts(cluster)],
      ...families(template),
    },
  };
}

/** How clients that look for a Kafka are told of its listeners. */
const discoveries = ({ listeners }: KafkaCluster) =>
  listeners.map(({ port, tls, authentication }) => ({ port, tls, protocol: "kafka", auth: authentication?.type ?? "none" }));

/** Gives every node a name of its own, whether it is ready or not: it can't become so without the others. */
export function brokersService(cluster: KafkaCluster): DesiredObject {
  const { template, jmxOptions } = cluster.kafka.spec.kafka;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(cluster, cluster, cluster.names.brokersService, template?.brokersService),
    spec: {
      type: "ClusterIP",
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: selectorOf(cluster.labels),
      ports: [
        servicePort(controlPlane.portName, controlPlane.port),
        servicePort(replication.portName, replication.port),
        ...internalPorts(cluster),
        ...(jmxOptions === undefined ? [] : [servicePort(jmxPort.portName, jmxPort.port)]),
      ],
      ...families(template?.brokersService),
    },
  };
}
