import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { readSources } from "../src/index.ts";

const root = mkdtempSync(join(tmpdir(), "millrace-sources-test-"));

describe("reading files of resources", () => {
  after(() => rmSync(root, { recursive: true, force: true }));

  test("a folder gives its YAML and JSON files in the order of their names, and nothing below", () => {
    const folder = join(root, "folder");
    mkdirSync(join(folder, "below.yaml"), { recursive: true });
    for (const name of ["b.yaml", "a.yml", "c.json", "d.txt"]) writeFileSync(join(folder, name), name);
    assert.deepEqual(
      readSources([folder]).map(({ text }) => text),
      ["a.yml", "b.yaml", "c.json"],
    );
  });

  test("what can't be read is named", () => {
    const empty = join(root, "empty");
    mkdirSync(empty);
    assert.throws(() => readSources([join(root, "none.yaml")]), { code: "FILE_UNREADABLE", message: /none\.yaml: there is no such file/ });
    assert.throws(() => readSources([empty]), { code: "FILE_UNREADABLE", message: /no file in it ends in/ });
  });
});
