import assert from "node:assert/strict";
import { test } from "node:test";
import { fileLinesMax, functionLinesMax, kitLinesMax } from "../src/layers.ts";
import { longFunctions } from "../src/long-functions.ts";
import { sources } from "../src/sources.ts";

const all = sources();
const linesOf = (text: string) => text.split("\n").length - 1;

test(`no file is longer than ${fileLinesMax} lines`, () => {
  const long = all.filter(({ text }) => linesOf(text) > fileLinesMax).map(({ path, text }) => `${path}: ${linesOf(text)} lines`);
  assert.equal(long.length, 0, `\n${long.join("\n")}`);
});

test(`no function is longer than ${functionLinesMax} lines`, () => {
  const long = all.flatMap((source) => longFunctions(source, functionLinesMax));
  assert.equal(long.length, 0, `\n${long.join("\n")}`);
});

test("a long function is found", () => {
  const text = `export function long(): void {\n${"  work();\n".repeat(80)}}\n`;
  assert.equal(longFunctions({ path: "a.ts", room: "a", text }, functionLinesMax).length, 1);
});

test(`kit stays under ${kitLinesMax} lines`, () => {
  const lines = all.filter(({ room }) => room === "kit").reduce((sum, { text }) => sum + linesOf(text), 0);
  assert.ok(lines < kitLinesMax, `kit has ${lines} lines`);
});
