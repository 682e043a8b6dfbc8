import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@millrace/kit";
import type { TopicMetadata } from "../src/cluster/metadata.ts";
import { StickyPartition } from "../src/producer/partitioner.ts";

function topicLedBy(leaders: readonly number[]): TopicMetadata {
  const partitions = leaders.map((leaderId, partition) => ({
    partition,
    leaderId,
    leaderEpoch: 0,
    replicas: [],
    isr: [],
    offlineReplicas: [],
  }));
  return { name: "t", topicId: "AAAAAAAAAAAAAAAAAAAAAQ", isInternal: false, partitions };
}

test("records without a key stay with a partition until enough bytes have gone there", () => {
  const sticky = new StickyPartition(seededRandom(1), 100);
  const topic = topicLedBy([1, 1, 1, 1, 1, 1, 1, 1]);
  const chosen = Array.from({ length: 400 }, () => sticky.next(topic, 10));
  for (let run = 0; run < 40; run++) assert.equal(new Set(chosen.slice(run * 10, run * 10 + 10)).size, 1, `run ${run}`);
  assert.ok(new Set(chosen).size > 4, "runs go to different partitions");
});

test("over time records without a key even out", () => {
  const sticky = new StickyPartition(seededRandom(7), 10);
  const topic = topicLedBy([1, 1, 1, 1]);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 8_000; i++) {
    const partition = sticky.next(topic, 10);
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  for (const count of counts) assert.ok(count > 1_700 && count < 2_300, counts.join());
});

test("partitions without a leader are passed over, unless none has one", () => {
  const sticky = new StickyPartition(seededRandom(3), 1);
  const chosen = new Set(Array.from({ length: 100 }, () => sticky.next(topicLedBy([-1, 5, -1, 5]), 1)));
  assert.deepEqual([...chosen].sort(), [1, 3]);
  assert.ok(new StickyPartition(seededRandom(3), 1).next(topicLedBy([-1, -1]), 1) < 2);
});
