import assert from "node:assert/strict";
import { it } from "node:test";
import type { Stored } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { kafkaBefore } from "../../src/canary-rolls/upgrade-turns.ts";

const kafka = (name: string, status: Kafka["status"] = {}, annotations = {}): Stored<Kafka> => ({
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "Kafka", spec: { kafka: { listeners: [] } } },
  metadata: { name, namespace: "n", generation: 2, uid: name, resourceVersion: "1", creationTimestamp: "", annotations },
  status: { observedGeneration: 2, operatorLastSuccessfulVersion: "1", conditions: [{ type: "Ready", status: "True" }], ...status },
});
const notReady = (reason: string): Kafka["status"] => ({ conditions: [{ type: "NotReady", status: "True", reason }] });
const before = (one: Stored<Kafka>, ...others: readonly Stored<Kafka>[]): string | undefined =>
  kafkaBefore(one, [one, ...others], "2")?.metadata.name;

it("after an upgrade of the operator one Kafka is rolled after the other, by their names", () => {
  const [a, b, c] = [kafka("a"), kafka("b"), kafka("c")];
  assert.deepEqual([before(a, b, c), before(b, a, c), before(c, a, b)], [undefined, "a", "a"]);
  const done = kafka("a", { operatorLastSuccessfulVersion: "2" });
  assert.deepEqual([before(b, done, c), before(c, done, b)], [undefined, "b"]);
});

it("one whose roll has stopped keeps its turn; one that was not well, is paused or goes has none", () => {
  for (const reason of ["CanaryFailed", "FatalProblem", "TimeoutException"])
    assert.equal(before(kafka("b"), kafka("a", notReady(reason))), "a");
  assert.equal(before(kafka("b"), kafka("a", notReady("InvalidResourceException"))), undefined);
  assert.equal(before(kafka("b"), kafka("a", {}, { "strimzi.io/pause-reconciliation": "true" })), undefined);
});

it("one that is declared otherwise, or was never brought about, waits for nobody, and nobody for it", () => {
  for (const status of [{ observedGeneration: 1 }, { operatorLastSuccessfulVersion: "2" }]) {
    assert.equal(before(kafka("b", status), kafka("a")), undefined);
    assert.equal(before(kafka("b"), kafka("a", status)), undefined);
  }
});
