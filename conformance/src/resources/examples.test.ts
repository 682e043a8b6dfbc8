import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { loadResources, problemText } from "@millrace/resources";
import { parseAllDocuments, stringify } from "yaml";
import { type Json, placesOf } from "./examples.ts";
import { mutationsAt } from "./mutations.ts";
import { type SchemaNode, schemaOf } from "./schema-node.ts";
import { type StrimziKind, strimziCrds, strimziKinds, strimziVersion } from "./strimzi-crds.ts";
import { independentVerdict } from "./verdict.ts";

const folder = join(import.meta.dirname, "../../../examples");
const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));

type Resource = { kind: StrimziKind; metadata: Json; [key: string]: Json };

const read = (name: string) => parseAllDocuments(readFileSync(join(folder, name), "utf8")).map((document) => document.toJS() as Resource);

const problems = (resources: readonly Json[]) =>
  loadResources([{ file: "f.yaml", text: resources.map((resource) => stringify(resource)).join("---\n") }]).problems.map(problemText);

describe(`the examples, under the CRDs of Strimzi ${strimziVersion}`, () => {
  const schemas = new Map<StrimziKind, SchemaNode>();
  const verdicts = new Map<StrimziKind, (value: Json) => boolean>();
  before(async () => {
    const crds = await strimziCrds();
    for (const kind of strimziKinds) {
      const schema = schemaOf(crds[kind]);
      schemas.set(kind, schema);
      verdicts.set(kind, independentVerdict(schema));
    }
  });

  const accepts = (resource: Resource): boolean => verdicts.get(resource.kind)?.(resource) === true;

  for (const name of names) {
    it(`${name} is accepted by both`, () => {
      const resources = read(name);
      assert.ok(resources.length > 0 && resources.every(accepts));
      assert.deepEqual(problems(resources), []);
    });

    it(`${name} with one field spoilt is refused by both, as a file`, () => {
      for (const resource of read(name)) {
        const places = placesOf(resource, schemas.get(resource.kind) ?? {}).filter(
          ({ key }) => !["apiVersion", "kind", "metadata"].includes(key),
        );
        for (const { name: what, apply, undo } of places.flatMap(mutationsAt)) {
          apply();
          assert.ok(!accepts(resource), `Strimzi accepts ${what}`);
          assert.ok(
            problems([resource]).some((text) => !text.includes("no KafkaNodePool")),
            `we accept ${what}`,
          );
          undo();
        }
      }
    });
  }
});
