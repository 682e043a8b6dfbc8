import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { jsonText, parseJson } from "../src/json-text.ts";

describe("JSON as text", () => {
  it("keeps integers of 64 bits, and nothing larger, exactly", () => {
    assert.equal(parseJson("9223372036854775807"), 9223372036854775807n);
    assert.equal(parseJson("-9223372036854775808"), -9223372036854775808n);
    assert.equal(parseJson("9223372036854775808"), 2 ** 63);
    assert.equal(parseJson("9007199254740991"), 9007199254740991);
    assert.equal(parseJson("0.12345678901234568000"), 0.12345678901234568);
    assert.equal(jsonText({ a: [9223372036854775807n] }), '{"a":[9223372036854775807]}');
  });

  it("reads what it has written", () => {
    const integer = fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
    fc.assert(fc.property(fc.array(fc.oneof(integer, fc.string())), (values) => assert.deepEqual(parseJson(jsonText(values)), values)));
  });

  it("says of other wrong values what JSON says", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    assert.throws(() => jsonText(loop), TypeError);
  });
});
