import assert from "node:assert/strict";
import { test } from "node:test";
import { failedCases, merged } from "./results.ts";

const passed = { passed: true, known: [], exercised: {} };
const failed = { ...passed, passed: false };

test("what was seen of other suites, cases and peers is kept; of a case that is no more, nothing", () => {
  const before = {
    other: { cases: ["x"], peers: { millrace: { x: passed } } },
    tools: { cases: ["a", "b", "gone"], peers: { millrace: { a: failed, b: passed, gone: failed }, kafka: { a: passed } } },
  };
  const now = { tools: { cases: ["a", "b", "c"], peers: { millrace: { a: passed, c: passed } } } };
  assert.deepEqual(merged(before, now), {
    other: before.other,
    tools: { cases: ["a", "b", "c"], peers: { kafka: { a: passed }, millrace: { a: passed, b: passed, c: passed } } },
  });
  assert.deepEqual(merged({}, now), now);
});

test("what failed is listed by suite, case and peer, with its reasons", () => {
  const results = {
    tools: { cases: ["a", "b"], peers: { millrace: { a: passed, b: { ...failed, failures: ["no answer"] } }, kafka: { a: failed } } },
  };
  assert.deepEqual(failedCases(results), ["failed: tools b on millrace\n  no answer", "failed: tools a on kafka"]);
});
