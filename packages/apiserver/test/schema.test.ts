import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Json, JsonObject, KubeObject } from "../src/objects.ts";
import {
  applyDefaults,
  misfit,
  prune,
  structuralSchema,
  validateObject,
  validateRules,
  withoutEmptyCollections,
} from "../src/schema/index.ts";
import { type FieldError, fieldErrorText } from "../src/status/field-error.ts";
import { thing } from "./things.ts";

const ofSpec = (spec: JsonObject, more: JsonObject = {}) =>
  structuralSchema({
    type: "object",
    properties: { metadata: { type: "object" }, spec, status: { type: "object", properties: { n: { type: "integer" } } } },
    ...more,
  });
const ofFields = (properties: JsonObject, more: JsonObject = {}) => ofSpec({ type: "object", properties, ...more });
const texts = (errors: readonly FieldError[]) => errors.map(fieldErrorText);

/** What is said against a `spec.x` by the schema of it. */
const against = (schema: JsonObject, x: Json, old?: Json) =>
  texts(validateObject(ofFields({ x: schema }), thing({ x }), old === undefined ? undefined : thing({ x: old })));

describe("validation by structural schemas", () => {
  const cases: ReadonlyArray<readonly [schema: JsonObject, value: Json, said: string | readonly string[]]> = [
    [{ type: "integer" }, "a", 'spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"'],
    [{ type: "integer" }, 1.5, 'spec.x: Invalid value: "number": spec.x in body must be of type integer: "number"'],
    [{ type: "number" }, 1, []],
    [{ type: "string" }, null, 'spec.x: Invalid value: "null": spec.x in body must be of type string: "null"'],
    [{ type: "string", nullable: true }, null, []],
    [
      { "x-kubernetes-int-or-string": true },
      true,
      'spec.x: Invalid value: "boolean": spec.x in body must be of type integer,string: "boolean"',
    ],
    [{ type: "string", enum: ["a", "b"] }, "c", 'spec.x: Unsupported value: "c": supported values: "a", "b"'],
    [{ type: "integer", minimum: 1 }, 0, "spec.x: Invalid value: 0: spec.x in body should be greater than or equal to 1"],
    [{ type: "integer", maximum: 1, exclusiveMaximum: true }, 1, "spec.x: Invalid value: 1: spec.x in body should be less than 1"],
    [{ type: "integer", multipleOf: 5 }, 7, "spec.x: Invalid value: 7: spec.x in body should be a multiple of 5"],
    [{ type: "string", maxLength: 1 }, "é😀", "spec.x: Too long: may not be more than 1 byte"],
    [{ type: "string", minLength: 2 }, "😀", 'spec.x: Invalid value: "😀": spec.x in body should be at least 2 chars long'],
    [{ type: "string", pattern: "^a+$" }, "b", "spec.x: Invalid value: \"b\": spec.x in body should match '^a+$'"],
    [{ type: "string", format: "date-time" }, "noon", 'spec.x: Invalid value: "noon": spec.x in body must be of type date-time: "noon"'],
    [{ type: "string", format: "of our own" }, "x", []],
    [{ type: "array", items: { type: "string" }, maxItems: 1 }, ["a", "b"], "spec.x: Too many: 2: must have at most 1 item"],
    [
      { type: "array", items: { type: "integer" } },
      [1, "b"],
      'spec.x[1]: Invalid value: "string": spec.x[1] in body must be of type integer: "string"',
    ],
    [{ type: "object", required: ["a"], properties: { a: { type: "string" } } }, {}, "spec.x.a: Required value"],
    [
      { type: "object", additionalProperties: { type: "string" } },
      { "a.b": 1 },
      'spec.x.a.b: Invalid value: "integer": spec.x.a.b in body must be of type string: "integer"',
    ],
    [
      { type: "object", minProperties: 1, additionalProperties: { type: "string" } },
      {},
      "spec.x: Invalid value: 0: spec.x in body should have at least 1 properties",
    ],
    [
      { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } },
      ["a", "b", "a", "a"],
      'spec.x[2]: Duplicate value: "a"',
    ],
    [
      {
        type: "array",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["name"],
        items: { type: "object", properties: { name: { type: "string" } } },
      },
      [{ name: "a" }, { name: "a" }],
      'spec.x[1]: Duplicate value: {"name":"a"}',
    ],
    [
      { type: "object", properties: { a: { type: "integer" }, b: { type: "integer" } }, oneOf: [{ required: ["a"] }, { required: ["b"] }] },
      { a: 1, b: 2 },
      '<nil>: Invalid value: "": "spec.x" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
    [
      { type: "object", properties: { a: { type: "integer" } }, anyOf: [{ required: ["a"] }] },
      {},
      ['<nil>: Invalid value: "": "spec.x" must validate at least one schema (anyOf)', "spec.x.a: Required value"],
    ],
    [{ type: "integer", not: { minimum: 5 } }, 7, '<nil>: Invalid value: "": "spec.x" must not validate the schema (not)'],
  ];
  for (const [schema, value, said] of cases) {
    it(`${JSON.stringify(schema)} of ${JSON.stringify(value)}`, () => {
      assert.deepEqual(against(schema, value), typeof said === "string" ? [said] : said);
    });
  }

  it("lets be what was wrong before, and is as it was", () => {
    assert.deepEqual(against({ type: "integer", minimum: 1 }, 0, 0), []);
    assert.equal(against({ type: "integer", minimum: 1 }, -1, 0).length, 1);
    const list: JsonObject = {
      type: "array",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
      items: { type: "object", properties: { name: { type: "string" }, n: { type: "integer", minimum: 1 } } },
    };
    const wrong = { name: "a", n: 0 };
    assert.deepEqual(against(list, [{ name: "b", n: 1 }, wrong], [wrong]), []);
    assert.equal(against(list, [{ ...wrong, n: -1 }], [wrong]).length, 1);
  });

  it("looks at the status only when that is written", () => {
    const object = { ...thing({ x: "wrong" }), status: { n: "wrong" } };
    const schema = ofFields({ x: { type: "integer" } });
    assert.equal(
      texts(validateObject(schema, object, undefined, "status")).join(),
      'status.n: Invalid value: "string": n in body must be of type integer: "string"',
    );
  });
});

describe("pruning", () => {
  const schema = ofFields({
    known: { type: "object", properties: { a: { type: "string" } } },
    list: { type: "array", items: { type: "object", properties: { a: { type: "string" } } } },
    open: { type: "object", "x-kubernetes-preserve-unknown-fields": true, properties: { closed: { type: "object", properties: {} } } },
    texts: { type: "object", additionalProperties: { type: "string" } },
  });

  it("drops what nobody knows, and tells its paths", () => {
    const given = {
      ...thing(
        { known: { a: "1", b: 2 }, list: [{ c: 1 }], open: { x: { y: 1 }, closed: { z: 1 } }, texts: { q: "1" }, more: 1 },
        { what: 1 },
      ),
      extra: 1,
    };
    const { object, unknown } = prune(schema, given);
    assert.deepEqual(object.spec, { known: { a: "1" }, list: [{}], open: { x: { y: 1 }, closed: {} }, texts: { q: "1" } });
    assert.deepEqual(unknown, ["metadata.what", "extra", "spec.known.b", "spec.list[0].c", "spec.more", "spec.open.closed.z"]);
  });

  it("takes null for nothing, but in what is open or may be null, and empty metadata too", () => {
    const nullable = ofFields({
      a: { type: "string" },
      b: { type: "string", nullable: true },
      c: { type: "string", default: "d" },
      open: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    });
    const { object } = prune(nullable, thing({ a: null, b: null, c: null, open: { x: null } }, { labels: {}, annotations: null }));
    assert.deepEqual(object.spec, { b: null, c: null, open: { x: null } });
    assert.deepEqual(Object.keys(object.metadata), ["name", "namespace"]);
    assert.deepEqual(applyDefaults(nullable, object).spec, { b: null, c: "d", open: { x: null } });
  });

  it("leaves alone what it has pruned already, and fills in defaults once", () => {
    const json = fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("known", "list", "open", "texts", "__proto__", "x"), json), (spec) => {
        const once = prune(schema, thing(spec)).object;
        const twice = prune(schema, once);
        assert.deepEqual(twice, { object: once, unknown: [] });
        const defaulted = applyDefaults(schema, once);
        assert.deepEqual(applyDefaults(schema, defaulted), defaulted);
      }),
    );
  });

  it("brings the defaults below a default", () => {
    const nested = ofFields({ a: { type: "object", default: {}, properties: { b: { type: "integer", default: 5 } } } });
    assert.deepEqual(applyDefaults(nested, thing({})).spec, { a: { b: 5 } });
  });
});

describe("objects of Kubernetes' own kinds", () => {
  const bytes = { type: "object", additionalProperties: { type: "string", format: "byte" } };
  const secret = structuralSchema({
    type: "object",
    properties: { data: bytes, flag: { type: "boolean" }, items: { type: "array", items: { type: "object", properties: {} } } },
  });
  const object = (more: JsonObject): KubeObject => ({ apiVersion: "v1", kind: "Secret", metadata: {}, ...more });

  it("are refused where Go can't read them", () => {
    assert.equal(
      misfit(secret, object({ data: { a: 1 } })),
      "json: cannot unmarshal number into Go struct field Secret.data of type []uint8",
    );
    assert.equal(
      misfit(secret, object({ data: "x" })),
      "json: cannot unmarshal string into Go struct field Secret.data of type map[string][]uint8",
    );
    assert.equal(misfit(secret, object({ flag: "yes" })), "json: cannot unmarshal string into Go struct field Secret.flag of type bool");
    assert.equal(misfit(secret, object({ data: { a: "%" } })), "illegal base64 data at input byte 0");
    assert.equal(misfit(secret, object({ data: { a: "YQ==" }, other: 1 })), undefined);
  });

  it("have no empty maps and lists", () => {
    assert.deepEqual(withoutEmptyCollections(secret, object({ data: {}, items: [], flag: false })), object({ flag: false }));
  });
});

describe("rules", () => {
  const check = async (rule: JsonObject, x: Json, old?: Json, schema: JsonObject = { type: "integer" }) => {
    const withRule = ofFields({ x: { ...schema, "x-kubernetes-validations": [rule] } });
    return texts(await validateRules(withRule, thing({ x }), old === undefined ? undefined : thing({ x: old }), []));
  };

  it("say so when they don't hold, in their own words or by their source", async () => {
    assert.deepEqual(await check({ rule: "self > 1" }, 2), []);
    assert.deepEqual(await check({ rule: "self > 1" }, 1), ['spec.x: Invalid value: "integer": failed rule: self > 1']);
    assert.deepEqual(await check({ rule: "self > 1", message: "too small " }, 1), ['spec.x: Invalid value: "integer": too small']);
    const said = { rule: "self > 1", messageExpression: "'not ' + string(self)", reason: "FieldValueForbidden", fieldPath: ".y" };
    assert.deepEqual(await check(said, 1), ["spec.x.y: Forbidden: not 1"]);
  });

  it("compare with what was before, if there was anything", async () => {
    const immutable = { rule: "self == oldSelf", message: "is immutable" };
    assert.deepEqual(await check(immutable, 1), []);
    assert.deepEqual(await check(immutable, 1, 1), []);
    assert.deepEqual(await check(immutable, 2, 1), ['spec.x: Invalid value: "integer": is immutable']);
    const optional = { rule: "oldSelf.hasValue() ? self >= oldSelf.value() : self == 0", optionalOldSelf: true, message: "no" };
    assert.deepEqual(await check(optional, 0), []);
    assert.equal((await check(optional, 1)).length, 1);
    assert.deepEqual(await check(optional, 2, 1), []);
    assert.equal((await check(optional, 1, 2)).length, 1);
  });

  it("see fields by their escaped names, only those that the schema names, and whole numbers as integers where it says so", async () => {
    const object = {
      type: "object",
      properties: { namespace: { type: "string" }, "a-b": { type: "number" }, port: { "x-kubernetes-int-or-string": true } },
    };
    const value = { namespace: "n", "a-b": 1, port: 80, other: 1 };
    for (const rule of ["self.__namespace__ == 'n'", "self.a__dash__b < 1.5", "type(self.port) == int", "!has(self.other)"]) {
      assert.deepEqual(await check({ rule }, value, undefined, { ...object, "x-kubernetes-preserve-unknown-fields": true }), [], rule);
    }
    assert.deepEqual(await check({ rule: "self.port == 1" }, {}, undefined, object), [
      'spec.x: Invalid value: "object": no such key: port evaluating rule: self.port == 1',
    ]);
  });

  it("know Kubernetes' functions", async () => {
    for (const rule of [
      "['a', 'b'].isSorted()",
      "[1, 2].sum() == 3",
      "'a1b2'.findAll('[0-9]') == ['1', '2']",
      "'a'.replace('a', 'b') == 'b'",
      "'%s-%d'.format(['a', 1]) == 'a-1'",
      "isURL('https://example.org')",
    ]) {
      assert.deepEqual(await check({ rule }, 1), [], rule);
    }
  });

  it("aren't looked at where the schema is broken, and let be what was wrong before", async () => {
    const schema = ofFields({ x: { type: "integer", "x-kubernetes-validations": [{ rule: "self > 1" }] } });
    const blocking: FieldError = { type: "FieldValueRequired", field: "spec.y", detail: "" };
    assert.deepEqual(texts(await validateRules(schema, thing({ x: 0 }), undefined, [blocking])), [
      "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
    ]);
    assert.deepEqual(await check({ rule: "self > 1" }, 0, 0), []);
    assert.equal((await check({ rule: "self > 1" }, -1, 0)).length, 1);
  });
});
