import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { metricsReference, metricsReferencePath } from "../generate/metrics-reference.ts";
import { nameOf } from "../src/metrics/names.ts";
import { metricRows } from "../src/metrics/table.ts";

test(`${metricsReferencePath} is what the table of metrics gives, with every metric in it`, () => {
  const text = readFileSync(join(import.meta.dirname, "../../..", metricsReferencePath), "utf8");
  assert.ok(text === metricsReference(), "differs: run `npm run generate`");
  for (const row of metricRows) assert.ok(text.includes(`\`${nameOf(row, "jmxPrometheusExporter")}\``), row.name);
});
