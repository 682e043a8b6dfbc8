import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import { goText, goType } from "../status/go-text.ts";
import { atomOf, type ListAtom, type MapAtom, narrowed, type Scalar } from "./atoms.ts";
import { type Element, type FieldPath, fieldElement, pathText } from "./element.ts";
import { itemElement } from "./list-items.ts";

/** Why an object can't be merged by its schema, in the words of structured merge; undefined: it can. */
export function typedErrors(
  schema: Schema,
  value: Json,
  { duplicatesAllowed }: { readonly duplicatesAllowed: boolean },
): string | undefined {
  const errors: string[] = [];
  check(schema, value, [], {
    duplicatesAllowed,
    say: (path, text) => errors.push(path.length === 0 ? text : `${pathText(path)}: ${text}`),
  });
  return errors.length > 1 ? ["errors:", ...errors.map((error) => `  ${error}`)].join("\n") : errors[0];
}

interface Checking {
  readonly duplicatesAllowed: boolean;
  say(path: FieldPath, text: string): void;
}

function check(schema: Schema, value: Json, path: FieldPath, checking: Checking): void {
  const { map, scalar, list } = narrowed(atomOf(schema), value);
  if (value === null) return;
  if (map) checkMap(map, value, path, checking);
  else if (scalar) checkScalar(scalar, value, path, checking);
  else if (list) checkList(list, value, path, checking);
}

function checkMap(map: MapAtom, value: Json, path: FieldPath, checking: Checking): void {
  if (!isJsonObject(value)) {
    checking.say(path, `expected map, got ${goText(value)}`);
    return;
  }
  for (const [name, held] of entriesOf(value)) {
    const schema = map.schemaOf(name);
    if (!schema) {
      checking.say([...path, fieldElement(name)], "field not declared in schema");
      return;
    }
    check(schema, held, [...path, fieldElement(name)], checking);
  }
}

function checkList(list: ListAtom, value: Json, path: FieldPath, checking: Checking): void {
  if (!isList(value)) {
    checking.say(path, `expected list, got ${goText(value)}`);
    return;
  }
  const seen = new Set<Element>();
  for (const [index, item] of value.entries()) {
    let element: Element = `i:${index}`;
    if (!list.atomic) {
      try {
        element = itemElement(list, item);
      } catch (error) {
        checking.say(path, `element ${index}: ${error instanceof Error ? error.message : String(error)}`);
        return;
      }
      if (seen.has(element) && !checking.duplicatesAllowed) checking.say(path, `duplicate entries for key ${pathText([element])}`);
      seen.add(element);
    }
    check(list.items, item, [...path, element], checking);
  }
}

const scalarChecks: Readonly<Record<Scalar, { readonly holds: (value: Json) => boolean; readonly text: (value: Json) => string }>> = {
  numeric: {
    holds: (value) => typeof value === "number" || typeof value === "bigint",
    text: (value) => `expected numeric (int or float), got ${goType(value)}`,
  },
  string: {
    holds: (value) => typeof value === "string",
    text: (value) => `expected string, got &value.valueUnstructured{Value:${goText(value)}}`,
  },
  boolean: { holds: (value) => typeof value === "boolean", text: (value) => `expected boolean, got &{${goText(value)}}` },
  untyped: { holds: (value) => typeof value !== "object", text: (value) => `expected any scalar, got &{${goText(value)}}` },
};

function checkScalar(scalar: Scalar, value: Json, path: FieldPath, { say }: Checking): void {
  const { holds, text } = scalarChecks[scalar];
  if (!holds(value)) say(path, text(value));
}
