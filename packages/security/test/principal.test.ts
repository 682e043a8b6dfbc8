import assert from "node:assert/strict";
import { test } from "node:test";
import { MillraceError } from "@millrace/kit";
import fc from "fast-check";
import { parsePrincipal, textOf } from "../src/index.ts";

test("a principal's text reads as the same principal, whatever its name holds", () => {
  const name = fc.string({ unit: "binary" });
  const type = fc.constantFrom("User", "Group", "");
  fc.assert(fc.property(type, name, (type, name) => assert.deepEqual(parsePrincipal(textOf({ type, name })), { type, name })));
});

for (const text of ["", "alice"]) {
  test(`${JSON.stringify(text)} is no principal`, () => {
    assert.throws(
      () => parsePrincipal(text),
      (error) => error instanceof MillraceError && error.code === "CONFIG_INVALID" && error.message.includes(JSON.stringify(text)),
    );
  });
}
