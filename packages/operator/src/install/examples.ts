import { apiVersion, clusterLabel } from "@millrace/resources";

const cluster = { [clusterLabel]: "my-cluster" };

/** One resource of each kind, to begin with. Together they are a Kafka of three nodes with a topic and a user. */
export const examples = [
  {
    apiVersion,
    kind: "KafkaNodePool",
    metadata: { name: "nodes", labels: cluster },
    spec: { replicas: 3, roles: ["controller", "broker"], storage: { type: "persistent-claim", size: "10Gi" } },
  },
  {
    apiVersion,
    kind: "Kafka",
    metadata: { name: "my-cluster" },
    spec: {
      kafka: {
        listeners: [{ name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "scram-sha-512" } }],
        authorization: { type: "simple" },
      },
      entityOperator: { topicOperator: {}, userOperator: {} },
    },
  },
  {
    apiVersion,
    kind: "KafkaTopic",
    metadata: { name: "my-topic", labels: cluster },
    spec: { partitions: 3, replicas: 3, config: { "min.insync.replicas": "2" } },
  },
  {
    apiVersion,
    kind: "KafkaUser",
    metadata: { name: "my-user", labels: cluster },
    spec: {
      authentication: { type: "scram-sha-512" },
      authorization: {
        type: "simple",
        acls: [{ resource: { type: "topic", name: "my-topic", patternType: "literal" }, operations: ["Read", "Write", "Describe"] }],
      },
    },
  },
];
