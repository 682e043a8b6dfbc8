import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject } from "../objects.ts";
import { propertyOf, type Schema } from "./schema.ts";
import type { StructuralSchema } from "./structural.ts";

/** Kubernetes' own kinds are Go's structures, which have no empty maps and lists: those aren't there. */
export function withoutEmptyCollections({ whole }: StructuralSchema, object: KubeObject): KubeObject {
  const { metadata, apiVersion, kind, ...rest } = object;
  return { apiVersion, kind, metadata, ...withoutEmptyFields(whole, rest) };
}

/** Go reads null in a map of texts as an empty text. */
export function withoutNullEntries({ whole }: StructuralSchema, object: KubeObject): KubeObject {
  const fields = entriesOf(object).map(([name, value]): [string, Json] => {
    const values = propertyOf(whole, name)?.additionalProperties;
    if (!isJsonObject(value) || typeof values !== "object" || values.type !== "string") return [name, value];
    return [name, Object.fromEntries(entriesOf(value).map(([key, entry]) => [key, entry ?? ""]))];
  });
  return { ...object, ...Object.fromEntries(fields) };
}

function withoutEmptyFields(schema: Schema, object: JsonObject): JsonObject {
  const entries = entriesOf(object).flatMap(([name, value]): Array<[string, Json]> => {
    const property = propertyOf(schema, name);
    if (!property) return [[name, value]];
    return isEmptyCollection(property, value) ? [] : [[name, withoutEmptyIn(property, value)]];
  });
  return Object.fromEntries(entries);
}

function withoutEmptyIn(schema: Schema, value: Json): Json {
  const { items } = schema;
  if (isList(value)) return items ? value.map((item) => withoutEmptyIn(items, item)) : value;
  return isJsonObject(value) ? withoutEmptyFields(schema, value) : value;
}

function isEmptyCollection({ additionalProperties }: Schema, value: Json): boolean {
  if (isList(value)) return value.length === 0;
  return isJsonObject(value) && additionalProperties !== undefined && entriesOf(value).length === 0;
}
