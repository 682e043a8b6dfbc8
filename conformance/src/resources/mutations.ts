import type { Json, Place } from "./examples.ts";
import type { SchemaNode } from "./schema-node.ts";

/** A way to spoil an example at one place, and the way back. */
export interface Mutation {
  readonly name: string;
  readonly apply: () => void;
  readonly undo: () => void;
}

/** Another value at a place. */
export function replacing({ path, holder, key }: Place, what: string, value: Json): Mutation {
  const original = holder[key] ?? null;
  return {
    name: `${path} ${what}`,
    apply: () => {
      holder[key] = value;
    },
    undo: () => {
      holder[key] = original;
    },
  };
}

/** All ways to spoil the example at a place: misspelt, missing, mistyped, out of its enum, its limits or its pattern. */
export function mutationsAt(place: Place): readonly Mutation[] {
  const { path, holder, key, node, holderNode } = place;
  const original = holder[key] ?? null;
  const isField = holderNode.properties !== undefined;
  const restore = () => {
    holder[key] = original;
  };
  const misspelt: Mutation = {
    name: `${path} misspelt`,
    apply: () => {
      delete holder[key];
      holder[`${key}x`] = original;
    },
    undo: () => {
      delete holder[`${key}x`];
      restore();
    },
  };
  const missing: Mutation = { name: `${path} missing`, apply: () => delete holder[key], undo: restore };
  return [
    ...(isField ? [misspelt] : []),
    ...(holderNode.required?.includes(key) ? [missing] : []),
    ...wrongValues(node).map(([what, value]) => replacing(place, what, value)),
  ];
}

type WrongValue = readonly [what: string, value: Json];

function wrongValues(node: SchemaNode): readonly WrongValue[] {
  const { minimum, maximum } = node;
  const when = (applies: boolean, what: string, value: Json): readonly WrongValue[] => (applies ? [[what, value]] : []);
  return [
    ...wrongTypes(node).map((value) => [`mistyped as ${JSON.stringify(value)}`, value] as WrongValue),
    ...when(node.enum !== undefined, "out of its enum", "no-such-value"),
    ...when(node.pattern !== undefined, "against its pattern", "!"),
    ...when(minimum !== undefined, "below its minimum", (minimum ?? 0) - 1),
    ...when(maximum !== undefined, "above its maximum", (maximum ?? 0) + 1),
    ...when(node.minItems !== undefined, "too short", []),
  ];
}

function wrongTypes(node: SchemaNode): readonly Json[] {
  if (node["x-kubernetes-int-or-string"] === true) return [1.5, true, {}, []];
  switch (node.type) {
    case "string":
      return [42, true, {}, ["text"]];
    case "integer":
      return ["42", 1.5, true, {}];
    case "number":
      return ["1.5", true, {}];
    case "boolean":
      return ["true", 1, {}];
    case "array":
      return ["text", 1, {}];
    default:
      return ["text", 1, true, []];
  }
}
