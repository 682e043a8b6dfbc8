import assert from "node:assert/strict";
import { test } from "node:test";
import { openAdmin } from "@millrace/client";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "./kafka-processes.ts";
import { kubectl, until } from "./on-cluster.ts";
import { bootstrapServers, nodePool } from "./small-kafka.ts";

const hibernate = "millrace.io/hibernate";

const pool = (name: string, roles: string): string => nodePool({ name, roles, replicas: 1 });
const declared = `${pool("controllers", "controller")}${pool("brokers", "broker")}
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
  entityOperator: { topicOperator: {} }
  kafka:
    config: { offsets.topic.replication.factor: 1, default.replication.factor: 1, min.insync.replicas: 1, num.network.threads: 1 }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: kept, labels: { strimzi.io/cluster: my } }
spec: { partitions: 3, replicas: 1 }
`;

const field = (cluster: Cluster, object: string, path: string): Promise<string> =>
  kubectl(cluster, `get ${object} --output jsonpath={${path}}`);
const names = async (cluster: Cluster, kind: string): Promise<string> => field(cluster, kind, ".items[*].metadata.name");

async function hibernatesAndWakes({ cluster }: KafkaProcesses): Promise<void> {
  await kubectl(cluster, "apply --filename=-", declared);
  await kubectl(cluster, "wait kafka/my kafkatopic/kept --for=condition=Ready --timeout=180s");
  const topicBefore = await field(cluster, "kafkatopic kept", ".status");
  const clusterId = await field(cluster, "kafka my", ".status.clusterId");

  await kubectl(cluster, `annotate kafka my ${hibernate}=true`);
  const seen = new Set<string>();
  await until("all pods are gone", async () => {
    const there = await names(cluster, "pods");
    seen.add(there);
    return there === "";
  });
  // A pod that goes is still there: the broker's end is waited for before the controller's begins.
  assert.ok(!seen.has("my-brokers-1") && !seen.has("my-brokers-0"), `the broker was alone: ${[...seen].join(" | ")}`);
  await kubectl(cluster, "wait kafka/my --for=condition=NotReady --timeout=30s");
  assert.match(await field(cluster, "kafka my", ".status.conditions[0].message"), /^it is stopped, its volumes are kept/);
  assert.equal((await names(cluster, "pvc")).split(" ").length, 2);
  await kubectl(cluster, "annotate kafkatopic kept somebody=looks");
  assert.equal(await field(cluster, "kafkatopic kept", ".status"), topicBefore, "topics wait as they are");

  await kubectl(cluster, `annotate kafka my ${hibernate}-`);
  await kubectl(cluster, "wait kafka/my --for=condition=Ready --timeout=180s");
  assert.equal(await field(cluster, "kafka my", ".status.clusterId"), clusterId);
  const admin = openAdmin({ bootstrapServers });
  try {
    const [topic] = await admin.listTopics();
    assert.deepEqual([topic?.name, topic?.partitions.length], ["kept", 3]);
  } finally {
    await admin.close();
  }
  await kubectl(cluster, 'patch kafkatopic kept --type=merge --patch {"spec":{"partitions":4}}');
  await kubectl(cluster, "wait kafkatopic/kept --for=jsonpath={.status.observedGeneration}=2 --timeout=60s");
}

test("a Kafka hibernates with its volumes kept, and comes back as it was", (t) => onKafkaProcesses(t, hibernatesAndWakes));
