import type { Field, Shape, ShapeRule } from "./field.ts";
import { kinds } from "./kinds.ts";

let known: ReadonlyMap<string, ShapeRule> | undefined;

/** The rules of all kinds by their CEL: who meets one of them in a CustomResourceDefinition needs no evaluator to tell whether it holds. */
export function shapeRules(): ReadonlyMap<string, ShapeRule> {
  if (known === undefined) {
    const shapes = new Set<Shape>();
    for (const { shape } of Object.values(kinds)) collect(shape, shapes);
    known = new Map([...shapes].flatMap(({ rules, refusals }) => [...rules, ...refusals].map((rule) => [rule.cel, rule])));
  }
  return known;
}

function collect(shape: Shape, into: Set<Shape>): void {
  if (into.has(shape)) return;
  into.add(shape);
  for (const field of Object.values(shape.fields)) {
    const below = shapeOf(field);
    if (below !== undefined) collect(below, into);
  }
}

function shapeOf(field: Field): Shape | undefined {
  if (field.type === "list") return shapeOf(field.item);
  if (field.type === "map") return shapeOf(field.value);
  return field.type === "object" ? field.shape : undefined;
}
