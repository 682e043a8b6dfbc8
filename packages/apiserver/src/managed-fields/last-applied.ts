import { objectAt } from "../json.ts";
import { jsonText, parseJson } from "../json-text.ts";
import { isJsonObject, type Json, type KubeObject } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import { compare } from "./compare.ts";
import { difference, type FieldSet, noFields } from "./field-set.ts";
import { fieldsOf } from "./to-field-set.ts";
import { typedErrors } from "./typed-errors.ts";

/** Where `kubectl apply` on the client's side keeps what it applied. */
const annotation = "kubectl.kubernetes.io/last-applied-configuration";
const annotationsBytesMax = 256 * 1024;

const lastApplied = (object: KubeObject): string => object.metadata.annotations?.[annotation] ?? "";

/**
 * What `kubectl apply` set before it applied on the server's side, and nobody has changed since: whoever goes over from the one to the other need
 * not force it.
 */
export function unchangedSinceLastApplied(schema: Schema, live: KubeObject): FieldSet {
  const applied = parsed(lastApplied(live));
  if (!isJsonObject(applied) || applied.apiVersion !== live.apiVersion) return noFields;
  const strict = { duplicatesAllowed: false };
  if (typedErrors(schema, applied, strict) !== undefined || typedErrors(schema, live, strict) !== undefined) return noFields;
  const { modified, added, removed } = compare(schema, applied, live);
  return [modified, added, removed].reduce(difference, fieldsOf(schema, applied));
}

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** Whoever goes back has to find what was applied last: the annotation follows, where there is one. */
export function withLastApplied(object: KubeObject, applied: KubeObject): KubeObject {
  if (lastApplied(object) === "") return object;
  const { [annotation]: _, ...annotations } = objectAt(applied, "metadata", "annotations") ?? {};
  const metadata = { ...applied.metadata, ...(applied.metadata.annotations === undefined ? {} : { annotations }) };
  const text = `${jsonText(sorted({ ...applied, metadata }))}\n`;
  const { [annotation]: __, ...others } = object.metadata.annotations ?? {};
  const bytes = Object.entries({ ...others, [annotation]: text }).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  return {
    ...object,
    metadata: { ...object.metadata, annotations: bytes > annotationsBytesMax ? others : { ...others, [annotation]: text } },
  };
}

/** Keys in alphabetical order, as the annotation has them. */
function sorted(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
