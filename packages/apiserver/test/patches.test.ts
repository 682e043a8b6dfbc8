import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Json, JsonObject } from "../src/objects.ts";
import { jsonPatch, mergePatch, strategicMergePatch } from "../src/patch/index.ts";
import { structuralSchema } from "../src/schema/index.ts";
import { StatusError } from "../src/status/status.ts";

const refusal = (code: number) => (thrown: unknown) => thrown instanceof StatusError && thrown.code === code;

describe("JSON patches", () => {
  const document = { a: { b: [1, 2, 3], "c/d": { "e~f": 1 } }, n: null };
  const cases: ReadonlyArray<readonly [patch: JsonObject, result: JsonObject]> = [
    [
      { op: "add", path: "/a/b/-", value: 4 },
      { ...document, a: { ...document.a, b: [1, 2, 3, 4] } },
    ],
    [
      { op: "add", path: "/a/b/1", value: 9 },
      { ...document, a: { ...document.a, b: [1, 9, 2, 3] } },
    ],
    [
      { op: "add", path: "/x", value: { y: 1 } },
      { ...document, x: { y: 1 } },
    ],
    [
      { op: "remove", path: "/a/b/-1" },
      { ...document, a: { ...document.a, b: [1, 2] } },
    ],
    [
      { op: "replace", path: "/a/c~1d/e~0f", value: 2 },
      { ...document, a: { ...document.a, "c/d": { "e~f": 2 } } },
    ],
    [
      { op: "replace", path: "/new", value: 1 },
      { ...document, new: 1 },
    ],
    [{ op: "replace", path: "", value: { z: 1 } }, { z: 1 }],
    [
      { op: "move", from: "/a/b/0", path: "/first" },
      { ...document, a: { ...document.a, b: [2, 3] }, first: 1 },
    ],
    [
      { op: "copy", from: "/a/b", path: "/copy" },
      { ...document, copy: [1, 2, 3] },
    ],
    [{ op: "test", path: "/a/b", value: [1, 2, 3] }, document],
    [{ op: "test", path: "/nothing", value: null }, document],
  ];
  for (const [operation, result] of cases) {
    it(JSON.stringify(operation), () => assert.deepEqual(jsonPatch(document, [operation]), result));
  }

  const refused: readonly JsonObject[] = [
    { op: "add", path: "/x/y", value: 1 },
    { op: "add", path: "/a/b/5", value: 1 },
    { op: "add", path: "/a/b/x", value: 1 },
    { op: "remove", path: "/x" },
    { op: "replace", path: "/a/b/3", value: 1 },
    { op: "move", from: "/x", path: "/y" },
    { op: "test", path: "/a/b", value: [] },
    { op: "what", path: "/a" },
    { op: "add", value: 1 },
    { op: "replace", path: "", value: 1 },
  ];
  for (const operation of refused) {
    it(`refuses ${JSON.stringify(operation)}`, () => assert.throws(() => jsonPatch(document, [operation]), refusal(422)));
  }

  it("are lists of at most 10,000 operations", () => {
    assert.throws(() => jsonPatch({}, {}), refusal(400));
    assert.throws(
      () =>
        jsonPatch(
          {},
          Array.from({ length: 10_001 }, () => ({})),
        ),
      refusal(413),
    );
  });
});

/** Without lists: where one takes an object's place, Kubernetes leaves the nulls in it. */
const { object } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<Json>("x", 1, null), tie("object")),
  object: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("value")),
}));
const hasNulls = (value: Json | undefined): boolean =>
  value === null || (typeof value === "object" && !Array.isArray(value) && Object.values(value).some(hasNulls));

describe("merge patches", () => {
  it("follow the examples of RFC 7386, appendix A", () => {
    const examples: ReadonlyArray<readonly [JsonObject, JsonObject, JsonObject]> = [
      [{ a: "b" }, { a: "c" }, { a: "c" }],
      [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
      [{ a: "b" }, { a: null }, {}],
      [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
      [{ a: ["b"] }, { a: "c" }, { a: "c" }],
      [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
      [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
      [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of examples) assert.deepEqual(mergePatch(target, patch), result, JSON.stringify(patch));
  });

  it("say nothing new when they are repeated, and leave no null of theirs", () => {
    fc.assert(
      fc.property(object, object, (target, patch) => {
        const once = mergePatch(target, patch);
        assert.deepEqual(mergePatch(once, patch), once);
        if (!hasNulls(target)) assert.ok(!hasNulls(once), JSON.stringify(once));
      }),
    );
  });
});

describe("strategic merge patches", () => {
  const named = { type: "object", properties: { name: { type: "string" }, value: { type: "string" } } };
  const schema = structuralSchema({
    type: "object",
    properties: {
      keyed: { type: "array", items: named, "x-kubernetes-patch-strategy": "merge", "x-kubernetes-patch-merge-key": "name" },
      texts: { type: "array", items: { type: "string" }, "x-kubernetes-patch-strategy": "merge" },
      plain: { type: "array", items: named },
      map: { type: "object", additionalProperties: { type: "string" } },
    },
  });
  const patched = (before: JsonObject, patch: JsonObject) => strategicMergePatch(before, patch, schema);
  const items = (...names: string[]) => names.map((name) => ({ name, value: "v" }));

  it("merge lists by their keys, texts as sets, and replace what the schema says nothing of", () => {
    const before = { keyed: items("a", "b"), texts: ["x", "y"], plain: items("a"), map: { k: "1", l: "2" } };
    const patch = { keyed: [{ name: "b", value: "w" }, { name: "c" }], texts: ["z", "x"], plain: items("q"), map: { k: null, m: "3" } };
    assert.deepEqual(patched(before, patch), {
      keyed: [{ name: "a", value: "v" }, { name: "b", value: "w" }, { name: "c" }],
      texts: ["z", "x", "y"],
      plain: items("q"),
      map: { l: "2", m: "3" },
    });
  });

  it("do what their directives ask for", () => {
    const before = { keyed: items("a", "b", "c"), texts: ["x", "y"], map: { k: "1" } };
    assert.deepEqual(patched(before, { keyed: [{ name: "b", $patch: "delete" }] }).keyed, items("a", "c"));
    assert.deepEqual(patched(before, { keyed: [{ $patch: "replace" }, ...items("z")] }).keyed, items("z"));
    assert.deepEqual(patched(before, { "$deleteFromPrimitiveList/texts": ["x"] }).texts, ["y"]);
    assert.deepEqual(patched(before, { "$setElementOrder/keyed": [{ name: "c" }, { name: "a" }], keyed: [] }).keyed, items("b", "c", "a"));
    assert.deepEqual(patched(before, { map: { $patch: "replace", z: "1" } }).map, { z: "1" });
    assert.deepEqual(patched(before, { $retainKeys: ["map"], map: { k: "2" } }), { map: { k: "2" } });
  });

  it("refuse items without their key, and directives that aren't known", () => {
    assert.throws(() => patched({ keyed: items("a") }, { keyed: [{ value: "v" }] }), refusal(500));
    assert.throws(() => patched({}, { $patch: "what" }), refusal(500));
    assert.throws(() => patched({}, { "$setElementOrder/keyed": "a" }), refusal(400));
    const before = { keyed: items("a", "b") };
    assert.throws(() => patched(before, { keyed: items("b", "a"), "$setElementOrder/keyed": items("a", "b") }), refusal(500));
    assert.throws(() => patched(before, { keyed: null, "$setElementOrder/keyed": items("a") }), refusal(500));
    assert.throws(() => patched({ keyed: [] }, { "$setElementOrder/keyed": items("a") }), refusal(500));
  });
});
