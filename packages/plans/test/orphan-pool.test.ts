import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KafkaNodePool } from "@millrace/resources";
import { adoptedPoolStatus, orphanPoolStatus } from "../src/kafka/orphan-pool.ts";

const pool: KafkaNodePool = {
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaNodePool",
  metadata: { name: "nodes", generation: 2, labels: { "strimzi.io/cluster": "my" } },
  spec: { replicas: 1, roles: ["broker"], storage: { type: "ephemeral" } },
};
const now = Date.UTC(2026, 0, 1);

describe("the status of a node pool without a Kafka", () => {
  it("says which Kafka is missing, and keeps what is known of its nodes", () => {
    const status = { nodeIds: [7], roles: ["broker" as const], conditions: [{ type: "Warning", status: "True", reason: "KafkaStorage" }] };
    assert.deepEqual(orphanPoolStatus({ ...pool, status }, now), {
      ...{ nodeIds: [7], roles: ["broker"], observedGeneration: 2 },
      conditions: [
        {
          ...{ type: "NotReady", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z", reason: "NoCluster" },
          message: "There is no Kafka my in this namespace that this node pool belongs to: it has no nodes",
        },
      ],
    });
  });

  it("says that the label is missing", () => {
    const { conditions } = orphanPoolStatus({ ...pool, metadata: { name: "nodes" } }, now);
    assert.match(conditions?.[0]?.message ?? "", /^The label strimzi\.io\/cluster is missing: /);
  });

  it("says it no more when there is a Kafka, and nothing else changes", () => {
    const status = { ...orphanPoolStatus(pool, now), nodeIds: [7] };
    assert.deepEqual(adoptedPoolStatus({ ...pool, status }), { nodeIds: [7], observedGeneration: 2 });
    const warned = { nodeIds: [7], conditions: [{ type: "Warning", status: "True", reason: "KafkaStorage" }] };
    assert.deepEqual(adoptedPoolStatus({ ...pool, status: warned }), warned);
  });
});
