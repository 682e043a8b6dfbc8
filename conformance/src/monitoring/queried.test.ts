import assert from "node:assert/strict";
import { test } from "node:test";
import { queriedBy, queriedByAll } from "./queried.ts";

const plain = (query: string) => Object.fromEntries([...queriedBy(query)].map(([name, labels]) => [name, [...labels].sort()]));

test("metrics are found with the labels that are asked for", () => {
  assert.deepEqual(plain('sum by (a, b) (rate(x_total{c="by (z)",d!=""}[5m])) > 0'), { x_total: ["a", "b", "c", "d"] });
  assert.deepEqual(plain("x > 1 and on (c) y == bool 0"), { x: ["c"], y: ["c"] });
  assert.deepEqual(plain("histogram_quantile(0.95, sum(rate(x_bucket[$__rate_interval])) by (le))"), { x_bucket: ["le"] });
  assert.deepEqual(plain("time() - x / 1000 < 25 * 24 * 3600"), { x: [] });
  assert.deepEqual(plain('label_values(x{a="$a"}, b)'), { x: ["a", "b"] });
  assert.deepEqual(
    [...queriedByAll(['x{a=""}', 'x{b=""}'])].map(([name, labels]) => [name, [...labels]]),
    [["x", ["a", "b"]]],
  );
});
