import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { durationMs, partitionNumbers } from "../src/options.ts";
import { parseRecord, recordJson, recordText } from "../src/record-format.ts";
import { startOffset } from "../src/start-offset.ts";

const bytes = fc.option(
  fc.oneof(
    fc.string().map((text) => Buffer.from(text)),
    fc.uint8Array().map((array) => Buffer.from(array)),
  ),
  { nil: null },
);
const plain = { noNullPrototype: true };
const headers = fc.array(fc.record({ key: fc.string(), value: bytes }, plain), { maxLength: 3 });
const record = fc.record({ offset: fc.nat(), timestamp: fc.nat(), key: bytes, value: bytes, headers }, plain);

test("a record that is written as JSON is read as the same record", () => {
  fc.assert(
    fc.property(record, (written) => {
      const { topic: _topic, ...read } = parseRecord("t", JSON.stringify(recordJson("t", 3, written)));
      const { offset: _offset, timestamp, ...content } = written;
      assert.deepEqual(read, { ...content, partition: 3, timestampMs: timestamp });
    }),
  );
});

test("a record's text is its value as it is", () => {
  const parts = { timestamp: false, position: false, key: false, headers: false, separator: "\t" };
  fc.assert(
    fc.property(record, (written) => {
      assert.deepEqual(recordText(0, written, parts), Buffer.concat([written.value ?? Buffer.alloc(0), Buffer.from("\n")]));
    }),
  );
});

for (const line of [
  "",
  "1",
  "[]",
  "null",
  "{",
  '{"headers":{}}',
  '{"headers":[{}]}',
  '{"partition":-1}',
  '{"partition":"1"}',
  '{"timestampMs":"1"}',
  '{"other":1}',
]) {
  test(`'${line}' is no record`, () => assert.throws(() => parseRecord("t", line), { code: "USAGE" }));
}

test("starting offsets", () => {
  assert.equal(startOffset("earliest"), "earliest");
  assert.deepEqual(startOffset("0"), { offset: 0 });
  assert.deepEqual(startOffset("-3"), { tail: 3 });
  assert.deepEqual(startOffset("@1700000000000"), { timestampMs: 1_700_000_000_000 });
  assert.deepEqual(startOffset("@2023-11-14T22:13:20Z"), { timestampMs: 1_700_000_000_000 });
  for (const wrong of ["", "-", "1.5", "@", "@soon", "99999999999999999999", "first"])
    assert.throws(() => startOffset(wrong), { name: "UsageError" });
});

test("durations and partitions", () => {
  assert.deepEqual(["500ms", "10s", "2m", "1h"].map(durationMs), [500, 10_000, 120_000, 3_600_000]);
  for (const wrong of ["", "10", "0s", "-1s", "1.5s", "s"]) assert.throws(() => durationMs(wrong), { name: "UsageError" });
  assert.deepEqual(partitionNumbers("0, 2,5"), [0, 2, 5]);
  for (const wrong of ["", "0,", "-1", "a"]) assert.throws(() => partitionNumbers(wrong), { name: "UsageError" });
});
