import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseProperties } from "../../src/security/properties-file.ts";

const cases: ReadonlyArray<readonly [what: string, text: string, expected: Record<string, string>]> = [
  ["names and values", "a=1\nb: 2\nc 3\nd\t=\t4\ne = = 5\nf:=6\ng\n", { a: "1", b: "2", c: "3", d: "4", e: "= 5", f: "=6", g: "" }],
  ["any line ends", "a=1\r\nb=2\rc=3", { a: "1", b: "2", c: "3" }],
  ["comments and empty lines", "# a=1\n ! b=2\n\n \t\nc=#3\n", { c: "#3" }],
  ["lines that go on", "a=1\\\n   2\\\r\n\t3\nb=\\\n\nc=x\\\\\nd=y", { a: "123", b: "", c: "x\\", d: "y" }],
  ["a comment's sign where a line goes on", "a=1\\\n#2", { a: "1#2" }],
  ["the end where a line goes on", "a=1\\", { a: "1" }],
  ["escapes", "a\\=\\:\\ b=\\t\\n\\x\\\\\\u00e9", { "a=: b": "\t\nx\\é" }],
  ["blanks at the end of values", "a=1  \n", { a: "1  " }],
  ["the last of two values", "a=1\na=2", { a: "2" }],
  ["no name", "=1", { "": "1" }],
  ["nothing", "", {}],
];
for (const [what, text, expected] of cases)
  test(`a file of properties may have ${what}`, () => assert.deepEqual(parseProperties(text), expected));

test("whatever is written as Java writes it is read again", () => {
  const written = (text: string) =>
    text
      .replace(/[\\=:#! ]/g, "\\$&")
      .replace(/[^ -~]/gu, (letter) =>
        [...Array(letter.length).keys()].map((at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
      );
  const text = fc.string({ minLength: 1, unit: "binary" });
  fc.assert(
    fc.property(text, text, (name, value) => assert.deepEqual(parseProperties(`${written(name)}=${written(value)}\n`), { [name]: value })),
  );
});
