import type { Field, Shape } from "../src/schema/field.ts";

/** The shape that a field leads to through lists and maps, if any. */
export function shapeOf(field: Field): Shape | undefined {
  if (field.type === "object") return field.shape;
  if (field.type === "list") return shapeOf(field.item);
  if (field.type === "map") return shapeOf(field.value);
  return undefined;
}

/** All shapes below `root`, itself included, each once, in the order in which a reader meets them. */
export function shapesBelow(root: Shape, found = new Map<string, Shape>()): Map<string, Shape> {
  const known = found.get(root.name);
  if (known !== undefined) {
    if (known !== root) throw new Error(`two shapes are called ${root.name}`);
    return found;
  }
  found.set(root.name, root);
  for (const field of Object.values(root.fields)) {
    const below = shapeOf(field);
    if (below !== undefined) shapesBelow(below, found);
  }
  return found;
}
