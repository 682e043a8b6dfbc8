import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Kafka, KafkaStatus } from "@millrace/resources";
import { type KafkaResult, kafkaStatus } from "../src/kafka/status.ts";

const kafka = (status?: KafkaStatus): Kafka => ({
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "Kafka", metadata: { name: "my", generation: 2 } },
  spec: { kafka: { listeners: [] } },
  ...(status === undefined ? {} : { status }),
});
const waiting: KafkaResult = { type: "waiting", reason: "Creating", message: "pod my-node-0 is not ready", state: undefined };
const at = { version: "1", now: Date.parse("2026-01-01T00:00:00Z") };

describe("the status of a Kafka that is brought about", () => {
  it("says what is waited for while it was never ready", () => {
    const { conditions, observedGeneration } = kafkaStatus(kafka(), waiting, at);
    assert.deepEqual(
      conditions?.map(({ type, reason }) => `${type} ${reason}`),
      ["NotReady Creating"],
    );
    assert.equal(observedGeneration, 2);
  });

  it("stays ready while it is changed, of the generation that it was ready as", () => {
    const conditions = [{ type: "Ready", status: "True", lastTransitionTime: "2025-12-31T00:00:00Z" }] as const;
    const status = kafkaStatus(kafka({ conditions: [...conditions], observedGeneration: 1 }), waiting, at);
    assert.deepEqual([status.conditions, status.observedGeneration], [conditions, 1]);
  });

  it("is not ready while it hibernates, though it was", () => {
    const conditions = [{ type: "Ready", status: "True", lastTransitionTime: "2025-12-31T00:00:00Z" }];
    const hibernating: KafkaResult = { type: "hibernating", reason: "Hibernating", message: "it is stopped", state: undefined };
    const status = kafkaStatus(kafka({ conditions, observedGeneration: 1 }), hibernating, at);
    assert.deepEqual(
      status.conditions?.map(({ type, reason }) => `${type} ${reason}`),
      ["NotReady Hibernating"],
    );
    assert.equal(status.observedGeneration, 2);
  });

  it("tells how far a roll is while it goes on, whether the Kafka was ready or not, and since when", () => {
    const rolling = { ...waiting, rolling: "1 of 3 pods are as declared" };
    const first = kafkaStatus(kafka({ conditions: [{ type: "Ready", status: "True" }], observedGeneration: 1 }), rolling, at);
    const { lastTransitionTime, ...told } = first.conditions?.[1] ?? {};
    assert.deepEqual(told, { type: "Rolling", status: "True", reason: "RollingUpdate", message: rolling.rolling });
    const later = { ...at, now: at.now + 60_000 };
    const second = kafkaStatus(kafka(first), { ...rolling, rolling: "2 of 3 pods are as declared" }, later);
    assert.deepEqual(
      second.conditions?.map(({ type, message, lastTransitionTime: since }) => [type, message, since === lastTransitionTime]),
      [
        ["Ready", undefined, false],
        ["Rolling", "2 of 3 pods are as declared", true],
      ],
    );
    assert.deepEqual(
      kafkaStatus(kafka(second), waiting, later).conditions?.map(({ type }) => type),
      ["Ready"],
    );
    const failed = { ...rolling, type: "failed" } as const;
    assert.deepEqual(
      kafkaStatus(kafka(second), failed, later).conditions?.map(({ type }) => type),
      ["NotReady", "Rolling"],
    );
  });

  it("is ready no more when the change has failed", () => {
    const before: KafkaStatus = { conditions: [{ type: "Ready", status: "True" }], observedGeneration: 1 };
    const failed: KafkaResult = { type: "failed", reason: "TimeoutException", message: "Exceeded timeout", state: undefined };
    const { conditions, observedGeneration } = kafkaStatus(kafka(before), failed, at);
    assert.deepEqual([conditions?.map(({ type }) => type), observedGeneration], [["NotReady"], 2]);
  });
});
