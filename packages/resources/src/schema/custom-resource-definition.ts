import { describe, type Field, quantityPattern, type Shape, type ShapeRule } from "./field.ts";
import { apiGroup, type Kind } from "./kinds.ts";

/** A node of an OpenAPI schema as a CRD holds it. */
type SchemaNode = { readonly [key: string]: unknown };

/** The CustomResourceDefinition of a kind as plain data; undefined for Kubernetes' own kinds. */
export function customResourceDefinition(kind: Kind): SchemaNode | undefined {
  if (kind.custom === undefined) return undefined;
  const { shortNames, scale, columns } = kind.custom;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${kind.plural}.${apiGroup}` },
    spec: {
      group: apiGroup,
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        singular: kind.kind.toLowerCase(),
        plural: kind.plural,
        shortNames,
        categories: ["strimzi"],
      },
      scope: "Namespaced",
      conversion: { strategy: "None" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {}, ...(scale === undefined ? {} : { scale }) },
          additionalPrinterColumns: columns,
          schema: { openAPIV3Schema: shapeNode(kind.shape) },
        },
      ],
    },
  };
}

/** A shape is one node, wherever it occurs: all kinds together have far fewer of them than places. */
const nodes = new WeakMap<Shape, SchemaNode>();

const rulesByCel = new Map<string, ShapeRule>();

/**
 * The rule that stands in a CustomResourceDefinition that was made here as this CEL, or undefined: who meets one there needs no evaluator to tell
 * whether it holds.
 */
export const shapeRule = (cel: string): ShapeRule | undefined => rulesByCel.get(cel);

function shapeNode(shape: Shape): SchemaNode {
  const known = nodes.get(shape);
  if (known !== undefined) return known;
  const made = newNode(shape);
  nodes.set(shape, made);
  return made;
}

function newNode(shape: Shape): SchemaNode {
  const properties = Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, fieldNode(field)]));
  const { required, oneOf } = shape;
  const rules = [...shape.rules, ...shape.refusals];
  for (const rule of rules) rulesByCel.set(rule.cel, rule);
  return {
    type: "object",
    properties,
    ...(required.length === 0 ? {} : { required }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map((name) => ({ properties: { [name]: {} }, required: [name] })) }),
    ...(rules.length === 0 ? {} : { "x-kubernetes-validations": rules.map(({ cel, message }) => ({ rule: cel, message })) }),
  };
}

function fieldNode(field: Field): SchemaNode {
  // Of `metadata`, a cluster takes not even a description.
  if (field.type === "object" && !field.shape.inCrd) return { type: "object" };
  const description = describe(field);
  return { ...typeNode(field), ...(description === undefined ? {} : { description }) };
}

function typeNode(field: Field): SchemaNode {
  switch (field.type) {
    case "string":
      return given({ type: "string", enum: field.options, pattern: field.pattern, example: field.example });
    case "integer":
    case "number":
      return given({ type: field.type, minimum: field.minimum, maximum: field.maximum });
    case "boolean":
      return { type: "boolean" };
    case "quantity":
      return { anyOf: [{ type: "integer" }, { type: "string" }], pattern: quantityPattern, "x-kubernetes-int-or-string": true };
    case "open":
      return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    case "list":
      return given({ type: "array", items: fieldNode(field.item), minItems: field.minItems });
    case "map":
      return { type: "object", additionalProperties: fieldNode(field.value) };
    case "object":
      return shapeNode(field.shape);
  }
}

const given = (node: SchemaNode): SchemaNode => Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
