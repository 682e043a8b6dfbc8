import assert from "node:assert/strict";
import { test } from "node:test";
import { reached } from "../src/measures.ts";
import { comparisonOf, figure, reportOf } from "../src/report.ts";
import { addValue, type Results } from "../src/results.ts";
import { orderOf } from "../src/round.ts";

const machine = { cpu: "x", cores: 2, memoryGb: 4, kernel: "6", node: "24", java: "17", kafka: "4.3.1", commit: "abc", loadBefore: 0 };

function results(): Results {
  return { format: 1, startedAt: "", machine, rounds: 2, scale: 1, measures: {}, imports: [] };
}

test("goals are values or ratios", () => {
  assert.equal(reached({ atMost: 300 }, 300, undefined), true);
  assert.equal(reached({ atMost: 300 }, 301, 0.1), false);
  assert.equal(reached({ ratioAtMost: 0.5 }, 1e9, 0.5), true);
  assert.equal(reached({ ratioAtMost: 0.5 }, 1, 0.6), false);
  assert.equal(reached({ ratioAtMost: 0.5 }, 1, undefined), undefined);
  assert.equal(reached({ ratioAtLeast: 2 }, 1, 2), true);
  assert.equal(reached({ ratioAtLeast: 2 }, 1, 1.9), false);
  assert.equal(reached(undefined, 1, 1), undefined);
});

test("figures have three digits that count", () => {
  assert.deepEqual([0, 0.01234, 0.1666, 1.234, 45.67, 4175.4].map(figure), ["0", "0.012", "0.167", "1.23", "45.7", "4175"]);
  assert.equal(figure(undefined), "–");
});

test("a report has medians, the ratio to Kafka, and whether the goal was reached", () => {
  const run = results();
  for (const value of [10, 12]) addValue(run, "millrace", "one-record", value);
  for (const value of [100, 120]) addValue(run, "kafka", "one-record", value);
  addValue(run, "millrace", "start", 400);
  const lines = reportOf(run).split("\n");
  const one = lines.find((line) => line.startsWith("one 100-byte record a request, 1 connection"));
  assert.match(one ?? "", /11\.0 ±9% +110 ±9% +0\.100 ±0% +≤ 0\.100 of Kafka +reached$/);
  const start = lines.find((line) => line.startsWith("start to first"));
  assert.match(start ?? "", /400 +– +– +≤ 300 +MISSED$/);
});

test("a comparison puts the medians of two runs side by side", () => {
  const [before, after] = [results(), results()];
  addValue(before, "millrace", "start", 200);
  addValue(after, "millrace", "start", 150);
  addValue(after, "millrace", "fetch", 1);
  const lines = comparisonOf(before, after, ["a.json", "b"]).split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /unit +a +b +ratio$/);
  assert.match(lines[1] ?? "", /millrace +ms +200 +150 +0\.750$/);
});

test("every second round has the other order", () => {
  assert.deepEqual(orderOf(["kafka", "millrace"], 0), ["kafka", "millrace"]);
  assert.deepEqual(orderOf(["kafka", "millrace"], 1), ["millrace", "kafka"]);
});
