import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { median, pairedRatios, percentile, summarize } from "../src/statistics.ts";

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
  assert.deepEqual(pairedRatios([10, 30, 10], [40, 120, 40]), { median: 0.25, spread: 0, runs: 3 });
  assert.deepEqual(pairedRatios([10, 30], [40]), { median: 0.25, spread: 0, runs: 1 });
  assert.equal(pairedRatios([10], []), undefined);
});

test("a percentile is a value that came", () => {
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
  assert.deepEqual(
    [0, 0.5, 0.99, 0.999, 1].map((part) => percentile(hundred, part)),
    [1, 50, 99, 100, 100],
  );
  assert.ok(Number.isNaN(percentile([], 0.5)));
});
