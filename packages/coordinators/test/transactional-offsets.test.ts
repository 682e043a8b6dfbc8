import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import fc from "fast-check";
import type { Asked } from "./group-rig.ts";
import { Rig } from "./rig.ts";

type Answer = Asked<{ topics: Array<{ partitions: Array<{ errorCode: number }> }> }>["answer"];

function code(answer: Answer): number | undefined {
  return answer?.topics?.[0]?.partitions?.[0]?.errorCode;
}

test("offsets of a transaction count when it is committed, and never if it is aborted", () => {
  const rig = new Rig();
  rig.commit({ 0: 1, 1: 1 });
  assert.equal(code(rig.commitInTransaction(7, { 0: 5 }).answer), 0);
  assert.equal(code(rig.commitInTransaction(8, { 1: 5 }).answer), 0);
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1)], [1, 1]);
  assert.ok(rig.unstable("t", 0) && rig.unstable("t", 1) && !rig.unstable("t", 2));
  rig.endTransaction(7, true);
  rig.endTransaction(8, false);
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1)], [5, 1]);
  assert.ok(!rig.unstable("t", 0) && !rig.unstable("t", 1));
  rig.restart();
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1)], [5, 1]);
});

test("a pending offset that was written before a plain commit does not take its place", () => {
  const rig = new Rig();
  rig.commitInTransaction(7, { 0: 5 });
  rig.commit({ 0: 9 });
  rig.endTransaction(7, true);
  assert.equal(rig.committed("t", 0), 9);
});

test("pending offsets are there after a restart, and their end is awaited", () => {
  const rig = new Rig();
  rig.commitInTransaction(7, { 0: 5 });
  rig.restart();
  assert.ok(rig.unstable("t", 0));
  rig.endTransaction(7, true);
  assert.equal(rig.committed("t", 0), 5);
});

test("a member is fenced by its generation, its id and its instance; those that name none are not (KIP-447)", () => {
  const rig = new Rig();
  const [one] = rig.stableGroup(1);
  assert.ok(one);
  const { memberId, generationId } = one;
  const commit = (member: Parameters<Rig["commitInTransaction"]>[2]) => code(rig.commitInTransaction(7, { 0: 1 }, member).answer);
  assert.equal(commit({ memberId, generationId }), 0);
  assert.equal(commit({}), 0);
  assert.equal(commit({ memberId, generationId: generationId + 1 }), errors.ILLEGAL_GENERATION.code);
  assert.equal(commit({ memberId: "stranger", generationId }), errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(commit({ memberId, generationId, groupInstanceId: "i" }), errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(commit({ groupId: "none", generationId: 1 }), errors.ILLEGAL_GENERATION.code);
});

test("neither offsets nor groups expire while a transaction has offsets for them", () => {
  const rig = new Rig({ offsetsRetentionMinutes: 1, offsetsRetentionCheckIntervalMs: 60_000 });
  rig.commit({ 0: 1, 1: 1 });
  rig.commitInTransaction(7, { 0: 5 });
  rig.clock.advance(300_000);
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1)], [1, -1]);
  rig.endTransaction(7, false);
  rig.clock.advance(60_000);
  assert.equal(rig.committed("t", 0), -1);
  assert.equal(rig.describe().groupState, "Dead");
});

test("what is deleted takes pending offsets with it", () => {
  const rig = new Rig();
  rig.commitInTransaction(7, { 0: 5, 1: 5 });
  rig.deleteOffsets("t", 0);
  rig.endTransaction(7, true);
  assert.deepEqual([rig.committed("t", 0), rig.committed("t", 1)], [-1, 5]);
  rig.commitInTransaction(8, { 2: 5 });
  rig.deleteGroups("g");
  rig.endTransaction(8, true);
  assert.equal(rig.committed("t", 2), -1);
});

const partition = fc.nat({ max: 2 });
const producer = fc.nat({ max: 2 });
const steps = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant("commit" as const), partition }),
    fc.record({ what: fc.constant("pend" as const), partition, producer }),
    fc.record({ what: fc.constant("end" as const), producer, committed: fc.boolean() }),
    fc.record({ what: fc.constant("delete" as const), partition }),
  ),
  { maxLength: 30 },
);

test("of all commits that count, the one that was written last is the one; replaying the log comes to the same", () => {
  fc.assert(
    fc.property(steps, (run) => {
      const rig = new Rig();
      /** Every offset that was written: its producer, or "plain". */
      let written: Array<{ offset: number; partition: number; by: number | "plain" }> = [];
      run.forEach((step, index) => {
        const offset = index + 1;
        if (step.what === "commit") {
          rig.commit({ [step.partition]: offset });
          written.push({ offset, partition: step.partition, by: "plain" });
        } else if (step.what === "pend") {
          rig.commitInTransaction(step.producer, { [step.partition]: offset });
          written.push({ offset, partition: step.partition, by: step.producer });
        } else if (step.what === "delete") {
          rig.deleteOffsets("t", step.partition);
          written = written.filter((each) => each.partition !== step.partition);
        } else {
          rig.endTransaction(step.producer, step.committed);
          written = written.flatMap((each) => {
            if (each.by !== step.producer) return [each];
            return step.committed ? [{ ...each, by: "plain" as const }] : [];
          });
        }
        for (const each of [0, 1, 2]) {
          const here = written.filter((other) => other.partition === each);
          const counting = here.filter(({ by }) => by === "plain").map(({ offset: at }) => at);
          assert.equal(rig.committed("t", each), Math.max(-1, ...counting));
          assert.equal(
            rig.unstable("t", each),
            here.some(({ by }) => by !== "plain"),
          );
        }
      });
      assert.deepEqual(rig.replayed().hardState(), rig.coordinator.hardState());
    }),
    { numRuns: 300 },
  );
});
