import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { kinds, validate } from "@millrace/resources";
import { parse } from "yaml";
import { combinations } from "./combinations.ts";
import { fullExample, type Json, placesOf } from "./examples.ts";
import { type Crd, type SchemaNode, schemaOf } from "./schema-node.ts";
import { type StrimziKind, strimziCrds, strimziKinds, strimziVersion } from "./strimzi-crds.ts";
import { rulesHold } from "./verdict.ts";

/** Descends along a path of `placesOf`, which goes by the keys of an example. */
function nodeAt(schema: SchemaNode, path: string): SchemaNode | undefined {
  return path
    .split("/")
    .slice(1)
    .reduce<SchemaNode | undefined>((node, step) => node?.properties?.[step] ?? node?.items ?? node?.additionalProperties, schema);
}

describe(`rules between fields against those of Strimzi ${strimziVersion}`, () => {
  let theirs: Readonly<Record<StrimziKind, Crd>>;
  before(async () => {
    theirs = await strimziCrds();
  });
  const crdsFolder = join(import.meta.dirname, "../../../packages/resources/crds");

  it("give the same verdict, in Strimzi's CRD, in ours and in our validator, on every combination", () => {
    const judged: string[] = [];
    for (const kind of strimziKinds) {
      const schema = schemaOf(theirs[kind]);
      const ours = schemaOf(parse(readFileSync(join(crdsFolder, `${kinds[kind].plural}.yaml`), "utf8")) as Crd);
      const example = { ...(fullExample(schema, 0) as object), metadata: { name: "a" } } as Json;
      for (const { path, holder, key, node } of placesOf(example, schema)) {
        if (node["x-kubernetes-validations"] === undefined) continue;
        const ourNode = nodeAt(ours, path);
        assert.ok(ourNode !== undefined);
        judged.push(`${kind}${path}`);
        for (const object of combinations(node)) {
          holder[key] = object;
          const expected = rulesHold(node, object);
          assert.equal(rulesHold(ourNode, object), expected, `our CEL for ${path} ${JSON.stringify(object)}`);
          assert.equal(validate(kinds[kind].shape, example).length === 0, expected, `our validator for ${path} ${JSON.stringify(object)}`);
        }
        holder[key] = fullExample(node, 0);
      }
    }
    assert.deepEqual(judged, [
      "Kafka/spec/kafka/rack",
      "Kafka/spec/kafka/metricsConfig",
      "Kafka/spec/cruiseControl/metricsConfig",
      "KafkaUser/spec/authentication",
      ...["KafkaConnect", "KafkaMirrorMaker2", "KafkaBridge"].flatMap((kind) => [`${kind}/spec/rack`, `${kind}/spec/metricsConfig`]),
    ]);
  });
});
