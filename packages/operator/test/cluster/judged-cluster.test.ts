import assert from "node:assert/strict";
import { test } from "node:test";
import { heldBy } from "../../src/cluster/judged-cluster.ts";

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
  assert.deepEqual(held, { replicas: new Set([1, 2, 4]), voters: new Set([0]) });
});
