import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type CanaryProbes, type CanarySight, canaryVerdict } from "../../src/rolls/index.ts";

const limits = { watchMs: 60_000, patienceMs: 300_000 };
const quick = Array.from({ length: 60 }, () => 4);
const probes = (more: Partial<CanaryProbes> = {}): CanaryProbes => ({
  ...{ storedMs: quick, failures: [], unread: 0, othersMs: [...quick, ...quick] },
  ...more,
});
const sight = (more: Partial<CanarySight> = {}): CanarySight => ({
  ...{ isReady: true, wasReady: true, isRecovering: false, ageMs: 90_000, watchedMs: 60_000, probes: probes(), behind: [] },
  ...more,
});
const verdictOf = (more: Partial<CanarySight>): string => {
  const { outcome, told } = canaryVerdict(sight(more), limits);
  return `${outcome}: ${told}`;
};
const unready = { isReady: false, wasReady: false, watchedMs: 0, probes: probes({ storedMs: [], othersMs: [] }) };

describe("a canary", () => {
  it("passes once it was well for as long as it is watched, and not before", () => {
    assert.equal(verdictOf({}), "passed: it was well for 60 s; 60 records were stored by it, in 4 ms");
    assert.equal(verdictOf({ watchedMs: 59_000 }), "watching: 59 s of 60 s");
  });

  it("of controllers sends no records, and is counted on by the quorum", () => {
    const { probes: _, ...controller } = sight();
    assert.deepEqual(canaryVerdict(controller, limits), { outcome: "passed", told: "it was well for 60 s" });
    assert.equal(verdictOf({ quorumTrouble: "it lags" }), "watching: 60 s of 60 s; it lags");
    assert.equal(verdictOf({ quorumTrouble: "it lags", watchedMs: 360_000 }), "failed: it lags");
  });

  it("fails as soon as its pod can't come up, is ready no more, or was not for too long", () => {
    assert.equal(verdictOf({ ...unready, stuck: "ErrImagePull" }), "failed: it does not come up: ErrImagePull");
    assert.equal(verdictOf({ isReady: false }), "failed: it was ready, and is no more");
    assert.equal(verdictOf({ ...unready, ageMs: 299_999 }), "watching: it is not ready yet");
    assert.equal(verdictOf({ ...unready, ageMs: 300_000 }), "failed: it did not become ready in 300 s");
  });

  it("may read its logs for as long as it takes", () => {
    assert.equal(verdictOf({ ...unready, ageMs: 9_000_000, isRecovering: true }), "watching: it recovers its logs");
  });

  it("fails when records can't be stored by it, or not be read, more often than while it becomes the leader", () => {
    const failing = (count: number) => ({
      probes: probes({ failures: Array.from({ length: count }, (_, at) => `no ${at}`) }),
      watchedMs: 5_000,
    });
    assert.equal(verdictOf(failing(6)), "watching: 5 s of 60 s");
    assert.equal(verdictOf(failing(7)), "failed: 7 of 67 records could not be stored by it: no 6");
    assert.equal(verdictOf({ probes: probes({ storedMs: [], failures: ["no", "no"] }), watchedMs: 5_000 }), "watching: 5 s of 60 s");
    assert.equal(verdictOf({ probes: probes({ unread: 3 }) }), "failed: 3 records that it stored could not be read");
  });

  it("fails when it was slow, beside others, or by itself where there are none", () => {
    const slow = (ms: number, othersMs: readonly number[], watchedMs = 60_000) =>
      verdictOf({ probes: probes({ storedMs: [ms, ms, ms], othersMs }), watchedMs });
    assert.match(slow(199, quick), /^passed/);
    assert.equal(slow(200, quick), "failed: records took 200 ms to be stored by it, and 4 ms by others");
    assert.equal(slow(900, quick, 59_999), "watching: 59 s of 60 s");
    assert.match(slow(900, [200, 200, 200]), /^passed/);
    assert.equal(slow(1_000, [200, 200, 200]), "failed: records took 1000 ms to be stored by it, and 200 ms by others");
    assert.match(slow(999, []), /^passed/);
    assert.match(slow(1_000, []), /^failed/);
  });

  it("is waited for a while where its replicas are not in sync by then, or nothing was sent", () => {
    const behind = { behind: ["a-0", "a-1", "a-2", "a-3"] };
    assert.equal(verdictOf(behind), "watching: 60 s of 60 s; its replicas of a-0, a-1, a-2 and 1 more are not in sync");
    assert.match(verdictOf({ ...behind, watchedMs: 360_000 }), /^failed: its replicas/);
    assert.match(verdictOf({ behind: undefined }), /^watching: .*the partitions can't be read$/);
    assert.match(
      verdictOf({ probes: probes({ storedMs: [], failures: ["gone"] }) }),
      /^watching: .*only 0 records were stored by it: gone$/,
    );
  });
});
