import { evaluate } from "@marcbachmann/cel-js";
import { Ajv } from "ajv";
import type { Json } from "./examples.ts";
import { childrenOf, type SchemaNode } from "./schema-node.ts";

/**
 * What an API server says of a resource under strict field validation, judged by validators that have nothing to do with ours.
 * `metadata` is the API server's own matter and not judged here.
 */
export function independentVerdict(schema: SchemaNode): (value: Json) => boolean {
  // Patterns stand next to `anyOf` in the CRDs and apply to strings only, which Ajv's strict mode would point out.
  const fitsSchema = new Ajv({ strict: false }).compile(strictSchema(schema));
  const ruled = nodesWithRules(schema);
  return (value) => {
    const pruned = withoutNulls(value, schema);
    return fitsSchema(pruned) && ruled.every(({ path, node }) => rulesHold(node, path.reduce(memberOf, pruned)));
  };
}

const memberOf = (value: Json | undefined, key: string): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value[key] : undefined;

/** Where in a schema there are rules between fields; in Strimzi's, never within lists or maps. */
function nodesWithRules(node: SchemaNode, path: readonly string[] = []): readonly { path: readonly string[]; node: SchemaNode }[] {
  const own = node["x-kubernetes-validations"] === undefined ? [] : [{ path, node }];
  return [...own, ...childrenOf(node).flatMap(([step, child]) => nodesWithRules(child, [...path, step]))];
}

/** The API server drops null fields that a schema describes before it validates. Items of lists stay. */
function withoutNulls(value: Json, node: SchemaNode | undefined): Json {
  if (typeof value !== "object" || value === null || node === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, node.items));
  const childOf = (key: string) => node.properties?.[key] ?? node.additionalProperties;
  const kept = Object.entries(value).filter(([key, member]) => member !== null || childOf(key) === undefined);
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutNulls(member, childOf(key))]));
}

/** Whether all CEL rules of a node hold for what stands there, if anything does. As in the API server, a rule that cannot be evaluated does not. */
export const rulesHold = (node: SchemaNode, self: Json | undefined): boolean =>
  self === undefined ||
  (node["x-kubernetes-validations"] ?? []).every(({ rule }) => {
    try {
      return evaluate(rule, { self }) === true;
    } catch {
      return false;
    }
  });

/** The JSON schema to a structural one, which lists its fields: what is not listed is refused. */
function strictSchema(node: SchemaNode): object {
  const { properties, items, additionalProperties } = node;
  const isOpen = node["x-kubernetes-preserve-unknown-fields"] === true || (properties === undefined && additionalProperties === undefined);
  const own = Object.entries(node).filter(
    ([key]) => !key.startsWith("x-kubernetes-") && !["description", "example", "format"].includes(key),
  );
  return {
    ...Object.fromEntries(own),
    ...(properties === undefined ? {} : { properties: mapped(properties) }),
    ...(items === undefined ? {} : { items: strictSchema(items) }),
    ...(node.type === "object" && !isOpen
      ? { additionalProperties: additionalProperties ? strictSchema(additionalProperties) : false }
      : {}),
  };
}

const mapped = (properties: Readonly<Record<string, SchemaNode>>) =>
  Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, strictSchema(node)]));
