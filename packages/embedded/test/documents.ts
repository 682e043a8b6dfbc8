/** The text of a platform: a Kafka with one node pool, and topics as given by name. */
export interface TopicText {
  readonly partitions?: number;
  readonly config?: Readonly<Record<string, string | number>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const label = { "strimzi.io/cluster": "test" };
const apiVersion = "kafka.strimzi.io/v1";

export function platformText(
  topics: Readonly<Record<string, TopicText>>,
  {
    config = {},
    storage = "persistent-claim",
    replicas = 1,
    metrics = {},
    kafkaExporter,
    listeners = [],
  }: {
    config?: Readonly<Record<string, string | number>>;
    storage?: string;
    replicas?: number;
    metrics?: object;
    kafkaExporter?: object | undefined;
    /** Beside the one without TLS and authentication. */
    listeners?: readonly object[];
  } = {},
): string {
  const kafka = {
    apiVersion,
    kind: "Kafka",
    metadata: { name: "test" },
    spec: {
      kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }, ...listeners], config, ...metrics },
      ...(kafkaExporter === undefined ? {} : { kafkaExporter }),
      entityOperator: { topicOperator: {} },
    },
  };
  const pool = {
    apiVersion,
    kind: "KafkaNodePool",
    metadata: { name: "node", labels: label },
    spec: {
      replicas,
      roles: ["controller", "broker"],
      storage: storage === "ephemeral" ? { type: storage } : { type: storage, size: "1Gi" },
    },
  };
  const declared = Object.entries(topics).map(([name, { partitions = 1, config: topicConfig = {}, annotations = {} }]) => ({
    apiVersion,
    kind: "KafkaTopic",
    metadata: { name, labels: label, annotations },
    spec: { partitions, config: topicConfig },
  }));
  return [kafka, pool, ...declared].map((document) => JSON.stringify(document)).join("\n---\n");
}
