import assert from "node:assert/strict";
import { test } from "node:test";
import { familiesText } from "../src/families-text.ts";

const total = (kind: string, value: number) => ({
  ...({ name: "strimzi_reconciliations_total", help: "Reconciliations", type: "counter" } as const),
  samples: [{ suffix: "", labels: { kind }, value }],
});

test("a metric of several sources is told once, with all their values", () => {
  assert.equal(
    familiesText([total("Kafka", 1), total("KafkaTopic", 2)]),
    `# HELP strimzi_reconciliations_total Reconciliations
# TYPE strimzi_reconciliations_total counter
strimzi_reconciliations_total{kind="Kafka"} 1
strimzi_reconciliations_total{kind="KafkaTopic"} 2

`,
  );
});

test("a histogram's parts are one metric", () => {
  const samples = [
    { suffix: "_bucket", labels: { le: "+Inf" }, value: 3 },
    { suffix: "_count", labels: {}, value: 3 },
  ];
  const text = familiesText([{ name: "seconds", help: "How long", type: "histogram", samples }]);
  assert.equal(text, '# HELP seconds How long\n# TYPE seconds histogram\nseconds_bucket{le="+Inf"} 3\nseconds_count 3\n\n');
});

test("what would break a line is escaped, and values are written as Prometheus reads them", () => {
  const values = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0.5, 1e21];
  const samples = values.map((value, at) => ({ suffix: "", labels: { at: String(at), text: 'a "b"\n\\c' }, value }));
  const lines = familiesText([{ name: "odd", help: "Of\ntwo \\ lines", type: "gauge", samples }]).split("\n");
  assert.equal(lines[0], "# HELP odd Of\\ntwo \\\\ lines");
  assert.equal(lines[2], 'odd{at="0",text="a \\"b\\"\\n\\\\c"} +Inf');
  assert.deepEqual(
    lines.slice(2, 7).map((line) => line.split(" ").at(-1)),
    ["+Inf", "-Inf", "NaN", "-0.5", "1e+21"],
  );
});
