import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { valueFromYaml } from "@millrace/resources";

const chart = join(import.meta.dirname, "../../../../charts/millrace");

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Names of all values with those inside them, as far as a schema tells them one by one. */
const namesIn = ({ properties = {} }: Schema, at = ""): readonly string[] =>
  Object.entries(properties).flatMap(([name, each]) => [`${at}${name}`, ...namesIn(each, `${at}${name}.`)]);

const has = (values: unknown, name: string): boolean => {
  let at = values;
  for (const part of name.split(".")) {
    if (typeof at !== "object" || at === null || !(part in at)) return false;
    at = (at as Readonly<Record<string, unknown>>)[part];
  }
  return true;
};

it("the chart's values are those of its schema, each with a default", () => {
  const schema = JSON.parse(readFileSync(join(chart, "values.schema.json"), "utf8")) as Schema;
  const { value } = valueFromYaml(readFileSync(join(chart, "values.yaml"), "utf8"), "values.yaml");
  // Helm's own, for charts that hold others.
  const named = namesIn(schema).filter((name) => name !== "global");
  assert.deepEqual(
    named.filter((name) => !has(value, name)),
    [],
  );
  assert.deepEqual(
    Object.keys(value as object).filter((name) => !named.includes(name)),
    [],
  );
});
