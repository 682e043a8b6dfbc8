import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeDifference, differences, type Verdict } from "./verdicts.ts";

const paths = (expected: Verdict, actual: Verdict): string[] => differences(expected, actual).map(({ path }) => path);

describe("differences of verdicts", () => {
  it("are none between equals, whatever the order of names", () => {
    assert.deepEqual(paths({ a: [1, { b: null }], c: "x" }, { c: "x", a: [1, { b: null }] }), []);
  });

  it("are named by their path", () => {
    assert.deepEqual(paths({ a: [1, { b: 2 }], c: 3 }, { a: [1, { b: 4 }], c: 3 }), ["/a/1/b"]);
  });

  it("are told for what is missing and for what is there in addition", () => {
    assert.deepEqual(paths({ a: 1, b: 2 }, { b: 2, c: 3 }), ["/a", "/c"]);
    assert.deepEqual(paths([1, 2], [1]), ["/1"]);
  });

  it("tell null from nothing, and lists from maps", () => {
    assert.deepEqual(paths({ a: null }, {}), ["/a"]);
    assert.deepEqual(paths({ a: [] }, { a: {} }), ["/a"]);
  });

  it("show both sides", () => {
    const [difference] = differences({ a: "x" }, {});
    assert.ok(difference);
    assert.equal(describeDifference(difference), '/a: expected "x", got nothing');
  });
});
