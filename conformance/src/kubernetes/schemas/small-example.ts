import { fullExample, type Json } from "../../resources/examples.ts";
import type { SchemaNode } from "../../resources/schema-node.ts";

/** The smallest value that a schema accepts and that has a place: `steps` lead there, lists are looked at like objects with the key 0. */
export function smallExample(node: SchemaNode, steps: readonly string[]): Json {
  const [step, ...further] = steps;
  if (node.items !== undefined) return [smallExample(node.items, further)];
  if (node.additionalProperties !== undefined)
    return step === undefined ? {} : { [step]: smallExample(node.additionalProperties, further) };
  if (node.properties === undefined) return fullExample(node, 0);
  return smallObject(node, node.properties, step, further);
}

function smallObject(
  node: SchemaNode,
  properties: Readonly<Record<string, SchemaNode>>,
  step: string | undefined,
  further: readonly string[],
): Json {
  const alternatives = (node.oneOf ?? []).flatMap(({ required = [] }) => required);
  const alternative = alternatives.find((name) => name === step) ?? alternatives[0];
  const needed = new Set([...(node.required ?? []), alternative, step]);
  const chosen = Object.entries(properties).filter(([name]) => needed.has(name));
  const fields = chosen.map(([name, child]) => [name, smallExample(child, name === step ? further : [])] as const);
  // Fields that a rule is about go together: there are all of them.
  const ruled = node["x-kubernetes-validations"] === undefined ? {} : (fullExample(node, 0) as { [key: string]: Json });
  const own = fields.filter(([name]) => !(name in ruled) || (name === step && further.length > 0));
  return { ...ruled, ...Object.fromEntries(own) };
}
