import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { kinds, pathText, validate, withoutNulls } from "@millrace/resources";
import { anyValues } from "./any-values.ts";
import { fullExample, type Json, placesOf } from "./examples.ts";
import { mutationsAt } from "./mutations.ts";
import { type SchemaNode, schemaOf, sortOf } from "./schema-node.ts";
import { type StrimziKind, strimziCrds, strimziKinds, strimziVersion } from "./strimzi-crds.ts";
import { independentVerdict } from "./verdict.ts";

/** What Strimzi's schema of one kind says, and what is asked about it. */
interface Bench {
  readonly schema: SchemaNode;
  readonly strimziAccepts: (value: Json) => boolean;
}

/** The API server looks after `metadata` itself; here it is as small as we take it. */
const withoutMetadata = (schema: SchemaNode): SchemaNode => {
  const { metadata: _, ...properties } = schema.properties ?? {};
  return { ...schema, properties };
};

const ourFindings = (kind: StrimziKind, value: Json) => {
  const { shape } = kinds[kind];
  return validate(shape, withoutNulls(shape, { ...(value as object), metadata: { name: "a" } }));
};
const weAccept = (kind: StrimziKind, value: Json): boolean => ourFindings(kind, value).length === 0;

/** Places where the second of every enum's options is refused by a rule between fields, by Strimzi too. */
const refusedAlternatives: Readonly<Partial<Record<StrimziKind, readonly string[]>>> = {
  Kafka: ["spec.cruiseControl.metricsConfig"],
  KafkaUser: ["spec.authentication"],
};

describe(`verdicts against the schemas of Strimzi ${strimziVersion}`, () => {
  const benches = new Map<StrimziKind, Bench>();
  before(async () => {
    const crds = await strimziCrds();
    for (const kind of strimziKinds) {
      const schema = withoutMetadata(schemaOf(crds[kind]));
      benches.set(kind, { schema, strimziAccepts: independentVerdict(schema) });
    }
  });

  const benchOf = (kind: StrimziKind): Bench => {
    const bench = benches.get(kind);
    assert.ok(bench !== undefined);
    return bench;
  };

  // Strimzi's schemas repeat themselves and each other a lot; what is the same in all that matters is tried once.
  const spoilt = new Set<string>();
  const filled = new Set<string>();
  const isNew = (tried: Set<string>, sort: string): boolean => tried.size < tried.add(sort).size;

  for (const kind of strimziKinds) {
    it(`${kind}, every field given: both accept`, () => {
      const { schema, strimziAccepts } = benchOf(kind);
      const example = fullExample(schema, 0);
      assert.ok(strimziAccepts(example));
      assert.deepEqual(ourFindings(kind, example), []);
    });

    it(`${kind}, every field given with its second alternative: the same verdict`, () => {
      const { schema, strimziAccepts } = benchOf(kind);
      const example = fullExample(schema, 1);
      const refused = ourFindings(kind, example).map(({ path }) => pathText(path));
      assert.deepEqual(refused, refusedAlternatives[kind] ?? []);
      assert.equal(strimziAccepts(example), refused.length === 0);
    });

    it(`${kind}, one field spoilt: both refuse`, () => {
      const { schema, strimziAccepts } = benchOf(kind);
      const example = fullExample(schema, 0);
      const places = placesOf(example, schema).filter(({ holderNode, key }) => isNew(spoilt, `${sortOf(holderNode)} ${key}`));
      let tried = 0;
      for (const { name, apply, undo } of places.flatMap(mutationsAt)) {
        apply();
        assert.ok(!strimziAccepts(example), `Strimzi accepts ${name}`);
        assert.ok(!weAccept(kind, example), `we accept ${name}`);
        undo();
        tried += 1;
      }
      assert.ok(strimziAccepts(example) && weAccept(kind, example), "the example is not what it was");
      assert.ok(tried > 3 * places.length, `only ${tried} tried`);
    });

    it(`${kind}, any value anywhere: the same verdict`, () => {
      const { schema, strimziAccepts } = benchOf(kind);
      const example = fullExample(schema, 0);
      for (const { path, holder, key, node } of placesOf(example, schema)) {
        if (!isNew(filled, sortOf(node))) continue;
        const original = holder[key] ?? null;
        for (const value of anyValues) {
          holder[key] = value;
          assert.equal(weAccept(kind, example), strimziAccepts(example), `${path} = ${JSON.stringify(value)}`);
        }
        holder[key] = original;
      }
    });
  }
});
