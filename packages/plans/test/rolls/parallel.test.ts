import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nextRollStep, type RollState } from "../../src/rolls/index.ts";
import { controller, due, node, partition, quorum, state } from "./states.ts";

const restarted = (of: RollState): string => {
  const step = nextRollStep(of);
  return step.type === "restart" ? step.nodes.map(({ id }) => id).join() : step.type;
};
const racks = [0, 1, 2, 3, 4, 5].map((id) => node(id, { ...due, rack: "abc"[id % 3] }));
/** Replicas in all racks. */
const spread = [partition([0, 1, 2]), partition([3, 4, 5]), partition([0, 4, 2]), partition([3, 1, 5])];

describe("several brokers at a time", () => {
  it("are not started anew unless it is asked for", () => {
    assert.equal(restarted(state(racks, { partitions: spread })), "0");
  });

  it("are those of a rack, rack by rack, and no more than are allowed", () => {
    const three = { partitions: spread, maxParallelRestarts: 3 };
    assert.equal(restarted(state(racks, three)), "0,3");
    assert.equal(restarted(state(racks, { ...three, maxParallelRestarts: 1 })), "0");
    const without = racks.map((it) => (it.rack === "a" ? { ...it, reasons: [] } : it));
    assert.equal(restarted(state(without, three)), "1,4");
  });

  it("are chosen by partitions where there are no racks", () => {
    const plain = racks.map(({ rack, ...it }) => it);
    assert.equal(restarted(state(plain, { partitions: [partition([0, 1, 2]), partition([0, 3, 4])], maxParallelRestarts: 6 })), "0,5");
    assert.equal(restarted(state(plain, { partitions: [partition([0, 1, 2, 3], [0, 1, 2, 3], 2)], maxParallelRestarts: 6 })), "0,1,4,5");
  });

  it("take no partition below min.insync.replicas together, though none of them would alone", () => {
    const [one, other] = [node(0, due), node(1, due)];
    assert.equal(restarted(state([one, other, node(2)], { partitions: [partition([0, 1, 2])], maxParallelRestarts: 2 })), "0");
  });

  it("leave a replica of partitions that have none to spare, so that they can be read", () => {
    const [one, other] = [node(0, due), node(1, due)];
    assert.equal(restarted(state([one, other], { partitions: [partition([0, 1])], maxParallelRestarts: 2 })), "0");
    const apart = [partition([0], [0], 1), partition([1], [1], 1)];
    const step = nextRollStep(state([one, other], { partitions: apart, maxParallelRestarts: 2 }));
    assert.ok(step.type === "restart" && step.nodes.length === 2);
    assert.deepEqual(step.warnings, ["orders-0, orders-0 can't be written to while pod my-0, my-1 are away: too few replicas"]);
  });

  it("are brokers only: controllers go one at a time, those that are brokers, too, as well", () => {
    const lasting = quorum(10, { 10: 0, 11: 0, 12: 0, 13: 0, 14: 0, 15: 0, 16: 0 });
    const both = [10, 11, 12, 13].map((id) => node(id, { ...due, isController: true }));
    assert.equal(restarted(state(both, { quorum: lasting, maxParallelRestarts: 4 })), "11");
    assert.equal(restarted(state([controller(11, due), controller(12, due), node(0, due)], { maxParallelRestarts: 4 })), "11");
    assert.equal(restarted(state([node(0, due), node(1, { ...due, isController: true }), node(2, due)], { maxParallelRestarts: 4 })), "1");
  });

  it("wait for all of those before", () => {
    const back = racks.map((it) => (it.id === 3 ? { ...it, reasons: [], state: "unready" as const } : it));
    assert.equal(restarted(state(back, { partitions: spread, maxParallelRestarts: 3 })), "wait");
  });
});
