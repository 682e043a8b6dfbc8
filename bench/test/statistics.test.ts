import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { median, pairedRatio, summarize } from "../src/statistics.ts";

test("the median stands in the middle, whatever the order", () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.ok(Number.isNaN(median([])));
  const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });
  fc.assert(
    fc.property(numbers, (values) => {
      const middle = median(values);
      const half = values.length / 2;
      assert.ok(values.filter((value) => value < middle).length <= half);
      assert.ok(values.filter((value) => value > middle).length <= half);
    }),
  );
});

test("a summary tells how far the runs lie apart", () => {
  assert.deepEqual(summarize([90, 100, 120]), { median: 100, spread: 0.15, runs: 3 });
  assert.deepEqual(summarize([7]), { median: 7, spread: 0, runs: 1 });
  assert.equal(summarize([]), undefined);
});

test("a ratio pairs the values of a round", () => {
  // The machine was three times slower in the second round, for both.
  assert.equal(pairedRatio([10, 30, 10], [40, 120, 40]), 0.25);
  assert.equal(pairedRatio([10, 30], [40]), 0.25);
  assert.equal(pairedRatio([10], []), undefined);
});
