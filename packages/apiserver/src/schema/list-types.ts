import { entriesOf, entryOf, isList } from "../json.ts";
import { jsonText } from "../json-text.ts";
import { isJsonObject, type Json } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";
import { fieldSchema, propertyOf, type Schema } from "./schema.ts";

/** Items that are there twice in lists that are sets or maps. */
export function listTypeErrors(schema: Schema | undefined, value: Json, path: string): FieldError[] {
  if (!schema) return [];
  if (isList(value)) {
    const own = duplicates(schema, value, path);
    return [...own, ...value.flatMap((item, index) => listTypeErrors(schema.items, item, `${path}[${index}]`))];
  }
  if (!isJsonObject(value)) return [];
  return entriesOf(value).flatMap(([name, held]) => {
    const below = propertyOf(schema, name) ? (path === "" ? name : `${path}.${name}`) : `${path}[${name}]`;
    return listTypeErrors(fieldSchema(schema, name), held, below);
  });
}

function duplicates(schema: Schema, items: readonly Json[], path: string): FieldError[] {
  const type = schema["x-kubernetes-list-type"];
  if (type === "set") return repeated(items).map((index) => duplicate(`${path}[${index}]`, items[index] ?? null));
  if (type !== "map") return [];
  const wrong = items.findIndex((item) => item !== null && !isJsonObject(item));
  if (wrong >= 0) {
    const detail = "must be an object for an array of list-type map";
    return [{ type: "FieldValueInvalid", field: `${path}[${wrong}]`, value: items[wrong] ?? null, detail }];
  }
  const keys = items.map((item) => keysOf(schema["x-kubernetes-list-map-keys"] ?? [], item));
  return repeated(keys).map((index) => duplicate(`${path}[${index}]`, keys[index] ?? {}));
}

const duplicate = (field: string, value: Json): FieldError => ({ type: "FieldValueDuplicate", field, value, detail: "" });

function keysOf(names: readonly string[], item: Json): Json {
  const held = isJsonObject(item) ? item : {};
  const entries = [...names].sort().flatMap((name): Array<[string, Json]> => {
    const value = entryOf(held, name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** The place of each value's first repetition; further ones aren't told. */
function repeated(values: readonly Json[]): number[] {
  const times = new Map<string, number>();
  return values.flatMap((value, index) => {
    const text = jsonText(value);
    const before = times.get(text) ?? 0;
    times.set(text, before + 1);
    return before === 1 ? [index] : [];
  });
}
