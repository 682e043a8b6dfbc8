import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nobodyHeld } from "../../src/model/facts.ts";
import { idsOf, idsWithin, nodeIdRanges } from "../../src/model/node-id-ranges.ts";
import { assignNodeIds, nodeIdWarnings, repeatedIds } from "../../src/model/node-ids.ts";
import { pool } from "./declared.ts";

const next = (ids: string) => ({ annotations: { "strimzi.io/next-node-ids": ids } });
const remove = (ids: string) => ({ annotations: { "strimzi.io/remove-node-ids": ids } });

const idsText = (text: string): readonly number[] | undefined => {
  const ranges = nodeIdRanges(text);
  return ranges === undefined ? undefined : [...idsOf(ranges)];
};

test("ranges of node ids are read as Strimzi reads them", () => {
  assert.deepEqual(idsText("[0]"), [0]);
  assert.deepEqual(idsText(" [ 0 , 5 - 7 ,20-18 ] "), [0, 5, 6, 7, 20, 19, 18]);
  assert.deepEqual(idsText("[]"), []);
  assert.deepEqual(idsText(""), []);
  for (const text of ["0", "[0", "[0,]", "[a]", "[1--2]", "[-1]", "[1.5]", "[2147483648]", "[0] [1]"])
    assert.equal(idsText(text), undefined, text);
});

test("a range of millions costs nothing unless it is wanted", () => {
  const ranges = nodeIdRanges("[0-2147483647]") ?? [];
  assert.deepEqual(idsWithin(ranges, [7, 3, 2_000_000_000]), [3, 7, 2_000_000_000]);
  assert.deepEqual(idsWithin(nodeIdRanges("[9-0, 3]") ?? [], [1, 3, 5]), [5, 3, 1]);
});

/** Replicas, ids that a pool has, annotations, and the ids that it gets. */
const cases = {
  "a new pool begins at 0": [pool("a"), [0, 1, 2]],
  "a gap is filled first": [pool("a", { replicas: 4 }, { nodeIds: [0, 1, 3] }), [0, 1, 2, 3]],
  "ids that are asked for come first": [pool("a", {}, next("[10-19]")), [10, 11, 12]],
  "too few of them": [pool("a", {}, next("[10, 10-11]")), [0, 10, 11]],
  "taken ones are passed over": [pool("a", { replicas: 4 }, { nodeIds: [10, 11, 12], ...next("[10-19]") }), [10, 11, 12, 13]],
  downwards: [pool("a", {}, next("[10-0]")), [8, 9, 10]],
  "what makes no sense is passed over": [pool("a", {}, next("ten")), [0, 1, 2]],
  "the highest go": [pool("a", { replicas: 1 }, { nodeIds: [4, 5, 6] }), [4]],
  "those named go": [pool("a", { replicas: 1 }, { nodeIds: [4, 5, 6], ...remove("[4-5]") }), [6]],
  "those named that are not there do not count": [pool("a", { replicas: 2 }, { nodeIds: [4, 5, 6], ...remove("[0-3, 5]") }), [4, 6]],
  "an empty pool": [pool("a", { replicas: 0 }, { nodeIds: [1] }), []],
} as const;

for (const [name, [declared, expected]] of Object.entries(cases)) {
  test(`node ids: ${name}`, () => {
    const ids = assignNodeIds([declared], { held: nobodyHeld }).get("a");
    assert.deepEqual(ids?.desired, expected);
    const current = declared.status?.nodeIds ?? [];
    assert.deepEqual(
      ids?.added,
      expected.filter((id) => !current.includes(id)),
    );
    assert.deepEqual(
      ids?.removed,
      current.filter((id) => !expected.some((kept) => kept === id)),
    );
  });
}

test("an id that goes is not given away before it has gone", () => {
  const pools = [pool("a", { replicas: 1 }, { nodeIds: [0, 1] }), pool("b", { replicas: 2 }, { nodeIds: [2] })];
  assert.deepEqual(assignNodeIds(pools, { held: nobodyHeld }).get("b")?.desired, [2, 3]);
});

test("a node that is held stays, and is told apart from those that go", () => {
  const held = { ...nobodyHeld, replicas: new Set([2]), voters: new Set([0]) };
  const ids = assignNodeIds([pool("a", { replicas: 1 }, { nodeIds: [0, 1, 2] })], { held }).get("a");
  assert.deepEqual(ids, { current: [0, 1, 2], desired: [0, 2], added: [], removed: [1], kept: [2] });
});

test("a pool that is deleted is to have no nodes, but for those that can't go yet", () => {
  const whole = pool("a", { replicas: 3 }, { nodeIds: [0, 1, 2] });
  const deleted = { ...whole, metadata: { ...whole.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
  const ids = assignNodeIds([deleted], { held: { ...nobodyHeld, replicas: new Set([1]) } }).get("a");
  assert.deepEqual([ids?.desired, ids?.removed], [[1], [0, 2]]);
});

test("pools that are declared anew get the ids of the claims that are left of them, and nobody else does", () => {
  const pools = [pool("a", { replicas: 2 }), pool("b", { replicas: 2 }), pool("c", { replicas: 1 }, { nodeIds: [9] })];
  const claimed = new Map([
    ["b", [0, 2, 4]],
    ["c", [7]],
  ]);
  const ids = assignNodeIds(pools, { held: nobodyHeld, claimed });
  assert.deepEqual([ids.get("a")?.desired, ids.get("b")?.desired, ids.get("c")?.desired], [[1, 3], [0, 2], [9]]);
  const asking = [pool("b", { replicas: 2 }, next("[4]"))];
  assert.deepEqual(assignNodeIds(asking, { held: nobodyHeld, claimed }).get("b")?.desired, [0, 4]);
});

test("ids that several pools claim are told, and so is an annotation without sense", () => {
  assert.deepEqual(repeatedIds([pool("a", {}, { nodeIds: [0, 1] }), pool("b", {}, { nodeIds: [1, 2] })]), [1]);
  assert.match(nodeIdWarnings(pool("a", {}, next("ten")))[0]?.message ?? "", /next-node-ids of the KafkaNodePool a is ignored.*"ten"/);
  assert.deepEqual(nodeIdWarnings(pool("a", {}, next("[1]"))), []);
});

test("whatever is asked for, ids are as many as replicas, none twice, and those that stay keep theirs", () => {
  const annotation = fc.oneof(
    fc.constant("[]"),
    fc.array(fc.nat(30), { minLength: 1 }).map((ids) => `[${ids.join(", ")}]`),
  );
  const one = fc.record({ replicas: fc.nat(8), nodeIds: fc.uniqueArray(fc.nat(12), { maxLength: 6 }), asked: annotation });
  fc.assert(
    fc.property(one, one, (first, second) => {
      const others = second.nodeIds.filter((id) => !first.nodeIds.includes(id));
      const pools = [
        pool(
          "a",
          { replicas: first.replicas },
          { nodeIds: first.nodeIds, ...next(first.asked), ...(first.replicas % 2 ? remove(first.asked) : {}) },
        ),
        pool("b", { replicas: second.replicas }, { nodeIds: others, ...next(second.asked) }),
      ];
      const assigned = assignNodeIds(pools, { held: nobodyHeld });
      const all = pools.flatMap(({ metadata, spec }) => {
        const ids = assigned.get(metadata.name);
        assert.equal(ids?.desired.length, spec.replicas);
        return ids?.desired ?? [];
      });
      assert.equal(new Set(all).size, all.length);
    }),
  );
});
