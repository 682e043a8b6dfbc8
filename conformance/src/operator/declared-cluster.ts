import { MillraceError } from "@millrace/kit";
import { type DesiredObject, type KafkaCluster, kafkaCluster, nodeObjects } from "@millrace/operator";
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

export interface TrialCluster {
  readonly cluster: KafkaCluster;
  readonly objects: readonly DesiredObject[];
}

/** A Kafka with nodes of all roles: one that is both, one that only serves, and two that only vote. `changes` differ from what it is at first. */
export function trialCluster(clusterId: string, changes: Partial<Kafka["spec"]["kafka"]> = {}): TrialCluster {
  const nodePools = [pool("both", ["controller", "broker"], 1), pool("broker", ["broker"], 1), pool("controller", ["controller"], 2)];
  const facts = { clusterId, metadataVersion: undefined, storage: new Map(), initialControllers: undefined, held: new Set<number>() };
  const changed = { ...kafka, spec: { kafka: { ...kafka.spec.kafka, ...changes } } };
  const result = kafkaCluster({ kafka: changed, nodePools }, facts, settings);
  if (result.type === "refused") throw new MillraceError("CONFIG_INVALID", JSON.stringify(result.problems));
  const certificates = {
    ...{ clusterCaCertGeneration: 0, clusterCaKeyGeneration: 0, clientsCaCertGeneration: 0 },
    trustedKeys: { clusterCa: [], clientsCa: [] },
    ...{ serverCertHashes: new Map<string, string>(), listenerCertThumbprints: new Map<string, string>() },
  };
  return { cluster: result.cluster, objects: nodeObjects(result.cluster, { addresses: new Map(), texts: new Map(), certificates }) };
}
