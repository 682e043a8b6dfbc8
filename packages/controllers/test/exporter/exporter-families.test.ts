import assert from "node:assert/strict";
import { test } from "node:test";
import { exporterFamilies } from "../../src/exporter/exporter-families.ts";
import type { KafkaView } from "../../src/exporter/kafka-view.ts";

const view: KafkaView = {
  brokers: [
    { id: 0, address: "a:9092" },
    { id: 4, address: "b:9092" },
  ],
  topics: new Map([
    [
      "t",
      [
        { partition: 0, leaderId: 0, replicas: [0, 4], isr: [0, 4], startOffset: 3, endOffset: 10 },
        { partition: 1, leaderId: 0, replicas: [4, 0], isr: [0], startOffset: 0, endOffset: 5 },
        { partition: 2, leaderId: -1, replicas: [4], isr: [4], startOffset: undefined, endOffset: undefined },
      ],
    ],
  ]),
  groups: [
    {
      groupId: "g",
      members: 2,
      committed: new Map([
        [
          "t",
          new Map([
            [0, 4],
            [2, 7],
          ]),
        ],
        ["gone", new Map([[0, 1]])],
      ]),
    },
  ],
};

/** Values of one metric by what tells its samples apart. */
function told(name: string): Record<string, number> {
  const family = exporterFamilies(view, { namespace: "n" }).find((each) => each.name === `kafka_${name}`);
  assert.ok(family, name);
  assert.equal(family.type, "gauge");
  return Object.fromEntries(
    family.samples.map(({ labels: { namespace, topic: _, ...labels }, value }) => {
      assert.equal(namespace, "n");
      return [Object.values(labels).join(), value];
    }),
  );
}

test("partitions are told with who leads and follows", () => {
  assert.deepEqual(told("topic_partition_leader"), { 0: 0, 1: 0, 2: -1 });
  assert.deepEqual(told("topic_partition_leader_is_preferred"), { 0: 1, 1: 0, 2: 0 });
  assert.deepEqual(told("topic_partition_under_replicated_partition"), { 0: 0, 1: 1, 2: 0 });
  assert.deepEqual(told("topic_partition_in_sync_replica"), { 0: 2, 1: 1, 2: 1 });
  assert.deepEqual(told("topic_partition_replicas"), { 0: 2, 1: 2, 2: 1 });
  assert.deepEqual(told("topic_partitions"), { "": 3 });
});

test("offsets are told where somebody leads", () => {
  assert.deepEqual(told("topic_partition_current_offset"), { 0: 10, 1: 5 });
  assert.deepEqual(told("topic_partition_oldest_offset"), { 0: 3, 1: 0 });
});

test("lag is told of all partitions of a topic that a group has committed of, and of topics that are there", () => {
  assert.deepEqual(told("consumergroup_current_offset"), { "g,0": 4, "g,1": -1, "g,2": 7 });
  assert.deepEqual(told("consumergroup_lag"), { "g,0": 6, "g,1": -1 });
  assert.deepEqual(told("consumergroup_lag_sum"), { g: 6 });
  assert.deepEqual(told("consumergroup_members"), { g: 2 });
});

test("brokers are told with their addresses", () => {
  assert.deepEqual(told("brokers"), { "": 2 });
  assert.deepEqual(told("broker_info"), { "0,a:9092": 1, "4,b:9092": 1 });
});
