import type { Path } from "../problem.ts";
import type { Edit } from "./edit.ts";
import { mirrorMaker2Conversions } from "./mirror-maker.ts";
import {
  type Conversion,
  defaulted,
  inMilliseconds,
  moved,
  needed,
  noJaeger,
  oauthMessage,
  pauseToState,
  refused,
  removed,
} from "./rules.ts";
import { storageTopics } from "./storage-topics.ts";

const noZooKeeper = "there is no ZooKeeper any more";
const noSidecar = "there is no TLS sidecar any more";
const inNodePools = "KafkaNodePools have it";

/** What of listeners nobody else can decide. */
const listeners: Conversion = (edit) => {
  for (const listener of edit.items(["spec", "kafka", "listeners"])) {
    const type = edit.text([...listener, "authentication", "type"]);
    if (type === "oauth") edit.refuse([...listener, "authentication"], oauthMessage);
    const secrets: Path = [...listener, "authentication", "secrets"];
    if (type === "custom" && edit.has(secrets)) edit.refuse(secrets, "it is gone: additional volumes in the pods' template take its place");
  }
};

const listenerStatus: Conversion = (edit) => {
  for (const listener of edit.items(["status", "listeners"])) edit.remove([...listener, "type"], "name takes its place");
};

const authorization: Conversion = (edit) => {
  const path: Path = ["spec", "kafka", "authorization"];
  const type = edit.text([...path, "type"]);
  if (type === "keycloak" || type === "opa") edit.refuse(path, `authorization of the type ${type} is gone: custom takes its place`);
};

const kafka: readonly Conversion[] = [
  needed,
  listeners,
  authorization,
  refused("spec.kafka.resources", "it is gone: KafkaNodePools have it"),
  removed("spec.zookeeper", noZooKeeper),
  removed("spec.jmxTrans", "there is no JmxTrans any more"),
  removed("spec.cruiseControl.tlsSidecar", noSidecar),
  removed("spec.cruiseControl.template.tlsSidecarContainer", noSidecar),
  removed("spec.cruiseControl.brokerCapacity.cpuUtilization", "it had no effect"),
  removed("spec.cruiseControl.brokerCapacity.disk", "it had no effect"),
  removed("spec.kafkaExporter.template.service", "the exporter has no Service"),
  removed("spec.entityOperator.tlsSidecar", noSidecar),
  removed("spec.entityOperator.template.tlsSidecarContainer", noSidecar),
  inMilliseconds("spec.entityOperator.topicOperator"),
  removed("spec.entityOperator.topicOperator.zookeeperSessionTimeoutSeconds", noZooKeeper),
  removed("spec.entityOperator.topicOperator.topicMetadataMaxAttempts", "it had no effect"),
  inMilliseconds("spec.entityOperator.userOperator"),
  removed("spec.entityOperator.userOperator.zookeeperSessionTimeoutSeconds", noZooKeeper),
  removed("spec.kafka.template.statefulset", "there are no StatefulSets any more"),
  removed("spec.kafka.replicas", inNodePools),
  removed("spec.kafka.storage", inNodePools),
  removed("status.registeredNodeIds", "v1 does not have it"),
  removed("status.kafkaMetadataState", "v1 does not have it"),
  listenerStatus,
];

const claimOverrides: Conversion = (edit) => {
  const why = "v1 does not have it: a pool for each zone takes its place";
  edit.remove(["spec", "storage", "overrides"], why);
  for (const volume of edit.items(["spec", "storage", "volumes"])) edit.remove([...volume, "overrides"], why);
};

const operations: Conversion = (edit) => {
  for (const acl of edit.items(["spec", "authorization", "acls"])) {
    const [one, several]: [Path, Path] = [
      [...acl, "operation"],
      [...acl, "operations"],
    ];
    const operation = edit.text(one);
    const hasSeveral = edit.items(several).length > 0;
    if (operation !== undefined && !hasSeveral) edit.set(several, [operation], "operation has become a list");
    edit.remove(one, "operations takes its place");
  }
};

const metricsOfBridge: Conversion = (edit) => {
  const path: Path = ["spec", "enableMetrics"];
  if (edit.text(path) === "true" && !edit.has(["spec", "metricsConfig"])) {
    edit.refuse(path, "it is gone: spec.metricsConfig takes its place, with rules of your own");
  } else edit.remove(path, "spec.metricsConfig takes its place");
};

const noExternalConfiguration = refused(
  "spec.externalConfiguration",
  "it is gone: environment variables and volumes in spec.template take its place",
);
const clientOauth = refused("spec.authentication.type", oauthMessage, "oauth");

/** What is otherwise in `v1`, by kind; facts from Strimzi's own conversion. */
export const conversions: Readonly<Record<string, readonly Conversion[]>> = {
  Kafka: kafka,
  KafkaNodePool: [needed, claimOverrides],
  KafkaTopic: [needed],
  KafkaUser: [needed, operations],
  KafkaRebalance: [needed],
  StrimziPodSet: [needed],
  KafkaConnector: [needed, (edit: Edit) => pauseToState(edit, ["spec"])],
  KafkaConnect: [
    needed,
    clientOauth,
    noExternalConfiguration,
    defaulted("spec.replicas", "3"),
    moved("spec.build.output.additionalKanikoOptions", "spec.build.output.additionalBuildOptions", "builds are not only Kaniko's"),
    removed("spec.template.deployment", "there is no Deployment any more"),
    noJaeger,
    (edit) => storageTopics(edit, ["spec"], ["spec", "config"], "connect-cluster"),
  ],
  KafkaBridge: [needed, clientOauth, defaulted("spec.replicas", "1"), noJaeger, metricsOfBridge],
  KafkaMirrorMaker2: [
    needed,
    noExternalConfiguration,
    defaulted("spec.replicas", "3"),
    removed("spec.template.deployment", "there is no Deployment any more"),
    noJaeger,
    ...mirrorMaker2Conversions,
  ],
};
