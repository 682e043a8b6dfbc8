import { type Field, object, type Shape, shape, text } from "./field.ts";
import { objectMeta } from "./kubernetes/metadata.ts";
import { secretFields } from "./kubernetes/secret.ts";
import { kafkaSpec, kafkaStatus } from "./strimzi/kafka.ts";
import { kafkaNodePoolSpec, kafkaNodePoolStatus } from "./strimzi/kafka-node-pool.ts";
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
}

/** What an API server has to be told about a kind that is not Kubernetes' own. */
export interface CustomKind {
  readonly shortNames: readonly string[];
  readonly columns: readonly PrinterColumn[];
  /** Where `kubectl scale` finds the replicas, for kinds that can be scaled. */
  readonly scale?: { readonly specReplicasPath: string; readonly statusReplicasPath: string; readonly labelSelectorPath: string };
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

export const kinds: Readonly<Record<"Kafka" | "KafkaNodePool" | "KafkaTopic" | "KafkaUser" | "Secret", Kind>> = {
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
        { name: "Desired replicas", description: "How many nodes are wanted", jsonPath: ".spec.replicas", type: "integer" },
        { name: "Roles", description: "What the nodes are", jsonPath: ".status.roles", type: "string" },
        { name: "NodeIds", description: "Ids of the nodes", jsonPath: ".status.nodeIds", type: "string" },
      ],
      scale: {
        specReplicasPath: ".spec.replicas",
        statusReplicasPath: ".status.replicas",
        labelSelectorPath: ".status.labelSelector",
      },
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
  Secret: {
    apiVersion: "v1",
    kind: "Secret",
    plural: "secrets",
    shape: shape("Secret", { ...identity("v1", "Secret"), ...secretFields }),
  },
};
