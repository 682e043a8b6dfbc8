import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planLines, planSummary, type RollState, rollPlan } from "../../src/rolls/index.ts";
import { controller, due, node, partition, quorum, state } from "./states.ts";

const stepsOf = (of: RollState): readonly string[] =>
  rollPlan(of).steps.map((step) => (step.type === "wait" ? `wait ${step.why}` : step.nodes.map(({ podName }) => podName).join("+")));

describe("the plan of a roll", () => {
  it("has all steps in their order, each node once", () => {
    const all = [node(0, due), node(1, due), node(2), controller(10, due), controller(11, due), controller(12)];
    assert.deepEqual(stepsOf(state(all, { partitions: [partition([0, 1, 2])] })), ["my-11", "my-10", "my-0", "my-1"]);
  });

  it("has several brokers in a step where that is allowed", () => {
    const all = [0, 1, 2, 3].map((id) => node(id, { ...due, rack: "ab"[id % 2] }));
    assert.deepEqual(stepsOf(state(all, { maxParallelRestarts: 2 })), ["my-0+my-2", "my-1+my-3"]);
  });

  it("says what is waited for, and goes on as if it had come about", () => {
    assert.deepEqual(stepsOf(state([node(0, { state: "recovering" }), node(1, due)])), ["wait pod my-0 recovers its logs", "my-1"]);
    assert.deepEqual(stepsOf(state([node(0, due), node(1), node(2)], { partitions: [partition([0, 1, 2], [0, 1])] })), [
      "wait pod my-0 can't be restarted now: without it orders-0 would have fewer replicas in sync than min.insync.replicas",
      "my-0",
    ]);
    const behind = { quorum: quorum(10, { 10: 0, 11: 0, 12: undefined }) };
    assert.match(stepsOf(state([controller(11, due), controller(10), controller(12)], behind)).join(), /behind: 12,my-11$/);
  });

  it("ends where somebody has to do something, and where nothing can be read", () => {
    const stuck = rollPlan(state([node(0, { state: "stuck" }), node(1, due)]));
    assert.deepEqual(stuck.steps, []);
    assert.match(stuck.blocked ?? "", /^pod my-0 is as declared and does not come up/);
    assert.match(rollPlan(state([node(0, due)], { partitions: undefined })).blocked ?? "", /the partitions can't be read$/);
  });
});

describe("what is said of a plan", () => {
  it("is one sentence in a status", () => {
    assert.equal(
      planSummary(rollPlan(state([node(0, due), node(1)]))),
      "1 of 2 pods are as declared; next: restart my-0 (PodHasOldRevision)",
    );
    const many = rollPlan(state(Array.from({ length: 9 }, (_, id) => node(id, due))));
    assert.match(
      planSummary(many),
      /^0 of 9 pods are as declared; next: restart my-0 \(.*\), then restart my-1 .*, then restart my-2 .*, then 6 more steps$/,
    );
    const unread = planSummary(rollPlan(state([node(0, due)], { partitions: undefined })));
    assert.equal(
      unread,
      "0 of 1 pods are as declared; no further than that: pod my-0 can't be restarted now: the partitions can't be read",
    );
  });

  it("is a line for everything that one has to know before", () => {
    const all = [node(0, { ...due, rack: "a" }), node(1, { ...due, rack: "a" }), node(2, { rack: "b" })];
    const plan = rollPlan(state(all, { partitions: [partition([0], [0], 1)], maxParallelRestarts: 2 }));
    assert.deepEqual(planLines(plan), [
      "2 of 3 pods are restarted, in 1 step; 1 stays as it is",
      "1. restart my-0 with my-1, of rack a",
      "   PodHasOldRevision: its pod is not as it is declared now",
      "   warning: orders-0 can't be written to while pod my-0, my-1 are away: too few replicas",
    ]);
    assert.deepEqual(planLines(rollPlan(state([node(0)]))), ["no pod is restarted: all 1 are as declared"]);
  });
});
