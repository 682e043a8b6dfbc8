import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLogger } from "@millrace/kit";
import type { KubeObject, Stored } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { Roll, type RollOptions } from "../../src/cluster/roll.ts";
import type { KafkaCluster } from "../../src/model/cluster.ts";

const stored = { uid: "1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z", namespace: "n" };
const ids = [0, 1, 2, 3, 4, 5];
const nameOf = (id: number): string => `my-brokers-${id}`;
const podOf = (id: number, revision: string): Stored<KubeObject> =>
  ({
    ...{ apiVersion: "v1", kind: "Pod", status: { conditions: [{ type: "Ready", status: "True" }] } },
    metadata: { ...stored, uid: `uid-${id}`, name: nameOf(id), annotations: { "strimzi.io/revision": revision } },
  }) as Stored<KubeObject>;
const kafka = (annotations: Record<string, string>): Stored<Kafka> => ({
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "Kafka" },
  metadata: { ...stored, name: "my", annotations },
  spec: { kafka: { listeners: [] } },
});
const cluster = {
  ...{ name: "my", namespace: "n", clusterId: "c" },
  nodes: ids.map((id) => ({ id, podName: nameOf(id), pool: "brokers", isBroker: true, isController: false })),
} as unknown as KafkaCluster;

/** Takes a step where all pods are of an old revision but those that are named. */
async function advanced(annotations: Record<string, string>, current: readonly number[] = []) {
  const deleted: string[] = [];
  const podSet = { metadata: { ...stored, name: "my-brokers" }, spec: { pods: ids.map((id) => podOf(id, "new")) } };
  const pods = ids.map((id) => podOf(id, current.includes(id) ? "new" : "old"));
  const admin = {
    describeCluster: async () => ({ clusterId: "c", brokers: ids.map((id) => ({ id, rack: "abc"[id % 3] })) }),
    describeMetadataQuorum: async () => undefined,
    listTopics: async () => [{ name: "t", partitions: [{ partition: 0, leaderId: 0, replicas: [0, 1, 2], isr: [0, 1, 2] }] }],
    describeConfigs: async () => [{ name: "t", entries: [{ value: "2" }] }],
  };
  const roll = new Roll({
    client: { delete: async (_: unknown, { name }: { name: string }, { uid }: { uid: string }) => void deleted.push(`${name} ${uid}`) },
    pods: { podSets: { cache: { by: () => [podSet] } }, pods: { cache: { by: () => pods } } },
    links: { of: () => ({ admin, isUp: true, trouble: undefined }) },
    access: { addressOf: () => ({ bootstrapServers: "" }) },
    logger: silentLogger,
  } as unknown as RollOptions);
  return { ...(await roll.advance(kafka(annotations), cluster, AbortSignal.timeout(5_000))), deleted };
}

test("one pod is deleted at a time, with an Event for it, and how far the roll is", async () => {
  const { deleted, done, rolling } = await advanced({}, [0]);
  assert.deepEqual(deleted, ["my-brokers-1 uid-1"]);
  assert.deepEqual(done, [
    { type: "Normal", reason: "PodHasOldRevision", message: "Pod my-brokers-1 is restarted: its pod is not as it is declared now" },
  ]);
  assert.match(
    rolling ?? "",
    /^1 of 6 pods are as declared; next: restart my-brokers-1 \(PodHasOldRevision\), then .*, then 2 more steps$/,
  );
});

test("as many of a rack are deleted together as the Kafka says", async () => {
  const { deleted, done, rolling } = await advanced({ "millrace.io/max-parallel-restarts": "2" });
  assert.deepEqual(deleted, ["my-brokers-0 uid-0", "my-brokers-3 uid-3"]);
  assert.equal(done.length, 2);
  assert.match(rolling ?? "", /next: restart my-brokers-0 with my-brokers-3 .*, then restart my-brokers-1 with my-brokers-4/);
});

test("nothing is deleted, and nothing told of a roll, where all pods are as declared", async () => {
  const { deleted, step, rolling } = await advanced({}, ids);
  assert.deepEqual([deleted, step, rolling], [[], { type: "done" }, undefined]);
});
