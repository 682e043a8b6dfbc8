import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { Controller, type ControllerOptions, type Outcome } from "../src/runtime/controller.ts";
import { ReconciliationMetrics } from "../src/runtime/reconciliation-metrics.ts";
import { turns, until } from "./support/turns.ts";

const done: Outcome = { type: "done" };
const all = (keys: readonly string[], outcome: Outcome) => new Map(keys.map((key) => [key, outcome]));

function started(test: TestContext, options: Pick<ControllerOptions, "reconcile"> & Partial<ControllerOptions>) {
  const clock = new ManualClock();
  const metrics = new ReconciliationMetrics({ kind: "Thing" }, () => ({ all: 3, paused: 1 }));
  const controller = new Controller({ name: "Thing", clock, random: seededRandom(1), logger: silentLogger, metrics, ...options });
  controller.start();
  test.after(() => controller.close());
  const value = (name: string): number | undefined => metrics.families().find((family) => family.name === name)?.samples[0]?.value;
  return { controller, clock, metrics, value };
}

describe("a controller", () => {
  it("looks at what was added, what comes together together", async (test) => {
    const batches: string[][] = [];
    const { controller } = started(test, {
      laneOf: () => "all",
      batchKeysMax: 3,
      async reconcile(keys) {
        batches.push([...keys]);
        return all(keys, done);
      },
    });
    for (const key of ["a", "b", "a", "c", "d"]) controller.add(key);
    await until("all is done", () => controller.isIdle);
    assert.deepEqual(batches, [["a", "b", "c"], ["d"]]);
  });

  it("tries again what failed, later what is to come later, and never what is hopeless", async (test) => {
    const seen: string[] = [];
    const outcomes: Readonly<Record<string, Outcome>> = {
      failed: { type: "failed", message: "not now" },
      later: { type: "done", requeueAfterMs: 10_000 },
      hopeless: { type: "terminal", message: "never" },
      done,
    };
    const { controller, clock } = started(test, {
      async reconcile(keys) {
        seen.push(...keys);
        return new Map(keys.map((key) => [key, outcomes[key] ?? done]));
      },
    });
    for (const key of Object.keys(outcomes)) controller.add(key);
    await until("all was seen", () => controller.isIdle);
    assert.deepEqual(seen.splice(0).toSorted(), ["done", "failed", "hopeless", "later"]);
    clock.advance(750);
    await turns();
    assert.deepEqual(seen.splice(0), ["failed"]);
    clock.advance(9_250);
    await turns();
    assert(seen.includes("later"));
    assert(!seen.includes("hopeless") && !seen.includes("done"));
  });

  it("lets no object hold up another, by failing or by taking for ever", async (test) => {
    const seen: string[] = [];
    const stuck = Promise.withResolvers<ReadonlyMap<string, Outcome>>();
    const { controller, clock } = started(test, {
      concurrency: 1,
      deadlineMs: 1_000,
      async reconcile(keys) {
        seen.push(...keys);
        if (keys.includes("bad")) throw new Error("it can't be read");
        return keys.includes("stuck") ? stuck.promise : all(keys, done);
      },
    });
    for (const key of ["stuck", "bad", "good"]) controller.add(key);
    await turns();
    assert.deepEqual(seen, ["stuck"]);
    clock.advance(1_000);
    await until("the others were seen", () => seen.includes("good") && seen.includes("bad"));
    // Whatever goes on beyond its time is not begun a second time at the same time.
    controller.add("stuck");
    clock.advance(100_000);
    await turns();
    assert.equal(seen.filter((key) => key === "stuck").length, 1);
    stuck.resolve(new Map());
    await until("it was tried again", () => seen.filter((key) => key === "stuck").length === 2);
  });

  it("finds the one of a batch that breaks it", async (test) => {
    const wellDone = new Set<string>();
    const { controller, clock } = started(test, {
      laneOf: () => "all",
      batchKeysMax: 10,
      async reconcile(keys) {
        if (keys.includes("bad")) throw new Error("it can't be read");
        for (const key of keys) wellDone.add(key);
        return all(keys, done);
      },
    });
    for (const key of ["a", "bad", "b"]) controller.add(key);
    await turns();
    assert.equal(wellDone.size, 0);
    clock.advance(1_000);
    await until("the others are done", () => wellDone.size === 2);
  });

  it("tells the work to stop at the deadline, and when it stops itself", async (test) => {
    const reasons: string[] = [];
    const { controller, clock } = started(test, {
      deadlineMs: 1_000,
      reconcile: (_keys, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reasons.push(String(signal.reason.message));
            reject(signal.reason);
          });
        }),
    });
    controller.add("a");
    await turns();
    clock.advance(1_000);
    await turns();
    controller.add("b");
    await turns();
    await controller.close();
    assert.deepEqual(reasons, ["reconciling Thing: nothing came for 1000 ms", "the controller stops"]);
  });

  it("looks at everything every so often", async (test) => {
    const seen: string[] = [];
    const { controller, clock, value } = started(test, {
      async reconcile(keys) {
        seen.push(...keys);
        return all(keys, done);
      },
    });
    controller.resyncEvery(120_000, () => ["a", "b"]);
    clock.advance(240_000);
    await until("both were seen", () => seen.length >= 2);
    assert.equal(value("strimzi_reconciliations_periodical_total"), 2);
  });

  it("counts by Strimzi's names and labels", async (test) => {
    const outcomes: Readonly<Record<string, Outcome>> = {
      a: done,
      b: { type: "failed", message: "" },
      c: { type: "terminal", message: "" },
    };
    const { controller, metrics, value } = started(test, {
      laneOf: () => "all",
      batchKeysMax: 3,
      reconcile: async (keys) => new Map(keys.map((key) => [key, outcomes[key] ?? done])),
    });
    for (const key of ["a", "b", "c", "a"]) controller.add(key);
    await until("all is done", () => controller.isIdle);
    assert.equal(value("strimzi_reconciliations_already_enqueued_total"), 1);
    assert.equal(value("strimzi_reconciliations_locked_total"), 0);
    assert.equal(value("strimzi_reconciliations_total"), 3);
    assert.equal(value("strimzi_reconciliations_successful_total"), 1);
    assert.equal(value("strimzi_reconciliations_failed_total"), 2);
    assert.equal(value("strimzi_reconciliations_max_batch_size"), 3);
    assert.equal(value("strimzi_resources"), 3);
    assert.equal(value("strimzi_resources_paused"), 1);
    const durations = metrics.families().find(({ name }) => name === "strimzi_reconciliations_duration_seconds");
    const labels = { kind: "Thing", namespace: "", selector: "" };
    assert.deepEqual(durations?.samples.at(0), { suffix: "_bucket", labels: { ...labels, le: "1" }, value: 3 });
    assert.deepEqual(durations?.samples.at(-1), { suffix: "_count", labels, value: 3 });
  });
});
