import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject } from "../objects.ts";
import { fieldSchema, type Schema } from "./schema.ts";
import type { StructuralSchema } from "./structural.ts";

/** The object with its schema's defaults where nothing stands, or null that isn't allowed. A default brings those below it. */
export function applyDefaults({ own }: StructuralSchema, object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata, ...rest } = object;
  return { apiVersion, kind, metadata, ...defaulted(own, rest) };
}

const isRefusedNull = (schema: Schema | undefined, value: Json): boolean =>
  value === null && schema !== undefined && schema.nullable !== true;

function defaulted(schema: Schema, object: JsonObject): JsonObject {
  const absent = Object.entries(schema.properties ?? {}).flatMap(([name, property]): Array<[string, Json]> => {
    const { default: value } = property;
    return value === undefined || value === null || Object.hasOwn(object, name) ? [] : [[name, value]];
  });
  const entries = [...entriesOf(object), ...absent].map(([name, value]): [string, Json] => {
    const below = fieldSchema(schema, name);
    return [name, defaultedValue(below, isRefusedNull(below, value) ? (below?.default ?? null) : value)];
  });
  return Object.fromEntries(entries);
}

function defaultedValue(schema: Schema | undefined, value: Json): Json {
  if (!schema) return value;
  if (isJsonObject(value)) return defaulted(schema, value);
  if (!isList(value)) return value;
  const { items } = schema;
  return value.map((item) => defaultedValue(items, isRefusedNull(items, item) ? (items?.default ?? null) : item));
}
