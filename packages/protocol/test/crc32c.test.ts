import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { crc32c } from "../src/crc32c.ts";

/** The definition, bit by bit. */
function slowCrc32c(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

test("CRC-32C has the check value of its catalogue", () => {
  assert.equal(crc32c(Buffer.from("123456789")), 0xe3069283);
});

test("CRC-32C of any part of a buffer, in one piece or in two, is the definition's", () => {
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 2_000 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(bytes, fc.nat(2_000), fc.nat(2_000), fc.nat(2_000), (buffer, a, b, c) => {
      const [start, middle, end] = [a, b, c].map((at) => Math.min(at, buffer.length)).sort((x, y) => x - y) as [number, number, number];
      const expected = slowCrc32c(buffer.subarray(start, end));
      assert.equal(crc32c(buffer, start, end), expected);
      assert.equal(crc32c(buffer, middle, end, crc32c(buffer, start, middle)), expected);
    }),
  );
});

test("CRC-32C is the same before the native library is loaded, and after", () => {
  const bytes = Buffer.from(Array.from({ length: 30_000 }, (_, at) => at * at));
  const expected = slowCrc32c(bytes);
  for (let time = 0; time < 4; time++) assert.equal(crc32c(bytes), expected);
});
