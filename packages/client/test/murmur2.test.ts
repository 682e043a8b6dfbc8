import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { murmur2 } from "../src/producer/murmur2.ts";
import { partitionOfKey } from "../src/producer/partitioner.ts";

/** What the Java client's `Utils.murmur2` gives. */
const hashes: ReadonlyArray<readonly [string, number]> = [
  ["", 275646681],
  ["a", -1563381124],
  ["ab", 316155434],
  ["abc", 479470107],
  ["abcd", -1323649548],
  ["ORD", 1930652851],
  ["origin-17", -1807226286],
  ["The quick brown fox", -340512587],
  ["Zürich Flughafen", 457759041],
  ["κλειδί", -842732785],
  ["0123456789abcdef0123456789abcdef", 81657833],
];

for (const [key, hash] of hashes) {
  test(`murmur2 of "${key}" is Java's`, () => assert.equal(murmur2(Buffer.from(key)), hash));
}

test("murmur2 of every byte is Java's", () => {
  assert.equal(murmur2(Uint8Array.from({ length: 256 }, (_, byte) => byte)), -1948347274);
});

test("a key's partition is one of the topic's and always the same", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 10_000 }), (key, count) => {
      const partition = partitionOfKey(key, count);
      assert.ok(partition >= 0 && partition < count);
      assert.equal(partitionOfKey(Uint8Array.from(key), count), partition);
    }),
  );
});
