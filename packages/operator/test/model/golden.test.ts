import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, goldenNames, goldenText } from "./golden.ts";

for (const name of goldenNames) {
  test(`all objects of a Kafka: ${name}`, () => {
    const path = join(folder, name, "expected.yaml");
    const text = goldenText(name);
    // Written anew by UPDATE_GOLDEN=1 npm test -- packages/operator/test/model/golden.test.ts, and then read by a person.
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, text);
    assert.equal(text, readFileSync(path, "utf8"));
  });
}
