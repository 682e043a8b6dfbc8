import { type Field, object, type Shape, shape, text } from "./field.ts";
import { objectMeta } from "./kubernetes/metadata.ts";
import { secretFields } from "./kubernetes/secret.ts";
import { kafkaSpec, kafkaStatus } from "./strimzi/kafka.ts";
import { kafkaBridgeSpec, kafkaBridgeStatus } from "./strimzi/kafka-bridge.ts";
import { kafkaConnectSpec, kafkaConnectStatus } from "./strimzi/kafka-connect.ts";
import { kafkaConnectorSpec, kafkaConnectorStatus } from "./strimzi/kafka-connector.ts";
import { kafkaMirrorMaker2Spec, kafkaMirrorMaker2Status } from "./strimzi/kafka-mirror-maker-2.ts";
import { kafkaNodePoolSpec, kafkaNodePoolStatus } from "./strimzi/kafka-node-pool.ts";
import { kafkaRebalanceSpec, kafkaRebalanceStatus } from "./strimzi/kafka-rebalance.ts";
import { kafkaTopicSpec, kafkaTopicStatus } from "./strimzi/kafka-topic.ts";
import { kafkaUserSpec, kafkaUserStatus } from "./strimzi/kafka-user.ts";

export const apiGroup = "kafka.strimzi.io";
export const apiVersion = `${apiGroup}/v1`;

/** A column that `kubectl get` prints. */
export interface PrinterColumn {
  readonly name: string;
  readonly description: string;
  readonly jsonPath: string;
  readonly type: "string" | "integer";
  /** More than 0: only with `-o wide`. */
  readonly priority?: number;
}

/** What an API server has to be told about a kind that is not Kubernetes' own. */
export interface CustomKind {
  readonly shortNames: readonly string[];
  readonly columns: readonly PrinterColumn[];
  /** Where `kubectl scale` finds the replicas, for kinds that can be scaled. */
  readonly scale?: { readonly specReplicasPath: string; readonly statusReplicasPath: string; readonly labelSelectorPath?: string };
}

/** A kind of resource: its names for the API server and its shape. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly shape: Shape;
  /** Undefined for Kubernetes' own kinds. */
  readonly custom?: CustomKind;
}

const identity = (version: string, kind: string): Readonly<Record<"apiVersion" | "kind" | "metadata", Field>> => ({
  apiVersion: text(`Version of the API: \`${version}\`.`),
  kind: text(`Kind of the resource: \`${kind}\`.`),
  metadata: object("Name, namespace, labels and annotations.", objectMeta),
});

const resource = (kind: string, what: string, spec: Shape, status: Shape): Shape =>
  shape(
    kind,
    {
      ...identity(apiVersion, kind),
      spec: object(`What is wanted of ${what}.`, spec),
      status: object(`What has become of ${what}; written by the controller, ignored in a file.`, status),
    },
    { required: ["spec"] },
  );

const conditionColumn = (name: string, type: string, description: string): PrinterColumn => ({
  name,
  description,
  jsonPath: `.status.conditions[?(@.type=="${type}")].status`,
  type: "string",
});

const ready = conditionColumn("Ready", "Ready", "Whether all is as declared");

const clusterColumn = (what: string): PrinterColumn => ({
  name: "Cluster",
  description: `Kafka that the ${what} belongs to`,
  jsonPath: ".metadata.labels.strimzi\\.io/cluster",
  type: "string",
});

const replicasColumn = (what: string): PrinterColumn => ({
  name: "Desired replicas",
  description: `How many ${what} are wanted`,
  jsonPath: ".spec.replicas",
  type: "integer",
});

const scaledByReplicas = {
  specReplicasPath: ".spec.replicas",
  statusReplicasPath: ".status.replicas",
  labelSelectorPath: ".status.labelSelector",
};

/** Kinds that are served and checked, and that nothing looks after yet. */
export const awaitedKindNames = ["KafkaConnect", "KafkaConnector", "KafkaMirrorMaker2", "KafkaBridge"] as const;
export type AwaitedKindName = (typeof awaitedKindNames)[number];
export const isAwaited = (kind: string): kind is AwaitedKindName => awaitedKindNames.some((name) => name === kind);

const awaitedKinds: Readonly<Record<AwaitedKindName, Kind>> = {
  KafkaConnect: {
    apiVersion,
    kind: "KafkaConnect",
    plural: "kafkaconnects",
    shape: resource("KafkaConnect", "the workers", kafkaConnectSpec, kafkaConnectStatus),
    custom: { shortNames: ["kc"], columns: [replicasColumn("workers"), ready], scale: scaledByReplicas },
  },
  KafkaConnector: {
    apiVersion,
    kind: "KafkaConnector",
    plural: "kafkaconnectors",
    shape: resource("KafkaConnector", "the connector", kafkaConnectorSpec, kafkaConnectorStatus),
    custom: {
      shortNames: ["kctr"],
      columns: [
        { ...clusterColumn("connector"), description: "KafkaConnect that the connector belongs to" },
        { name: "Connector class", description: "Class of the connector", jsonPath: ".spec.class", type: "string" },
        { name: "Max Tasks", description: "How many tasks it may have", jsonPath: ".spec.tasksMax", type: "integer" },
        ready,
      ],
      scale: { specReplicasPath: ".spec.tasksMax", statusReplicasPath: ".status.tasksMax" },
    },
  },
  KafkaMirrorMaker2: {
    apiVersion,
    kind: "KafkaMirrorMaker2",
    plural: "kafkamirrormaker2s",
    shape: resource("KafkaMirrorMaker2", "the mirrors", kafkaMirrorMaker2Spec, kafkaMirrorMaker2Status),
    custom: { shortNames: ["kmm2"], columns: [replicasColumn("workers"), ready], scale: scaledByReplicas },
  },
  KafkaBridge: {
    apiVersion,
    kind: "KafkaBridge",
    plural: "kafkabridges",
    shape: resource("KafkaBridge", "the bridge", kafkaBridgeSpec, kafkaBridgeStatus),
    custom: {
      shortNames: ["kb"],
      columns: [
        replicasColumn("pods"),
        { name: "Bootstrap Servers", description: "Where the Kafka is", jsonPath: ".spec.bootstrapServers", type: "string", priority: 1 },
        ready,
      ],
      scale: scaledByReplicas,
    },
  },
};

export const kinds: Readonly<
  Record<"Kafka" | "KafkaNodePool" | "KafkaTopic" | "KafkaUser" | "KafkaRebalance" | AwaitedKindName | "Secret", Kind>
> = {
  Kafka: {
    apiVersion,
    kind: "Kafka",
    plural: "kafkas",
    shape: resource("Kafka", "the cluster", kafkaSpec, kafkaStatus),
    custom: {
      shortNames: ["k"],
      columns: [
        ready,
        conditionColumn("Warnings", "Warning", "Whether there are warnings"),
        { name: "Kafka version", description: "Version of Kafka that runs", jsonPath: ".status.kafkaVersion", type: "string" },
        { name: "Metadata version", description: "Version of the metadata", jsonPath: ".status.kafkaMetadataVersion", type: "string" },
      ],
    },
  },
  KafkaNodePool: {
    apiVersion,
    kind: "KafkaNodePool",
    plural: "kafkanodepools",
    shape: resource("KafkaNodePool", "the pool", kafkaNodePoolSpec, kafkaNodePoolStatus),
    custom: {
      shortNames: ["knp"],
      columns: [
        replicasColumn("nodes"),
        { name: "Roles", description: "What the nodes are", jsonPath: ".status.roles", type: "string" },
        { name: "NodeIds", description: "Ids of the nodes", jsonPath: ".status.nodeIds", type: "string" },
      ],
      scale: scaledByReplicas,
    },
  },
  KafkaTopic: {
    apiVersion,
    kind: "KafkaTopic",
    plural: "kafkatopics",
    shape: resource("KafkaTopic", "the topic", kafkaTopicSpec, kafkaTopicStatus),
    custom: {
      shortNames: ["kt"],
      columns: [
        clusterColumn("topic"),
        { name: "Partitions", description: "How many partitions are wanted", jsonPath: ".spec.partitions", type: "integer" },
        { name: "Replication factor", description: "How many replicas are wanted", jsonPath: ".spec.replicas", type: "integer" },
        ready,
      ],
    },
  },
  KafkaUser: {
    apiVersion,
    kind: "KafkaUser",
    plural: "kafkausers",
    shape: resource("KafkaUser", "the user", kafkaUserSpec, kafkaUserStatus),
    custom: {
      shortNames: ["ku"],
      columns: [
        clusterColumn("user"),
        {
          name: "Authentication",
          description: "How the user proves who it is",
          jsonPath: ".spec.authentication.type",
          type: "string",
        },
        { name: "Authorization", description: "What decides what the user may do", jsonPath: ".spec.authorization.type", type: "string" },
        ready,
      ],
    },
  },
  ...awaitedKinds,
  KafkaRebalance: {
    apiVersion,
    kind: "KafkaRebalance",
    plural: "kafkarebalances",
    shape: resource("KafkaRebalance", "the rebalance", kafkaRebalanceSpec, kafkaRebalanceStatus),
    custom: {
      shortNames: ["kr"],
      columns: [
        clusterColumn("rebalance"),
        {
          name: "Template",
          description: "Whether it is only a template for others",
          jsonPath: ".metadata.annotations.strimzi\\.io/rebalance-template",
          type: "string",
        },
        { name: "Status", description: "How far it is", jsonPath: ".status.conditions[*].type", type: "string" },
      ],
    },
  },
  Secret: {
    apiVersion: "v1",
    kind: "Secret",
    plural: "secrets",
    shape: shape("Secret", { ...identity("v1", "Secret"), ...secretFields }),
  },
};
