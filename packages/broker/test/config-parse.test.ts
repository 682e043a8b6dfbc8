import assert from "node:assert/strict";
import { test } from "node:test";
import {
  atLeast,
  autoOffsetReset,
  type ConfigRow,
  type ConfigTypeName,
  configTable,
  listOf,
  nonEmptyListOf,
  type Validator,
} from "@millrace/configs";
import fc from "fast-check";
import { perIpPairs } from "../src/config/broker-rules.ts";
import { doubleText, parseDouble, parseInteger, parseList, trimmed } from "../src/config/java-text.ts";
import { isProblem, parseAll, parseConfig } from "../src/config/parse.ts";

function parse(type: ConfigTypeName, given: string, validator: Validator | null = null) {
  const row: ConfigRow = ["x", type, null, "LOW", validator, null, "For the test."];
  const def = configTable([row]).get("x");
  assert.ok(def !== undefined);
  const parsed = parseConfig(def, given);
  return isProblem(parsed) ? parsed.message : parsed;
}

test("numbers are read as Java reads them", () => {
  assert.deepEqual(parse("INT", " +5\t"), { value: 5, text: "5" });
  assert.deepEqual(parse("INT", "-2147483648"), { value: -2_147_483_648, text: "-2147483648" });
  assert.equal(parse("INT", "2147483648"), "Invalid value 2147483648 for configuration x: Not a number of type INT");
  assert.equal(parse("SHORT", "32768"), "Invalid value 32768 for configuration x: Not a number of type SHORT");
  assert.equal(parse("INT", "0x10"), "Invalid value 0x10 for configuration x: Not a number of type INT");
  assert.equal(parse("INT", ""), "Invalid value  for configuration x: Not a number of type INT");
});

test("a long beyond 2⁵³ keeps its text", () => {
  assert.deepEqual(parse("LONG", "9223372036854775807"), { value: 2 ** 63, text: "9223372036854775807" });
  assert.match(String(parse("LONG", "9223372036854775808")), /Not a number of type LONG/);
});

test("doubles are printed as Java prints them", () => {
  const printed = {
    "0.5": "0.5",
    "1": "1.0",
    ".25f": "0.25",
    "1e-5": "1.0E-5",
    "12345678": "1.2345678E7",
    "1e7": "1.0E7",
    "0.001": "0.001",
    "-0": "-0.0",
  };
  for (const [given, text] of Object.entries(printed)) assert.equal(doubleText(parseDouble(given) ?? Number.NaN), text);
  assert.equal(doubleText(Number.MAX_VALUE), "1.7976931348623157E308");
  for (const bad of ["", "x", "1,5", ".", "NaNf", "1_0"]) assert.equal(parseDouble(bad), undefined, bad);
});

test("what is printed is read back", () => {
  fc.assert(fc.property(fc.double(), (value) => Object.is(parseDouble(doubleText(value)), value)));
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => parseInteger(String(value), 64) === BigInt(value)));
});

test("blanks are what Java trims, no more", () => {
  assert.equal(trimmed("\0 a b\n\u001f"), "a b");
  assert.equal(trimmed("\u00a0a\u2003"), "\u00a0a\u2003");
  assert.equal(trimmed(" \t "), "");
});

test("lists are separated by commas; nothing is the empty list", () => {
  assert.deepEqual(parseList("a , b,,c d"), ["a", "b", "", "c d"]);
  assert.deepEqual(parse("LIST", "  "), { value: [], text: "" });
  assert.deepEqual(parse("LIST", "a,b , a", listOf()), { value: ["a", "b"], text: "a,b" });
  assert.equal(parse("LIST", "a,", listOf()), "Configuration 'x' values must not be empty.");
  assert.equal(parse("LIST", "", nonEmptyListOf()), "Configuration 'x' must not be empty. Valid values include: any non-empty value");
  assert.equal(parse("LIST", "", nonEmptyListOf("a", "b")), "Configuration 'x' must not be empty. Valid values include: [a, b]");
});

test("a value of some hundred kilobytes is read at once, whatever it is made of", () => {
  const long = (text: string) => text.repeat(200_000);
  const begunMs = performance.now();
  assert.deepEqual(parseList(`a${long(" ")}b`), [`a${long(" ")}b`]);
  assert.deepEqual(parseList(`a${long(" ")}, b`), ["a", "b"]);
  assert.equal(perIpPairs(`a${long(" ")}b`).length, 1);
  assert.equal(parseDouble(`${long("1")}x`), undefined);
  assert.equal(parseDouble(`${long("1")}.${long("1")}x`), undefined);
  for (const digits of [long("1"), `${long("0")}x`, long("1").repeat(20)]) assert.equal(parseInteger(digits, 64), undefined);
  assert.equal(parseInteger(`-${long("0")}7`, 32), -7n);
  assert.equal(parseInteger(long("0"), 32), 0n);
  // Reading anew from each place takes minutes.
  assert.ok(performance.now() - begunMs < 10_000);
});

test("booleans are true and false in any case", () => {
  assert.deepEqual(parse("BOOLEAN", " TRUE "), { value: true, text: "true" });
  assert.equal(parse("BOOLEAN", "1"), "Invalid value 1 for configuration x: Expected value to be either true or false");
});

test("durations for share groups are positive ISO 8601 ones", () => {
  for (const good of ["P1D", "PT1H30M", "PT0.5S", "P1DT1S", "pt5m"])
    assert.equal(typeof parse("STRING", `by_duration:${good}`, autoOffsetReset), "object", good);
  for (const bad of ["", "P", "PT", "P1DT", "-PT1H", "1H", "P1Y"])
    assert.equal(typeof parse("STRING", `by_duration:${bad}`, autoOffsetReset), "string", bad);
});

test("all problems are found, in the table's order; what has none has its value", () => {
  const table = configTable([
    ["a", "INT", "1", "LOW", atLeast(0), null, "For the test."],
    ["b", "LONG", "2", "LOW", null, null, "For the test."],
    ["c", "INT", undefined, "LOW", null, null, "For the test."],
  ]);
  const { values, problems } = parseAll(table, { b: "x", a: "-1", unknown: "y" });
  assert.deepEqual(
    problems.map(({ name }) => name),
    ["a", "b"],
  );
  assert.deepEqual([...values], [["c", { value: null, text: null }]]);
});
