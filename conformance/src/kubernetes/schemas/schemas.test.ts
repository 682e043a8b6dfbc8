import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { kinds, validate } from "@millrace/resources";
import { fullExample, type Json, placesOf } from "../../resources/examples.ts";
import { type Crd, type SchemaNode, schemaOf } from "../../resources/schema-node.ts";
import { ourCrds } from "../crds.ts";
import { answerText } from "./answer.ts";
import { nameOf } from "./attempts.ts";
import { outcomeDifferences, verdictOf } from "./outcomes.ts";
import { smallExample } from "./small-example.ts";
import type { Trial } from "./trial.ts";
import { trialsOf } from "./trials.ts";

const namesOf = (crd: Crd): readonly string[] =>
  trialsOf(crd, []).flatMap(({ name, trials }) => trials.map((trial) => `${name} ${trial.place} ${nameOf(trial)}`));

/** The same schema with all fields in another order. */
function turned(node: SchemaNode): SchemaNode {
  const { properties, items, additionalProperties, ...own } = node;
  return {
    ...Object.fromEntries(Object.entries(own).reverse()),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties)
          .reverse()
          .map(([name, child]) => [name, turned(child)]),
      ),
    }),
    ...(items && { items: turned(items) }),
    ...(additionalProperties && { additionalProperties: turned(additionalProperties) }),
  };
}

describe("resources made from schemas", () => {
  let crds: readonly Crd[];
  before(async () => {
    crds = await ourCrds();
  });

  it("are right where they are the smallest that have a place", () => {
    for (const crd of crds) {
      const schema = schemaOf(crd);
      const { shape } = kinds[crd.spec.names.kind as keyof typeof kinds];
      for (const { path } of placesOf(fullExample(schema, 0), schema)) {
        const example = smallExample(schema, path.split("/").slice(1)) as { [field: string]: Json };
        assert.ok(
          placesOf(example, schema).some((place) => place.path === path),
          path,
        );
        assert.deepEqual(validate(shape, { ...example, metadata: { name: "a" } }), [], path);
      }
    }
  });

  it("are the same and no two alike, whatever the order of fields", () => {
    for (const crd of crds) {
      const [version] = crd.spec.versions;
      assert.ok(version !== undefined);
      const other = { ...version, schema: { openAPIV3Schema: turned(schemaOf(crd)) } };
      const names = namesOf(crd);
      assert.equal(new Set(names).size, names.length);
      assert.deepEqual(namesOf({ ...crd, spec: { ...crd.spec, versions: [other] } }).toSorted(), names.toSorted());
    }
  });

  it("have something of every sort at a field", () => {
    const topic = crds.find(({ spec }) => spec.names.kind === "KafkaTopic");
    assert.ok(topic !== undefined);
    const partitions = trialsOf(topic, []).find(({ name }) => name === "KafkaTopic: spec.partitions")?.trials ?? [];
    const standing = (what: string): Json | undefined => {
      const spec = partitions.find((trial) => trial.what === what)?.resource.spec as { [field: string]: Json } | undefined;
      return spec?.partitions;
    };
    assert.equal(standing("below its minimum"), 0);
    assert.equal(standing("1, which it may be"), 1);
    assert.equal(standing('mistyped as "42"'), "42");
    assert.equal(standing("null"), null);
    assert.equal(standing("misspelt"), undefined);
  });
});

describe("what is said of a resource", () => {
  const trial = (place: string, way: Trial["way"] = "create"): Trial => ({ place, what: "x", way, unknownFields: "Strict", resource: {} });
  const answer = (status: number, body: object, headers = {}) => ({ status, headers, body: JSON.stringify(body) });
  const refusal = (causes: readonly { readonly field: string; readonly message: string }[]) => {
    const all = causes.map(({ field, message }) => `${field}: ${message}`);
    const message = `KafkaTopic.kafka.strimzi.io "tried" is invalid: ${all.length === 1 ? all[0] : `[${all.join(", ")}]`}`;
    return answer(422, { reason: "Invalid", message, details: { causes: causes.map((cause) => ({ reason: "Wrong", ...cause })) } });
  };

  it("is the same of any place, whatever the place is called", () => {
    const said = (place: string, field: string) =>
      answerText(trial(place), {}, refusal([{ field, message: `${field} in body must be other` }]), "words");
    assert.equal(said("/spec/a/b", "spec.a.b"), "422\n{place}: Wrong: {place} in body must be other");
    assert.equal(said("/spec/list/0/name", "spec.list[0].name"), said("/spec/a/b", "spec.a.b"));
    assert.equal(said("/spec/a/b", "spec.a"), "422\n{holder}: Wrong: {holder} in body must be other");
    assert.equal(said("/spec/a/b", "spec.a.bc"), "422\n{holder}.bc: Wrong: {holder}.bc in body must be other");
  });

  it("is all causes in the order of their fields, and the message where that says more", () => {
    const causes = [
      { field: "b", message: "no" },
      { field: "a", message: "never" },
    ];
    assert.equal(answerText(trial(""), {}, refusal(causes), "words"), "422\na: Wrong: never\nb: Wrong: no");
    assert.equal(answerText(trial(""), {}, refusal(causes), "decisions"), "422\na: Wrong\nb: Wrong");
    const odd = answer(422, { reason: "Invalid", message: "odd: a: never", details: { causes: [{ ...causes[1], reason: "Wrong" }] } });
    assert.equal(answerText(trial(""), {}, odd, "words"), "422\nInvalid: odd: <causes>\na: Wrong: never");
    assert.equal(answerText(trial(""), {}, answer(400, { reason: "BadRequest", message: "no" }), "decisions"), "400\nBadRequest: no");
  });

  it("is what became of it where it is taken, and what was warned of", () => {
    const sent = { metadata: { name: "a" }, spec: { a: 1, b: null }, status: { c: 1 } };
    const got = answer(201, { metadata: { name: "a", uid: "1" }, spec: { a: 1, d: 2 } }, { warning: ['299 - "unknown"'] });
    const expected = '201\n{/place}: null became nothing\n/spec/d: nothing became 2\nwarning: 299 - "unknown"';
    assert.equal(answerText(trial("/spec/b"), sent, got, "words"), expected);
    assert.equal(answerText(trial("", "status"), sent, answer(200, { status: { c: 1 } }), "words"), "200");
    assert.equal(answerText(trial("", "status"), sent, answer(200, {}), "words"), '200\n/status: {"c":1} became null');
  });

  it("stands once for all that it is said of, and a difference names the place and what stood there", () => {
    const outcomes = { "/a": { x: "201", y: "422", z: "422" }, "/b": { x: "201", y: "422", z: "422" }, "/c": { x: "422" } };
    const verdict = verdictOf(outcomes);
    assert.deepEqual(verdict, [
      {
        places: ["/a", "/b"],
        answers: [
          { to: ["x"], answer: "201" },
          { to: ["y", "z"], answer: "422" },
        ],
      },
      { places: ["/c"], answers: [{ to: ["x"], answer: "422" }] },
    ]);
    assert.deepEqual(outcomeDifferences(verdict, verdict), []);
    const other = verdictOf({ ...outcomes, "/b": { x: "201", y: "201", z: "422" } });
    assert.deepEqual(outcomeDifferences(verdict, other), [{ path: "/b/y", expected: "422", actual: "201" }]);
    assert.deepEqual(outcomeDifferences(verdict, verdictOf({ "/a": outcomes["/a"], "/b": outcomes["/b"] })).length, 1);
  });
});
