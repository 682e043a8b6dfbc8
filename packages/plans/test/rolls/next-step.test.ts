import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nextRollStep, type RollState } from "../../src/rolls/index.ts";
import { controller, due, node, partition, quorum, state } from "./states.ts";

const restarted = (of: RollState): number | undefined => {
  const step = nextRollStep(of);
  return step.type === "restart" ? step.nodes[0]?.id : undefined;
};
const why = (of: RollState): string => {
  const step = nextRollStep(of);
  return step.type === "wait" || step.type === "blocked" ? `${step.type}: ${step.why}` : step.type;
};

describe("the next step of a roll", () => {
  it("is none where nothing is due", () => {
    assert.deepEqual(nextRollStep(state([controller(10), node(0)])), { type: "done" });
  });

  it("takes unready controllers, ready ones, unready brokers, ready ones, and the active controller last of its kind", () => {
    const all = [
      node(0, due),
      node(1, { ...due, state: "unready" }),
      controller(10, due),
      controller(11, due),
      controller(12, { ...due, state: "unready" }),
    ];
    const order: Array<number | undefined> = [];
    let left = all;
    while (left.some(({ reasons }) => reasons.length > 0)) {
      const next = restarted(state(left));
      order.push(next);
      left = left.map((it) => (it.id === next ? { ...it, reasons: [], state: "ready" } : it));
    }
    assert.deepEqual(order, [12, 11, 10, 1, 0]);
  });

  it("takes one before its turn that is not ready, where the first one waits for it", () => {
    const both = node(0, { ...due, isController: true });
    const partitions = [partition([0, 1, 2], [0, 1])];
    assert.equal(restarted(state([both, node(1), node(2, { ...due, state: "unready" })], { partitions })), 2);
  });

  it("waits for a node that comes up, or reads its logs", () => {
    assert.equal(why(state([node(0, { state: "unready" }), node(1, due)])), "wait: pod my-0 is not ready");
    assert.equal(why(state([node(0, { ...due, state: "recovering" }), node(1, due)])), "wait: pod my-0 recovers its logs");
    assert.equal(why(state([node(0, { state: "absent" }), node(1, due)])), "wait: pod my-0 is about to be made");
  });

  it("stops for a pod that does not come up as it is declared, and starts one anew that is declared otherwise", () => {
    const stuck = node(0, { state: "stuck", trouble: "ImagePullBackOff" });
    assert.equal(
      why(state([stuck, node(1, due)])),
      "blocked: pod my-0 is as declared and does not come up (ImagePullBackOff): nothing else is restarted",
    );
    assert.equal(restarted(state([{ ...stuck, ...due }, node(1, due)])), 0);
    const step = nextRollStep(state([stuck, node(1, { ...due, state: "stuck" })]));
    assert.deepEqual(step.type === "restart" && step.nodes.map(({ id, reasons }) => [id, ...reasons]), [
      [1, "PodHasOldRevision", "PodStuck"],
    ]);
  });
});

describe("a broker", () => {
  it("is started anew while enough replicas are in sync without it", () => {
    assert.equal(restarted(state([node(0, due)], { partitions: [partition([0, 1, 2])] })), 0);
  });

  it("has to wait while a partition would fall below min.insync.replicas", () => {
    const partitions = [partition([0, 1, 2], [0, 1]), { ...partition([0, 1, 2], [0, 2]), partition: 1 }];
    assert.equal(
      why(state([node(0, due)], { partitions })),
      "wait: pod my-0 can't be restarted now: without it orders-0, orders-1 would have fewer replicas in sync than min.insync.replicas",
    );
  });

  it("has to wait while a partition is below it already, though it is out of sync itself", () => {
    assert.match(why(state([node(0, due)], { partitions: [partition([0, 1, 2], [1])] })), /^wait/);
  });

  it("does not care for partitions that it has no replica of", () => {
    assert.equal(restarted(state([node(0, due)], { partitions: [partition([1, 2, 3], [1])] })), 0);
  });

  it("is not held up by partitions that have too few replicas, which are told", () => {
    const step = nextRollStep(state([node(0, due)], { partitions: [partition([0], [0], 1)] }));
    assert.equal(step.type, "restart");
    assert.deepEqual(step.type === "restart" && step.warnings, ["orders-0 can't be written to while pod my-0 is away: too few replicas"]);
  });

  it("that is not ready is started anew where none is ready, and nothing can be read", () => {
    const all = [node(0, { ...due, state: "unready" }), node(1, { ...due, state: "unready" })];
    assert.equal(restarted(state(all, { partitions: undefined })), 0);
    assert.match(why(state([...all, node(2)], { partitions: undefined })), /^wait/);
  });

  it("that is not ready is started anew although nobody else is in sync, where nobody leads", () => {
    const hung = node(0, { ...due, state: "unready" });
    const alone = partition([0, 1], [0], 1);
    assert.match(why(state([hung, node(1)], { partitions: [alone] })), /^wait/);
    assert.equal(restarted(state([hung, node(1)], { partitions: [{ ...alone, isOffline: true }] })), 0);
    assert.match(why(state([node(0, due), node(1)], { partitions: [{ ...partition([0, 1], [0, 1]), isOffline: true }, alone] })), /^wait/);
  });

  it("that is a controller, too, and not ready, is started anew where the quorum is lost, whatever was in sync with it", () => {
    const hung = (id: number) => node(id, { ...due, state: "unready", isController: true });
    const partitions = [partition([0, 1], [0], 1)];
    const all = [hung(0), hung(1), node(2, { isController: true })];
    assert.equal(restarted(state(all, { quorum: undefined, partitions })), 0);
    assert.equal(restarted(state(all, { quorum: quorum(2, { 0: 0, 1: 0, 2: 0 }), partitions })), 1);
  });

  it("is left alone while the partitions can't be read", () => {
    assert.match(why(state([node(0, due)], { partitions: undefined })), /^wait: .*the partitions can't be read$/);
  });
});

describe("a controller", () => {
  it("is started anew while most of the others are caught up", () => {
    assert.equal(restarted(state([controller(11, due)])), 11);
    assert.equal(restarted(state([controller(11, due)], { quorum: quorum(10, { 10: 0, 11: 0, 12: 1, 13: 5000, 14: 1 }) })), 11);
  });

  it("has to wait while one of three is behind, or unheard of", () => {
    for (const lag of [2000, undefined]) {
      assert.match(why(state([controller(11, due)], { quorum: quorum(10, { 10: 0, 11: 0, 12: lag }) })), /^wait: .*behind: 12$/);
    }
  });

  it("has to wait for the other one of two", () => {
    assert.equal(restarted(state([controller(11, due)], { quorum: quorum(10, { 10: 0, 11: 9999 }) })), 11);
    assert.match(why(state([controller(10, due)], { quorum: quorum(10, { 10: 0, 11: 9999 }) })), /^wait/);
  });

  it("that is the only one is started anew, and that is told", () => {
    const step = nextRollStep(state([controller(10, due)], { quorum: quorum(10, { 10: 0 }) }));
    assert.deepEqual(step.type === "restart" && step.warnings, ["the only controller is restarted: nothing can be changed meanwhile"]);
  });

  it("is left alone while the quorum can't be read", () => {
    assert.match(why(state([controller(10, due)], { quorum: undefined })), /^wait: .*the controllers' quorum can't be read$/);
  });

  it("that is not ready is started anew where the quorum is lost anyway", () => {
    const lost = [controller(10), controller(11, { ...due, state: "unready" }), controller(12, { ...due, state: "unready" })];
    assert.equal(restarted(state(lost, { quorum: undefined })), 11);
    const kept = [controller(10), controller(11, { ...due, state: "unready" }), controller(12)];
    assert.match(why(state(kept, { quorum: undefined })), /^wait/);
  });

  it("that is a broker, too, has to be free as both", () => {
    const both = node(11, { ...due, isController: true });
    assert.match(why(state([both], { partitions: [partition([11, 1, 2], [11, 1])] })), /^wait/);
    assert.match(why(state([both], { quorum: quorum(10, { 10: 0, 11: 0, 12: 9999 }) })), /^wait/);
    assert.equal(restarted(state([both], { partitions: [partition([11, 1, 2])] })), 11);
  });
});

describe("a roll of nodes that don't trust each other's certificates any more", () => {
  const strange = { reasons: ["KafkaCertificatesChanged"], isEstranged: true } as const;
  const unknown = { quorum: undefined, partitions: undefined };

  it("goes on although nothing can be asked, controllers first, and says so", () => {
    const step = nextRollStep(
      state([node(0, strange), controller(10, strange), controller(11, strange), controller(12, strange)], unknown),
    );
    assert.ok(step.type === "restart" && step.nodes[0]?.id === 10);
    assert.match(step.warnings.join(), /^pod my-10 is restarted without regard to what it serves: .*don't trust each other's certificates/);
  });

  it("does not wait for one to become ready that can't without a quorum, and does as soon as it can", () => {
    const fresh = { state: "unready" } as const;
    const ofThree = [controller(10, fresh), controller(11, strange), controller(12, strange), node(0, strange)];
    assert.equal(restarted(state(ofThree, unknown)), 11);
    const majority = [controller(10, fresh), controller(11, fresh), controller(12, strange), node(0, strange)];
    assert.equal(why(state(majority, unknown)), "wait: pod my-10 is not ready");
    assert.equal(
      restarted(
        state(
          majority.map((it) => ({ ...it, state: "ready" })),
          { quorum: quorum(10, { 10: 0, 11: 0 }) },
        ),
      ),
      12,
    );
  });

  it("starts those anew whose replicas are in sync with nobody, and waits for others as ever", () => {
    const partitions = [partition([0, 1, 2], [0])];
    assert.equal(restarted(state([node(0), node(1, strange), node(2, strange)], { partitions })), 1);
    assert.match(
      why(state([node(0), node(1, { reasons: strange.reasons }), node(2)], { partitions })),
      /^wait: pod my-1 can't be restarted now/,
    );
    assert.equal(restarted(state([node(0, due), node(1, strange), node(2)], { partitions: [partition([0, 1, 2], [0, 2])] })), 1);
  });

  it("waits for pods that are about to be made, and stops for one that does not come up although it could", () => {
    assert.match(why(state([controller(10, { state: "absent" }), controller(11, strange)], unknown)), /^wait/);
    const withMajority = [controller(10, { state: "stuck" }), controller(11, strange), controller(12)];
    assert.match(why(state(withMajority, unknown)), /^blocked/);
  });

  it("goes on although one crashes again and again that was started anew, as it finds no quorum that trusts it", () => {
    const crashing = controller(10, { state: "stuck" });
    assert.equal(restarted(state([crashing, controller(11, strange), controller(12, strange)], unknown)), 11);
  });
});

it("takes a broker that is not ready and adds nothing to what is in sync", () => {
  const partitions = [partition([0, 1, 2], [0])];
  assert.equal(restarted(state([node(0), node(1, { ...due, state: "unready" }), node(2)], { partitions })), 1);
  const needed = [partition([0, 1, 2], [0, 1])];
  assert.match(why(state([node(0), node(1, { ...due, state: "unready" }), node(2)], { partitions: needed })), /^wait/);
});
