import assert from "node:assert/strict";
import { test } from "node:test";
import { MillraceError } from "@millrace/kit";
import fc from "fast-check";
import { parsePrincipal, textOf } from "../src/index.ts";

test("a principal's text reads as the same principal, whatever its name holds", () => {
  const name = fc.string({ minLength: 1, unit: "binary" });
  fc.assert(fc.property(name, (name) => assert.deepEqual(parsePrincipal(textOf({ type: "User", name })), { type: "User", name })));
});

for (const text of ["", "alice", "User:", ":alice", ":"]) {
  test(`${JSON.stringify(text)} is no principal`, () => {
    assert.throws(
      () => parsePrincipal(text),
      (error) => error instanceof MillraceError && error.code === "CONFIG_INVALID" && error.message.includes(JSON.stringify(text)),
    );
  });
}
