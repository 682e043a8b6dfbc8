import assert from "node:assert/strict";
import { test } from "node:test";
import { customResourceDefinition, kinds } from "@millrace/resources";
import fc from "fast-check";
import { isJsonObject, type Json, type JsonObject } from "../src/objects.ts";
import { evaluate } from "../src/schema/cel/engine.ts";
import { celValue } from "../src/schema/cel/values.ts";
import { evaluateOwn, isOwn } from "../src/schema/own-rules.ts";
import type { Schema } from "../src/schema/schema.ts";

/** Every part of a definition that has rules. */
function withRules(node: Json | undefined): Schema[] {
  if (Array.isArray(node)) return node.flatMap(withRules);
  if (!isJsonObject(node)) return [];
  return [...("x-kubernetes-validations" in node ? [node as Schema] : []), ...Object.values(node).flatMap(withRules)];
}

const schemas = Object.values(kinds).flatMap((kind) => withRules(customResourceDefinition(kind) as JsonObject | undefined));

const texts = ["", "a", "topology-label", "environment-variable"];

/** Values that the schema lets through; of objects, the fields that `rules` speak of. */
function valuesOf(schema: Schema, rules: string): fc.Arbitrary<Json> {
  const { type, enum: options, properties = {}, required = [], items = {} } = schema;
  if (options !== undefined) return fc.constantFrom(...options);
  if (type === "boolean") return fc.boolean();
  if (type === "integer" || type === "number") return fc.constantFrom(1, 2, 3, 9404, 9999);
  if (type === "array") return fc.array(valuesOf(items, rules), { maxLength: 3 });
  if (type !== "object") return fc.constantFrom(...texts);
  const spoken = Object.entries(properties).filter(([name]) => new RegExp(`\\.${name}\\b`).test(rules));
  const model = Object.fromEntries(spoken.map(([name, property]) => [name, valuesOf(property, rules)]));
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
}

test("all rules of Millrace's kinds have a form that needs no engine, and both forms agree", () => {
  const outcomes = new Map<string, Set<unknown>>();
  for (const schema of schemas) {
    for (const rule of schema["x-kubernetes-validations"] ?? []) {
      assert.ok(isOwn(rule), rule.rule);
      const seen = outcomes.get(rule.rule) ?? new Set();
      outcomes.set(rule.rule, seen);
      fc.assert(
        fc.property(valuesOf(schema, rule.rule), (object) => {
          const scope = { self: celValue(schema, object), oldSelf: undefined };
          const outcome = evaluate(rule.rule, rule, scope);
          assert.deepEqual(evaluateOwn(rule.rule, rule, scope), outcome);
          seen.add("value" in outcome && outcome.value);
        }),
        { numRuns: 300 },
      );
    }
  }
  assert.ok(outcomes.size > 15, String(outcomes.size));
  for (const [rule, seen] of outcomes) assert.equal(seen.size, 2, `${rule} was tried both ways`);
});

test("rules of others, and those that word what they say, are the engine's", () => {
  const own = schemas[0]?.["x-kubernetes-validations"]?.[0]?.rule ?? "";
  assert.equal(isOwn({ rule: own }), true);
  assert.equal(isOwn({ rule: "self.a == 1" }), false);
  assert.equal(isOwn({ rule: own, messageExpression: "'no'" }), false);
});
