import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type FieldPath, fieldElement, keyElement, pathText, valueElement } from "../src/managed-fields/element.ts";
import {
  difference,
  type FieldSet,
  fieldSet,
  hasField,
  intersection,
  noFields,
  pathsOf,
  recursiveDifference,
  union,
} from "../src/managed-fields/field-set.ts";
import { fieldsV1, readFieldsV1 } from "../src/managed-fields/fields-v1.ts";
import { sameFields } from "./things.ts";

const element = fc.oneof(
  fc.constantFrom("a", "b", "c").map(fieldElement),
  fc.constantFrom("x", "<y>", 1, true).map(valueElement),
  fc.record({ name: fc.constantFrom("n", "m"), port: fc.constantFrom(80, 9) }).map(keyElement),
  fc.nat(3).map((place) => `i:${place}`),
);
const path = fc.array(element, { minLength: 1, maxLength: 4 });
const paths = fc.array(path, { maxLength: 8 });
const set = paths.map(fieldSet);
const same = (left: FieldSet, right: FieldSet) => assert.ok(sameFields(left, right), `${show(left)} is not ${show(right)}`);
const show = (fields: FieldSet): string => JSON.stringify(fieldsV1(fields));
const holds = (law: (...sets: [FieldSet, FieldSet, FieldSet]) => void) => fc.assert(fc.property(set, set, set, law));

describe("sets of fields", () => {
  it("have the paths that were put in, and no others", () => {
    fc.assert(
      fc.property(paths, path, (given, other) => {
        const fields = fieldSet(given);
        for (const each of given) assert.ok(hasField(fields, each));
        assert.equal(
          hasField(fields, other),
          given.some((each) => pathText(each) === pathText(other)),
        );
        same(fieldSet(pathsOf(fields)), fields);
      }),
    );
  });

  it("obey the laws of sets", () => {
    holds((a, b, c) => {
      same(union(a, b), union(b, a));
      same(union(a, union(b, c)), union(union(a, b), c));
      same(intersection(a, b), intersection(b, a));
      same(intersection(a, union(b, c)), union(intersection(a, b), intersection(a, c)));
      same(difference(a, union(b, c)), difference(difference(a, b), c));
      same(union(difference(a, b), intersection(a, b)), a);
      same(intersection(difference(a, b), b), noFields);
      same(difference(a, a), noFields);
    });
  });

  it("take away what is below a path only when told to", () => {
    const beyond = (fields: FieldSet, removed: readonly FieldPath[]) =>
      pathsOf(fields).filter((each) => !removed.some((prefix) => prefix.every((step, at) => each[at] === step)));
    fc.assert(
      fc.property(set, paths, (fields, removed) => same(recursiveDifference(fields, fieldSet(removed)), fieldSet(beyond(fields, removed)))),
    );
  });

  it("survive being written down, in any order of keys", () => {
    fc.assert(
      fc.property(set, (fields) => {
        const written = fieldsV1(fields);
        same(readFieldsV1(written), fields);
        same(readFieldsV1(Object.fromEntries(Object.entries(written).reverse())), fields);
      }),
    );
  });

  it("are written in the order of FieldsV1: fields, keyed items, values, places", () => {
    const written = fieldsV1(
      fieldSet([
        ["i:10"],
        ["i:2"],
        [valueElement("b")],
        [valueElement(2)],
        [keyElement({ name: "b" })],
        [fieldElement("z")],
        [fieldElement("a")],
        ["f:a", "f:x"],
      ]),
    );
    assert.deepEqual(Object.keys(written), ["f:a", "f:z", 'k:{"name":"b"}', "v:2", 'v:"b"', "i:2", "i:10"]);
    assert.deepEqual(written["f:a"], { ".": {}, "f:x": {} });
  });

  it("are shown as conflicts name them", () => {
    assert.equal(pathText(["f:spec", 'k:{"name":"a","port":80}', 'v:"x"', "i:0"]), '.spec[name="a",port=80][="x"][0]');
  });

  it("refuse keys that are none", () => {
    for (const key of ["x", "fx", "k:1", "i:a"]) assert.throws(() => readFieldsV1({ [key]: {} }), SyntaxError, key);
    assert.equal(readFieldsV1({ "q:what": {} }).size, 0);
  });
});
