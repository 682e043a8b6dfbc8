import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject } from "../objects.ts";
import { objectMeta } from "./object-meta.ts";
import { fieldSchema, keepsUnknown, type Schema } from "./schema.ts";
import type { StructuralSchema } from "./structural.ts";

export interface Pruned {
  readonly object: KubeObject;
  /** Paths of what nobody knows, such as `spec.foo` or `spec.list[0].foo`; metadata's first. */
  readonly unknown: readonly string[];
}

/** The object without fields that its schema doesn't know, and without nulls that say nothing: they are there neither for defaults nor by the schema's leave. */
export function prune({ whole }: StructuralSchema, object: KubeObject): Pruned {
  const { apiVersion, kind, metadata, ...rest } = object;
  const ofMetadata: string[] = [];
  const others: string[] = [];
  const kept = pruneFields(whole, rest, "", others);
  const cleared = withoutEmpty(pruneFields(objectMeta, metadata, "metadata", ofMetadata));
  return {
    object: { apiVersion, kind, metadata: cleared, ...withoutNulls(whole, kept) },
    unknown: [...ofMetadata, ...others.sort()],
  };
}

const metaFields: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

function pruneValue(schema: Schema | undefined, value: Json, path: string, unknown: string[]): Json {
  if (isList(value)) return value.map((item, index) => pruneValue(schema?.items, item, `${path}[${index}]`, unknown));
  return isJsonObject(value) ? pruneFields(schema, value, path, unknown) : value;
}

function pruneFields(schema: Schema | undefined, value: JsonObject, path: string, unknown: string[]): JsonObject {
  const open = keepsUnknown(schema);
  const embedded = schema?.["x-kubernetes-embedded-resource"] === true;
  const entries = entriesOf(value).flatMap(([name, held]): Array<[string, Json]> => {
    if (embedded && metaFields.has(name)) return [[name, held]];
    const below = path === "" ? name : `${path}.${name}`;
    const known = fieldSchema(schema, name);
    if (known) return [[name, pruneValue(known, held, below, unknown)]];
    if (open) return [[name, held]];
    if (schema?.additionalProperties === true) return [[name, pruneValue(undefined, held, below, unknown)]];
    unknown.push(below);
    return [];
  });
  return Object.fromEntries(entries);
}

/** Null where the schema allows none stands for nothing at all, unless there is a default for it. */
function withoutNulls(schema: Schema | undefined, value: JsonObject): JsonObject {
  const entries = entriesOf(value).flatMap(([name, held]): Array<[string, Json]> => {
    const below = fieldSchema(schema, name);
    if (held === null && below && below.nullable !== true && below.default === undefined) return [];
    return [[name, withoutNullsIn(below, held)]];
  });
  return Object.fromEntries(entries);
}

function withoutNullsIn(schema: Schema | undefined, value: Json): Json {
  if (isList(value)) return value.map((item) => withoutNullsIn(schema?.items, item));
  return isJsonObject(value) ? withoutNulls(schema, value) : value;
}

/** Metadata has no empty fields: what is empty is not there. */
function withoutEmpty(metadata: JsonObject): JsonObject {
  const isEmpty = (value: Json): boolean =>
    value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
  return Object.fromEntries(entriesOf(metadata).filter(([name, value]) => !isEmpty(value) && !(name === "generation" && value === 0)));
}
