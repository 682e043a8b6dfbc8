import { object, type Shape, shape, text } from "./field.ts";
import { objectMeta } from "./kubernetes/metadata.ts";
import { kafkaSpec, kafkaStatus } from "./strimzi/kafka.ts";
import { kafkaNodePoolSpec, kafkaNodePoolStatus } from "./strimzi/kafka-node-pool.ts";
import { kafkaTopicSpec, kafkaTopicStatus } from "./strimzi/kafka-topic.ts";

export const apiGroup = "kafka.strimzi.io";
export const apiVersion = `${apiGroup}/v1`;

/** A column that `kubectl get` prints. */
export interface PrinterColumn {
  readonly name: string;
  readonly description: string;
  readonly jsonPath: string;
  readonly type: "string" | "integer";
}

/** A kind of resource: its names for the API server and its shape. */
export interface Kind {
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly shape: Shape;
  readonly columns: readonly PrinterColumn[];
  /** Where `kubectl scale` finds the replicas, for kinds that can be scaled. */
  readonly scale?: { readonly specReplicasPath: string; readonly statusReplicasPath: string; readonly labelSelectorPath: string };
}

const resource = (kind: string, what: string, spec: Shape, status: Shape): Shape =>
  shape(
    kind,
    {
      apiVersion: text(`Version of the API: \`${apiVersion}\`.`),
      kind: text(`Kind of the resource: \`${kind}\`.`),
      metadata: object("Name, namespace, labels and annotations.", objectMeta),
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

export const kinds: Readonly<Record<"Kafka" | "KafkaNodePool" | "KafkaTopic", Kind>> = {
  Kafka: {
    kind: "Kafka",
    plural: "kafkas",
    shortNames: ["k"],
    shape: resource("Kafka", "the cluster", kafkaSpec, kafkaStatus),
    columns: [
      ready,
      conditionColumn("Warnings", "Warning", "Whether there are warnings"),
      { name: "Kafka version", description: "Version of Kafka that runs", jsonPath: ".status.kafkaVersion", type: "string" },
      { name: "Metadata version", description: "Version of the metadata", jsonPath: ".status.kafkaMetadataVersion", type: "string" },
    ],
  },
  KafkaNodePool: {
    kind: "KafkaNodePool",
    plural: "kafkanodepools",
    shortNames: ["knp"],
    shape: resource("KafkaNodePool", "the pool", kafkaNodePoolSpec, kafkaNodePoolStatus),
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
  KafkaTopic: {
    kind: "KafkaTopic",
    plural: "kafkatopics",
    shortNames: ["kt"],
    shape: resource("KafkaTopic", "the topic", kafkaTopicSpec, kafkaTopicStatus),
    columns: [
      {
        name: "Cluster",
        description: "Kafka that the topic belongs to",
        jsonPath: ".metadata.labels.strimzi\\.io/cluster",
        type: "string",
      },
      { name: "Partitions", description: "How many partitions are wanted", jsonPath: ".spec.partitions", type: "integer" },
      { name: "Replication factor", description: "How many replicas are wanted", jsonPath: ".spec.replicas", type: "integer" },
      ready,
    ],
  },
};
