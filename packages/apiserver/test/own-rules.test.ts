import assert from "node:assert/strict";
import { test } from "node:test";
import { customResourceDefinition, kinds, shapeRules } from "@millrace/resources";
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

function valuesOf({ type, enum: options }: Schema): fc.Arbitrary<Json> {
  if (options !== undefined) return fc.constantFrom(...options);
  if (type === "integer") return fc.integer({ min: 1, max: 4 });
  return type === "object" ? fc.constant({}) : fc.constantFrom("", "a", "topology-label", "environment-variable");
}

/** Objects that the schema lets through, of the fields that its rules speak of. */
function objectsOf({ properties = {}, required = [], "x-kubernetes-validations": rules = [] }: Schema): fc.Arbitrary<JsonObject> {
  const spoken = Object.entries(properties).filter(([name]) => rules.some(({ rule }) => rule.includes(`.${name}`)));
  const model = Object.fromEntries(spoken.map(([name, property]) => [name, valuesOf(property)]));
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
        fc.property(objectsOf(schema), (object) => {
          const scope = { self: celValue(schema, object), oldSelf: undefined };
          const outcome = evaluate(rule.rule, rule, scope);
          assert.deepEqual(evaluateOwn(rule.rule, rule, scope), outcome);
          seen.add("value" in outcome && outcome.value);
        }),
      );
    }
  }
  assert.deepEqual([...outcomes.keys()].sort(), [...shapeRules().keys()].sort());
  for (const [rule, seen] of outcomes) assert.equal(seen.size, 2, `${rule} was tried both ways`);
});

test("rules of others, and those that word what they say, are the engine's", () => {
  const [own = ""] = shapeRules().keys();
  assert.equal(isOwn({ rule: own }), true);
  assert.equal(isOwn({ rule: "self.a == 1" }), false);
  assert.equal(isOwn({ rule: own, messageExpression: "'no'" }), false);
});
