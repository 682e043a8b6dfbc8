import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { artefacts } from "../generate/artefacts.ts";
import { shapesBelow } from "../generate/shapes.ts";
import { kinds } from "../src/schema/kinds.ts";

const root = join(import.meta.dirname, "../../..");

describe("generated files", () => {
  for (const { path, text } of artefacts()) {
    it(`${path} is what the schema gives`, () => {
      assert.ok(existsSync(join(root, path)), "missing: run `npm run generate`");
      assert.ok(readFileSync(join(root, path), "utf8") === text, "differs: run `npm run generate`");
    });
  }

  it("are all there is in their folders", () => {
    const paths = new Set(artefacts().map(({ path }) => path));
    for (const folder of ["packages/resources/crds", "packages/resources/src/generated"]) {
      for (const name of readdirSync(join(root, folder))) assert.ok(paths.has(`${folder}/${name}`), `${folder}/${name}`);
    }
  });
});

describe("the schema", () => {
  const shapes = new Set(Object.values(kinds).flatMap((kind) => [...shapesBelow(kind.shape).values()]));

  it("describes every field, in one line that fits a table", () => {
    for (const { name, fields } of shapes) {
      for (const [field, { description }] of Object.entries(fields)) {
        assert.ok(description !== undefined && /^[^|\n]+$/.test(description), `${name}.${field}`);
      }
    }
  });

  it("requires only fields that exist", () => {
    for (const { name, fields, required, oneOf = [] } of shapes) {
      for (const field of [...required, ...oneOf]) assert.ok(field in fields, `${name}.${field}`);
    }
  });
});
