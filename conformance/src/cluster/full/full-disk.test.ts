import assert from "node:assert/strict";
import { test } from "node:test";
import { Producer } from "@millrace/client";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { bootstrapServers, endsOf, minutes, nodePool, withAdmin } from "../test/small-kafka.ts";

const topic = { name: "much", partitionCount: 3, replicationFactor: 3 };
const recordBytes = 100_000;
/** More than the small volume holds, and less than what others have. */
const records = 1_200;

const pools = (smallSize: string): string =>
  [
    nodePool({ name: "large", roles: "controller, broker", replicas: 2 }),
    nodePool({
      ...{ name: "small", roles: "controller, broker", replicas: 1 },
      storage: `{ type: persistent-claim, size: ${smallSize}, class: bounded }`,
    }),
  ].join("");

const declared = (smallSize: string, config = ""): string => `${pools(smallSize)}
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
  kafka:
    config: { offsets.topic.replication.factor: 3, default.replication.factor: 3, min.insync.replicas: 2, ${config} }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
`;

/** Writes so many records of which each was acknowledged by all that are in sync. */
async function fill(count: number): Promise<void> {
  const producer = new Producer({ bootstrapServers, acks: "all" });
  const value = Buffer.alloc(recordBytes, "much");
  try {
    for (let sent = 0; sent < count; sent += 20)
      await Promise.all(Array.from({ length: Math.min(20, count - sent) }, () => producer.send({ topic: topic.name, value })));
  } finally {
    await producer.close();
  }
}

const inSync = (): Promise<readonly number[]> =>
  withAdmin(
    async (admin) => (await admin.listTopics()).find(({ name }) => name === topic.name)?.partitions.map(({ isr }) => isr.length) ?? [],
  );

async function diskIsFull({ cluster, kubelet }: KafkaProcesses): Promise<void> {
  const field = (object: string, path: string) => kubectl(cluster, `get ${object} --output jsonpath={${path}}`);
  const others = async () => [await field("pod my-large-0", ".metadata.uid"), await field("pod my-large-1", ".metadata.uid")];
  const logged = () => kubelet.homeOf("my-small-2");
  await kubectl(cluster, "apply --filename=-", declared("64Mi"));
  await kubectl(cluster, "wait kafka/my --for=condition=Ready --timeout=240s");
  await withAdmin((admin) => admin.createTopics([topic]));
  const before = await others();
  await fill(records);
  assert.ok(logged() !== undefined);
  await until("the broker whose disk is full has left", async () => (await inSync()).every((count) => count === 2), minutes(2));
  await kubectl(cluster, "apply --filename=-", declared("64Mi", "queued.max.requests: 400"));
  const saysWhy = async () => /my-small-2/.test(await field("kafka my", ".status.conditions"));
  await until("the Kafka says which pod it waits for", saysWhy, minutes(5));
  await fill(20);
  assert.deepEqual(await others(), before, "nobody else is restarted while one is away whose replicas are needed");
  await kubectl(cluster, "apply --filename=-", declared("1Gi", "queued.max.requests: 400"));
  await until("all replicas are in sync again", async () => (await inSync()).every((count) => count === 3), minutes(5));
  await kubectl(cluster, "wait kafka/my --for=condition=Ready --timeout=300s");
  assert.equal(await withAdmin((admin) => endsOf(admin, topic)), records + 20);
}

test("a broker whose disk is full is waited for, and comes back once its volume has grown; nothing is lost", (t) =>
  onKafkaProcesses(t, diskIsFull));
