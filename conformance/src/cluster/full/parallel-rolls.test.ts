import assert from "node:assert/strict";
import { test } from "node:test";
import { openAdmin } from "@millrace/client";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { bootstrapServers, minutes, nodePool } from "../test/small-kafka.ts";

const pools = `${nodePool({ name: "brokers", roles: "broker", replicas: 4 })}${nodePool({ name: "controllers", roles: "controller", replicas: 1 })}`;
const kafka = (requests: number): string => `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my, annotations: { millrace.io/max-parallel-restarts: "4" } }
spec:
  kafka:
    config: { offsets.topic.replication.factor: 1, default.replication.factor: 1, min.insync.replicas: 1, queued.max.requests: ${requests} }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
`;

const declare = (cluster: Cluster, requests: number) => kubectl(cluster, "apply --filename=-", `${pools}${kafka(requests)}`);

async function isReady(cluster: Cluster): Promise<boolean> {
  const { metadata, status } = JSON.parse(await kubectl(cluster, "get kafka my --output json"));
  return metadata.generation === status?.observedGeneration && status.conditions.some(({ type }: { type: string }) => type === "Ready");
}

/** Pods of brokers that came about in the order of their times, those of one second together. */
async function made(cluster: Cluster): Promise<readonly string[]> {
  const events = JSON.parse(await kubectl(cluster, "get events --field-selector reason=ConfigChangeRequiresRestart --output json"));
  const items = events.items as readonly {
    message: string;
    eventTime: string | null;
    firstTimestamp: string | null;
    metadata: { creationTimestamp: string };
  }[];
  const bySecond = Map.groupBy(
    items,
    ({ eventTime, firstTimestamp, metadata }) => eventTime?.slice(0, 19) ?? firstTimestamp ?? metadata.creationTimestamp,
  );
  return [...bySecond]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, all]) =>
      all
        .map(({ message }) => /my-\w+-(\d)/.exec(message)?.[1] ?? "")
        .sort()
        .join("+"),
    );
}

async function rollsTogether({ cluster }: KafkaProcesses): Promise<void> {
  await declare(cluster, 500);
  await until("the Kafka is ready", () => isReady(cluster), minutes(4));
  const admin = openAdmin({ bootstrapServers, operationTimeoutMs: 20_000 });
  try {
    const configs = { "min.insync.replicas": "2" };
    await admin.createTopics([{ name: "orders", assignments: [[0, 1, 2]], configs }]);
    await declare(cluster, 400);
    await until("the change is brought about", () => isReady(cluster), minutes(8));
    assert.deepEqual(await made(cluster), ["4", "0+3", "1", "2"], "those that share no partition go together");
    const [described] = await admin.describeTopics(["orders"]);
    assert.deepEqual(described?.topic?.partitions[0]?.isr.toSorted(), [0, 1, 2]);
  } finally {
    await admin.close();
  }
}

test("several brokers are restarted at a time where no partition falls below min.insync.replicas by it", (t) =>
  onKafkaProcesses(t, rollsTogether));
