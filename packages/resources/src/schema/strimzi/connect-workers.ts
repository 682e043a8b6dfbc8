import { integer, lateShape, list, object, text } from "../field.ts";
import { containerTemplate, probe, resourceRequirements } from "../kubernetes/containers.ts";
import { tracing } from "./kafka-client.ts";
import { rack } from "./kafka-cluster.ts";
import { jmxOptions, jvmOptions, logging, metricsConfig } from "./process.ts";
import { statusFields } from "./status.ts";
import {
  internalServiceTemplate,
  metadata,
  nodePodTemplate,
  podDisruptionBudgetTemplate,
  podTemplate,
  resourceTemplate,
} from "./templates.ts";

/** Workers of Kafka Connect, which run connectors, and of MirrorMaker 2, whose connectors copy from one Kafka to another. */

const buildConfigTemplate = lateShape("BuildConfigTemplate", () => ({
  metadata,
  pullSecret: text("Secret with which the base image is pulled."),
}));

const template = lateShape("KafkaConnectTemplate", () => ({
  podSet: object("Pod set of the workers.", resourceTemplate),
  pod: object("Pods of the workers.", nodePodTemplate),
  apiService: object("Service of the REST API.", internalServiceTemplate),
  headlessService: object("Headless Service of the workers.", internalServiceTemplate),
  connectContainer: object("Container that runs Kafka Connect.", containerTemplate),
  initContainer: object("Container that runs before Kafka Connect.", containerTemplate),
  podDisruptionBudget: object("Disruption budget of the workers.", podDisruptionBudgetTemplate),
  serviceAccount: object("Service account of the workers.", resourceTemplate),
  clusterRoleBinding: object("Cluster role binding of the workers.", resourceTemplate),
  buildPod: object("Pods that build images.", podTemplate),
  buildContainer: object("Container that builds images.", containerTemplate),
  buildConfig: object("BuildConfig that builds images on OpenShift.", buildConfigTemplate),
  buildServiceAccount: object("Service account of the pods that build images.", resourceTemplate),
  jmxSecret: object("Secret with the JMX credentials.", resourceTemplate),
}));

export const workersFields = () => ({
  version: text("Version of Kafka Connect; the newest that the operator knows if left out."),
  replicas: integer("How many workers there are."),
  image: text("Image of the workers, if not the operator's choice for `version`."),
  resources: object("CPU and memory to reserve.", resourceRequirements),
  livenessProbe: object("When a worker counts as alive.", probe),
  readinessProbe: object("When a worker counts as ready.", probe),
  jvmOptions: object("Options of the workers' JVMs.", jvmOptions),
  jmxOptions: object("Opens JMX.", jmxOptions),
  logging: object("What is logged.", logging),
  clientRackInitImage: text("Image of the container that finds out the rack."),
  rack: object("How workers learn their rack, so as to fetch from near by.", rack),
  metricsConfig: object("How metrics are exposed; not at all if left out.", metricsConfig),
  tracing: object("How traces are made; not at all if left out.", tracing),
  template: object("Changes to the Kubernetes objects that are made.", template),
});

/** The group that workers form, and what it keeps in topics. */
export const groupFields = () => ({
  groupId: text("Id of the group that the workers form."),
  configStorageTopic: text("Topic that keeps the connectors' settings."),
  statusStorageTopic: text("Topic that keeps the state of connectors and tasks."),
  offsetStorageTopic: text("Topic that keeps how far source connectors are."),
});
export const groupRequired = ["groupId", "configStorageTopic", "statusStorageTopic", "offsetStorageTopic"];

const connectorPlugin = lateShape("ConnectorPlugin", () => ({
  class: text("Class of the connector."),
  type: text("`source` or `sink`."),
  version: text("Version of the connector."),
}));

export const workersStatusFields = () => ({
  ...statusFields,
  url: text("Where the REST API is."),
  connectorPlugins: list("Connectors that can be used.", object(undefined, connectorPlugin)),
  replicas: integer("How many workers there are at present."),
  labelSelector: text("Selects the workers' pods."),
});
