import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AwaitedResource } from "@millrace/resources";
import { awaitedStatus } from "../src/awaited/status.ts";

const [first, later] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)];
const bridge: AwaitedResource = {
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaBridge",
  metadata: { name: "b", generation: 3 },
  spec: { replicas: 1, bootstrapServers: "my:9092" },
};
const paused = { ...bridge, metadata: { ...bridge.metadata, annotations: { "strimzi.io/pause-reconciliation": "true" } } };

describe("the status of a resource that nothing looks after yet", () => {
  it("says so, and what is missing", () => {
    assert.deepEqual(awaitedStatus(bridge, first), {
      conditions: [
        {
          ...{ type: "NotReady", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z", reason: "NotSupportedYet" },
          message:
            "Millrace does not serve a Kafka over HTTP (Kafka Bridge) yet: nothing comes of this KafkaBridge until a later version does",
        },
      ],
      observedGeneration: 3,
    });
  });

  it("is the same later, and keeps what somebody else has said", () => {
    const status = { ...awaitedStatus(bridge, first), url: "http://b:8080" };
    assert.deepEqual(awaitedStatus({ ...bridge, status }, later), status);
  });

  it("says that it is paused, and since when it is not any more", () => {
    const status = awaitedStatus(paused, first);
    assert.deepEqual(
      status.conditions?.map(({ type }) => type),
      ["ReconciliationPaused"],
    );
    const [again] = awaitedStatus({ ...bridge, status }, later).conditions ?? [];
    assert.deepEqual([again?.type, again?.lastTransitionTime], ["NotReady", "2026-01-02T00:00:00Z"]);
  });
});
