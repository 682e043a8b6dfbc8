import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import { heldBy, heldDirectories } from "../../src/cluster/judged-cluster.ts";

const partition = (topic: string, ...replicas: number[]) => ({
  topic,
  partition: 0,
  replicas,
  inSyncReplicas: replicas,
  minInSyncReplicas: 1,
});

test("voters and replicas hold nodes; the canary's topic, which is everywhere, holds none", () => {
  const quorum = { leaderId: 0, lagMs: new Map([[0, 0]]), fetchTimeoutMs: 2000 };
  const held = heldBy(quorum, [partition("orders", 1, 2), partition("__strimzi_canary", 2, 3), partition("__consumer_offsets", 4)]);
  assert.deepEqual(held, { replicas: new Set([1, 2, 4]), voters: new Set([0]), directories: new Set() });
});

test("log directories that are to go are held by replicas, and by what nobody knows; one that is not there yet holds nothing", async () => {
  const going = [0, 1, 2, 3].map((brokerId) => ({ brokerId, path: "/d1" }));
  const replica = (topic: string) => ({ topic, partition: 0, sizeBytes: 1, offsetLag: 0, isFuture: false });
  const described = (brokerId: number, path: string, ...topics: string[]) => ({
    ...{ brokerId, path, totalBytes: -1, usableBytes: -1, isCordoned: false, error: errors.NONE, errorMessage: null },
    replicas: topics.map(replica),
  });
  const directories = [
    described(0, "/d1", "orders"),
    described(1, "/d1", "__strimzi_canary"),
    described(2, "/d0", "orders"),
    { ...described(3, "/d1"), error: errors.KAFKA_STORAGE_ERROR },
  ];
  const held = await heldDirectories({ describeLogDirs: async () => directories }, going);
  assert.deepEqual([...held], ["0:/d1", "3:/d1"]);
  const unknown = await heldDirectories({ describeLogDirs: () => Promise.reject(new Error("nobody answers")) }, going);
  assert.equal(unknown.size, 4);
});
