import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json, type KubeObject } from "../objects.ts";
import { timeProblem } from "./go-time.ts";
import { fieldSchema, type Schema } from "./schema.ts";
import type { StructuralSchema } from "./structural.ts";

/** Why an object of one of Kubernetes' own kinds can't be read, in Go's words; undefined: it can. Those kinds are Go's structures, and refuse at once what doesn't fit them. */
export function misfit({ whole }: StructuralSchema, object: KubeObject): string | undefined {
  const { metadata: _, ...rest } = object;
  return misfitIn(whole, rest, "", object.kind);
}

/** The same of what a strategic merge patch made: there is no JSON in between. */
export function misfitOfMap(said: string): string {
  const [, given, into] = /^json: cannot unmarshal (\w+) into .* of type (.*)$/.exec(said) ?? [];
  return given === undefined || into === undefined ? said : converted(given, into);
}

const kindsOfGo: Readonly<Record<string, string>> = { number: "int64", array: "slice", object: "map" };

function converted(given: string, into: string): string {
  const kind = kindsOfGo[given] ?? given;
  const isScalar = !into.startsWith("map[") && !into.startsWith("[]");
  if (isScalar && (given === "array" || given === "object")) return `unrecognized type: ${into}`;
  if (into.startsWith("map[")) return `cannot restore map from ${kind}`;
  return into.startsWith("[]") && into !== "[]uint8" ? `cannot restore slice from ${kind}` : `cannot convert ${kind} to ${into}`;
}

function misfitIn(schema: Schema | undefined, value: Json, path: string, struct: string): string | undefined {
  if (!schema || value === null) return undefined;
  if (schema.type !== undefined && !fits(schema, value)) {
    return `json: cannot unmarshal ${jsonType(value)} into Go struct field ${struct}${path} of type ${goType(schema)}`;
  }
  if (typeof value === "string" && schema.format === "byte") return illegalBase64(value);
  if (typeof value === "string" && schema.format === "date-time") return timeProblem(value, microTimes.has(path) ? "microTime" : "time");
  if (isList(value)) return first(value.map((item) => () => misfitIn(schema.items, item, path, struct)));
  if (!isJsonObject(value)) return undefined;
  const isStruct = schema.additionalProperties === undefined && path !== "";
  const inner = isStruct ? structName(struct, path) : struct;
  return first(
    entriesOf(value).map(([name, held]) => () => {
      const below = schema.additionalProperties === undefined ? `${path}.${name}` : path;
      return misfitIn(fieldSchema(schema, name), held, below, inner);
    }),
  );
}

/** Fields of Kubernetes' own kinds whose type is `MicroTime`; OpenAPI calls both sorts of times the same. */
const microTimes: ReadonlySet<string> = new Set([".spec.acquireTime", ".spec.renewTime", ".eventTime", ".series.lastObservedTime"]);

function first(checks: ReadonlyArray<() => string | undefined>): string | undefined {
  for (const check of checks) {
    const said = check();
    if (said !== undefined) return said;
  }
  return undefined;
}

/** Kubernetes names the structure of a kind's `spec` after both. */
function structName(struct: string, path: string): string {
  const field = path.slice(path.lastIndexOf(".") + 1);
  return `${struct}${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}

function jsonType(value: Json): string {
  if (isList(value)) return "array";
  if (typeof value === "bigint") return "number";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function fits({ type }: Schema, value: Json): boolean {
  if (type === "array") return isList(value);
  if (type === "object") return isJsonObject(value);
  if (type === "integer") return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
  return typeof value === type;
}

function goType(schema: Schema): string {
  const { type, format, items, additionalProperties } = schema;
  if (type === "integer") return format === "int32" ? "int32" : "int64";
  if (type === "boolean") return "bool";
  if (type === "array") return `[]${items ? goType(items) : "interface {}"}`;
  if (type === "object")
    return typeof additionalProperties === "object" ? `map[string]${goType(additionalProperties)}` : "map[string]interface {}";
  return format === "byte" ? "[]uint8" : "string";
}

function illegalBase64(text: string): string | undefined {
  const plain = text.replace(/[\r\n]/g, "");
  const digits = plain.replace(/={1,2}$/, "");
  const strange = digits.search(/[^A-Za-z0-9+/]/);
  if (strange >= 0) return `illegal base64 data at input byte ${strange}`;
  if (plain.length % 4 === 0 && digits.length % 4 !== 1) return undefined;
  return `illegal base64 data at input byte ${plain.length - (plain.length % 4)}`;
}
