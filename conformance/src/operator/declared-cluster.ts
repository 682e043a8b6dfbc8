import { MillraceError } from "@millrace/kit";
import { type KafkaCluster, kafkaCluster, nobodyHeld } from "@millrace/operator";
import { kafkaMetricsConfig, kafkaMetricsKey } from "@millrace/operator/monitoring";
import type { Kafka, KafkaNodePool } from "@millrace/resources";
import { settings } from "../../../packages/operator/test/model/declared.ts";

const namespace = "tests";
const metadata = { namespace, labels: { "strimzi.io/cluster": "trial" } };

const pool = (name: string, roles: KafkaNodePool["spec"]["roles"], replicas: number): KafkaNodePool => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaNodePool",
  metadata: { ...metadata, name, uid: name },
  spec: {
    replicas,
    roles,
    storage: {
      type: "jbod",
      volumes: [
        { id: 0, type: "persistent-claim", size: "1Gi" },
        { id: 1, type: "ephemeral" },
      ],
    },
  },
});

const kafka: Kafka = {
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata: { ...metadata, name: "trial", uid: "trial" },
  spec: {
    kafka: {
      listeners: [
        { name: "plain", port: 9092, type: "internal", tls: false },
        { name: "scram", port: 9093, type: "internal", tls: true, authentication: { type: "scram-sha-512" } },
        {
          name: "mutual",
          port: 9094,
          type: "internal",
          tls: true,
          authentication: { type: "tls" },
          configuration: { maxConnections: 100 },
        },
      ],
      authorization: { type: "simple", superUsers: ["ANONYMOUS"] },
      rack: { type: "environment-variable", envVarName: "RACK" },
      metricsConfig: { type: "jmxPrometheusExporter", valueFrom: { configMapKeyRef: kafkaMetricsKey } },
      logging: { type: "inline", loggers: { "rootLogger.level": "INFO" } },
      config: {
        "default.replication.factor": 2,
        "min.insync.replicas": 1,
        "offsets.topic.replication.factor": 2,
        "num.network.threads": 1,
        "listener.name.plain-9092.max.connections": 50,
      },
    },
  },
};

/** The ConfigMap that Kafka's metrics are told by. JSON is YAML. */
export const trialTexts: ReadonlyMap<string, string> = new Map([
  [`${kafkaMetricsKey.name}/${kafkaMetricsKey.key}`, JSON.stringify(kafkaMetricsConfig)],
]);

/** Nodes of all roles: one that is both, one that only serves, and two that only vote. */
const poolsOfAllRoles = [pool("both", ["controller", "broker"], 1), pool("broker", ["broker"], 1), pool("controller", ["controller"], 2)];
export const twoBrokers = [pool("both", ["controller", "broker"], 1), pool("broker", ["broker"], 1)];
export const threeOfBothRoles = [pool("both", ["controller", "broker"], 3)];
export const fourBrokers = [pool("both", ["controller", "broker"], 1), pool("broker", ["broker"], 3)];

/** What `changes` says, and the rest as it is at first. */
export const trialKafka = (changes: Partial<Kafka["spec"]["kafka"]> = {}, more: Partial<Kafka["spec"]> = {}): Kafka => ({
  ...kafka,
  spec: { ...more, kafka: { ...kafka.spec.kafka, ...changes } },
});

export function trialCluster(clusterId: string, declared: Kafka, nodePools: readonly KafkaNodePool[] = poolsOfAllRoles): KafkaCluster {
  const facts = { clusterId, metadataVersion: undefined, storage: new Map(), initialControllers: undefined, held: nobodyHeld };
  const result = kafkaCluster({ kafka: declared, nodePools }, facts, settings);
  if (result.type === "refused") throw new MillraceError("CONFIG_INVALID", JSON.stringify(result.problems));
  return result.cluster;
}
