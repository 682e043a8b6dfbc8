import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KafkaTopic, KafkaTopicStatus } from "@millrace/resources";
import { configWarnings, type TopicResult, topicStatus } from "../src/topics/status.ts";

const t1 = "2026-01-01T00:00:01Z";
const t2 = "2026-01-01T00:00:02Z";
const topic = (status?: KafkaTopicStatus): KafkaTopic => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaTopic",
  metadata: { name: "orders", generation: 4 },
  spec: { topicName: "Orders" },
  ...(status === undefined ? {} : { status }),
});
const written = (result: TopicResult, before?: KafkaTopicStatus, at = t2) => topicStatus(topic(before), result, Date.parse(at));
const warning = { reason: "SingleNode", message: "one" };
const ready = (warnings = [warning]): TopicResult => ({ type: "ready", topicId: "id", warnings });
const readyAt = (time: string) => ({ type: "Ready", status: "True", lastTransitionTime: time });
const failed: TopicResult = { type: "failed", reason: "KafkaError", message: "no", topicId: "id" };
const names = { topicName: "Orders", topicId: "id" };

describe("the status of a KafkaTopic", () => {
  it("is that of Strimzi's Topic Operator", () => {
    const observedGeneration = 4;
    const condition = (type: string) => ({ type, status: "True", lastTransitionTime: t2 });
    const failure = { type: "Ready", status: "False", lastTransitionTime: t2, reason: "KafkaError", message: "no" };
    const conditions = [condition("Ready"), { ...condition("Warning"), ...warning }];
    assert.deepEqual(written(ready()), { ...names, observedGeneration, conditions });
    assert.deepEqual(written({ type: "unmanaged" }), { observedGeneration, conditions: [condition("Unmanaged")] });
    assert.deepEqual(written({ type: "paused" }), {
      topicName: "Orders",
      observedGeneration,
      conditions: [condition("ReconciliationPaused")],
    });
    assert.deepEqual(written(failed), { ...names, observedGeneration, conditions: [failure] });
    assert.deepEqual(written({ ...failed, topicId: undefined }), { topicName: "Orders", observedGeneration, conditions: [failure] });
    assert.deepEqual(written({ ...failed, type: "left" }), { observedGeneration, conditions: [failure] });
  });

  it("keeps the name that the topic has when another is declared", () => {
    assert.equal(written(failed, { topicName: "before" }).topicName, "before");
  });

  it("keeps the time since when a condition holds", () => {
    const first = written(ready(), undefined, t1);
    assert.deepEqual(written(ready(), first), first);
    const other = written(ready([warning, { reason: "Other", message: "two" }]), first);
    assert.deepEqual(
      other.conditions?.map(({ lastTransitionTime }) => lastTransitionTime),
      [t1, t1, t2],
    );
    assert.equal(written(failed, first).conditions?.[0]?.lastTransitionTime, t2);
    const still = written({ ...failed, message: "still not" }, written(failed, first, t1));
    assert.deepEqual(still.conditions?.[0], { ...readyAt(t1), status: "False", reason: "KafkaError", message: "still not" });
  });
});

it("settings that get in the way of others are told", () => {
  const config = { "leader.replication.throttled.replicas": "*", "retention.ms": "1" };
  assert.deepEqual(configWarnings({ name: "a", partitions: 1, replicationFactor: 1, config }), [
    { reason: "InvalidConfig", message: "Property leader.replication.throttled.replicas may conflict with throttled rebalances" },
  ]);
});
