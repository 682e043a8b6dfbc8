import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { generatedFiles } from "../generate/files.ts";
import { covers, definitions, type FieldDefinition, intersect, isEmpty, parseVersions } from "../src/definitions/index.ts";

function* allFields(fields: readonly FieldDefinition[], path: string): Generator<[string, FieldDefinition]> {
  for (const field of fields) {
    yield [`${path}.${field.name}`, field];
    yield* allFields(field.fields, `${path}.${field.name}`);
  }
}

const everyField = definitions.flatMap((message) => [
  ...allFields(message.fields, message.name),
  ...message.structs.flatMap((struct) => [...allFields(struct.fields, `${message.name}/${struct.name}`)]),
]);

test("every field is explained in a sentence", () => {
  for (const [path, field] of everyField) assert.match(field.doc, /^[A-Z\d`“-].{7,}[.]$/, path);
});

test("ranges of versions make sense", () => {
  for (const [path, field] of everyField) {
    const versions = parseVersions(field.versions);
    assert.ok(!isEmpty(versions), path);
    assert.ok(covers(versions, intersect(versions, parseVersions(field.tagged))), path);
    assert.equal(field.tag === undefined, field.tagged === "none", path);
    if (field.default === null) assert.ok(covers(parseVersions(field.nullable), versions), path);
  }
});

test("names are unique", () => {
  const names = definitions.map((message) => message.name);
  assert.equal(new Set(names).size, names.length);
  const types = [...generatedFiles().values()].flatMap((text) =>
    [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map((match) => match[1]),
  );
  assert.ok(types.length > 150);
  assert.equal(new Set(types).size, types.length);
});

test("the generated files are what the definitions give", async () => {
  for (const [path, text] of generatedFiles()) {
    const file = join(import.meta.dirname, "../src/generated", path);
    assert.equal(await readFile(file, "utf8"), text, `${path} is out of date: npm run generate`);
  }
});
