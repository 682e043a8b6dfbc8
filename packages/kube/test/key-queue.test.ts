import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ManualClock, seededRandom } from "@millrace/kit";
import fc from "fast-check";
import { KeyQueue, type KeyQueueOptions } from "../src/runtime/key-queue.ts";

function queueOf(options: Partial<KeyQueueOptions> = {}) {
  const clock = new ManualClock();
  let wakes = 0;
  const backOff = { firstMs: 100, lastMs: 1_000 };
  const queue = new KeyQueue({ clock, random: seededRandom(1), backOff, wake: () => wakes++, ...options });
  return { queue, clock, wakes: () => wakes };
}

describe("a key queue", () => {
  it("has a key once, however often it is added, and gives keys in their order", () => {
    const { queue } = queueOf({ laneOf: () => "all" });
    assert.deepEqual(
      ["b", "a", "b"].map((key) => queue.add(key)),
      ["new", "new", "waiting"],
    );
    assert.deepEqual(queue.take(10), ["b", "a"]);
    assert.deepEqual(queue.take(10), []);
  });

  it("never gives a key that is worked on, and gives it again afterwards if it was added meanwhile", () => {
    const { queue } = queueOf();
    queue.add("a");
    assert.deepEqual(queue.take(1), ["a"]);
    assert.equal(queue.add("a"), "active");
    assert.deepEqual(queue.take(1), []);
    queue.done("a");
    assert.deepEqual(queue.take(1), ["a"]);
    queue.done("a");
    assert.deepEqual(queue.take(1), []);
    assert(queue.isIdle);
  });

  it("gives keys of a lane together, one batch at a time, and lets no lane wait for another", () => {
    const { queue } = queueOf({ laneOf: (key) => key.charAt(0) });
    for (const key of ["x1", "x2", "x3", "y1"]) queue.add(key);
    assert.deepEqual(queue.take(2), ["x1", "x2"]);
    assert.deepEqual(queue.take(2), ["y1"]);
    assert.deepEqual(queue.take(2), []);
    queue.done("x1");
    assert.deepEqual(queue.take(2), []);
    queue.done("x2");
    assert.deepEqual(queue.take(2), ["x3"]);
  });

  it("lets lanes take turns", () => {
    const { queue } = queueOf({ laneOf: (key) => key.charAt(0) });
    for (const key of ["x1", "x2", "y1", "y2"]) queue.add(key);
    const taken: string[] = [];
    for (let at = 0; at < 4; at++) {
      for (const key of queue.take(1)) {
        taken.push(key);
        queue.done(key);
      }
    }
    assert.deepEqual(taken, ["x1", "y1", "x2", "y2"]);
  });

  it("brings a key back after longer and longer pauses, until it is forgiven", () => {
    const { queue, clock } = queueOf();
    const pauses: number[] = [];
    queue.add("a");
    for (let failures = 1; failures <= 6; failures++) {
      const [key = ""] = queue.take(1);
      queue.done(key);
      queue.addAfterFailure(key, { alone: false });
      let waitedMs = 0;
      for (; queue.size === 0; waitedMs++) clock.advance(1);
      pauses.push(waitedMs);
    }
    for (const [at, plainMs] of [100, 200, 400, 800, 1_000, 1_000].entries()) {
      const pauseMs = pauses[at] ?? 0;
      assert(pauseMs >= plainMs && pauseMs <= plainMs * 1.5, `pause ${at} is ${pauseMs}`);
    }
    queue.forgive("a");
    const [key = ""] = queue.take(1);
    queue.done(key);
    queue.addAfterFailure(key, { alone: false });
    clock.advance(150);
    assert.equal(queue.size, 1);
  });

  it("comes at the sooner of two times, and at once if something happens", () => {
    const { queue, clock } = queueOf();
    queue.addAfter("a", 1_000);
    queue.addAfter("a", 500);
    queue.addAfter("a", 2_000);
    clock.advance(499);
    assert.equal(queue.size, 0);
    clock.advance(1);
    assert.deepEqual(queue.take(1), ["a"]);
    queue.done("a");
    queue.addAfter("a", 1_000);
    queue.add("a");
    assert.deepEqual(queue.take(1), ["a"]);
    queue.done("a");
    clock.advance(5_000);
    assert.equal(queue.size, 0);
  });

  it("tries a key by itself that failed together with others, once", () => {
    const { queue, clock } = queueOf({ laneOf: () => "all" });
    for (const key of ["a", "b", "c"]) queue.add(key);
    for (const key of queue.take(3)) {
      queue.done(key);
      queue.addAfterFailure(key, { alone: true });
    }
    queue.add("d");
    queue.add("e");
    clock.advance(1_000);
    const batches: string[][] = [];
    for (let batch = queue.take(3); batch.length > 0; batch = queue.take(3)) {
      batches.push(batch.toSorted());
      for (const key of batch) {
        queue.forgive(key);
        queue.done(key);
      }
    }
    assert.deepEqual(batches.toSorted(), [["a"], ["b"], ["c"], ["d", "e"]]);
  });

  it("loses no key and gives none twice at a time, whatever happens", () => {
    const key = fc.constantFrom("x1", "x2", "x3", "y1", "y2");
    const step = fc.oneof(
      fc.record({ type: fc.constant("add" as const), key }),
      fc.record({ type: fc.constant("later" as const), key, ms: fc.nat(500) }),
      fc.record({ type: fc.constant("take" as const), max: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ type: fc.constant("finish" as const), fails: fc.boolean() }),
      fc.record({ type: fc.constant("wait" as const), ms: fc.nat(300) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const run = new Run();
        for (const each of steps) run.take(each);
        for (const missing of run.finished()) assert.fail(`${missing} was lost`);
      }),
    );
  });
});

type Step =
  | { readonly type: "add"; readonly key: string }
  | { readonly type: "later"; readonly key: string; readonly ms: number }
  | { readonly type: "take"; readonly max: number }
  | { readonly type: "finish"; readonly fails: boolean }
  | { readonly type: "wait"; readonly ms: number };

/** A queue, what is worked on, and the keys that it has to give yet. */
class Run {
  readonly #parts = queueOf({ laneOf: (each) => each.charAt(0) });
  readonly #active: string[] = [];
  readonly #owed = new Set<string>();

  take(step: Step): void {
    const { queue, clock } = this.#parts;
    if (step.type === "add" || step.type === "later") this.#owed.add(step.key);
    if (step.type === "add") queue.add(step.key);
    else if (step.type === "later") queue.addAfter(step.key, step.ms);
    else if (step.type === "wait") clock.advance(step.ms);
    else if (step.type === "finish") this.#finish(step.fails);
    else this.#begin(step.max);
  }

  /** The keys that were never given. */
  finished(): ReadonlySet<string> {
    while (this.#active.length > 0) this.#finish(false);
    this.#parts.clock.advance(2_000);
    while (this.#begin(5)) while (this.#active.length > 0) this.#finish(false);
    return this.#owed;
  }

  #begin(max: number): boolean {
    const taken = this.#parts.queue.take(max);
    for (const key of taken) {
      assert(!this.#active.includes(key), `${key} is worked on twice`);
      this.#active.push(key);
      this.#owed.delete(key);
    }
    return taken.length > 0;
  }

  #finish(fails: boolean): void {
    const key = this.#active.shift();
    if (key === undefined) return;
    this.#parts.queue.done(key);
    if (!fails) return;
    this.#owed.add(key);
    this.#parts.queue.addAfterFailure(key, { alone: false });
  }
}
