import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { artefacts } from "../../generate/artefacts.ts";

const root = join(import.meta.dirname, "../../../..");

describe("generated files of an installation", () => {
  for (const { path, text } of artefacts()) {
    it(`${path} is what the sources give`, () => {
      assert.ok(existsSync(join(root, path)), "missing: run `npm run generate`");
      assert.ok(readFileSync(join(root, path), "utf8") === text, "differs: run `npm run generate`");
    });
  }

  it("are all there is in their folders", () => {
    const paths = new Set(artefacts().map(({ path }) => path));
    for (const folder of ["install", "charts/millrace/crds", "bundle/manifests", "bundle/metadata"])
      for (const name of readdirSync(join(root, folder))) assert.ok(paths.has(`${folder}/${name}`), `${folder}/${name}`);
  });
});
