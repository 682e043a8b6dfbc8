import { entriesOf, entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, sameJson } from "../objects.ts";
import type { Correlation } from "./correlation.ts";
import { found, invalid, merged, nothing, notSupported, type Result, required, tooLong, tooMany, wrongType } from "./findings.ts";
import { formats } from "./formats.ts";
import type { Schema } from "./schema.ts";
import { combinations } from "./validate-combinations.ts";

/** A value against its schema, as kube-openapi does it: every sort of rule that applies to such a value, in its order. */
function validateValue(schema: Schema, value: Json, path: string, before: Correlation | undefined): Result {
  if (value === null) return merged([typeOf(schema, value, path), enumeration(schema, value, path)]);
  const results = applicable(schema, value, path, before);
  return merged(results, results.length + 1);
}

/** What was not right before, and is as it was, may stay. */
export function validateChild(schema: Schema, value: Json, path: string, before: Correlation | undefined): Result {
  const result = validateValue(schema, value, path, before);
  return before !== undefined && result.findings.length > 0 && before.unchanged ? { findings: [], matches: result.matches } : result;
}

function applicable(schema: Schema, value: Json, path: string, before: Correlation | undefined): Result[] {
  const format = typeof value === "string" && schema.format !== undefined ? formats.get(schema.format) : undefined;
  return [
    ...(typesOf(schema).length > 0 || formatOf(schema) !== "" ? [typeOf(schema, value, path)] : []),
    combinations(schema, path, (alternative) => validateValue(alternative, value, path, before)),
    ...(typeof value === "string" ? [texts(schema, value, path)] : []),
    ...(typeof value === "string" && format ? [format(value) ? nothing : found(wrongType(path, formatOf(schema), value))] : []),
    ...(typeof value === "number" || typeof value === "bigint" ? [numbers(schema, value, path)] : []),
    ...(isList(value) ? [lists(schema, value, path, before)] : []),
    enumeration(schema, value, path),
    ...(isJsonObject(value) ? [objects(schema, value, path, before)] : []),
  ];
}

const typesOf = (schema: Schema): readonly string[] =>
  schema["x-kubernetes-int-or-string"] === true ? ["integer", "string"] : schema.type === undefined ? [] : [schema.type];

/** Formats that nothing is checked by are none. */
const formatOf = ({ format }: Schema): string => (format !== undefined && formats.has(format) ? format : "");

function typeName(value: Json): string {
  if (value === null) return "null";
  if (isList(value)) return "array";
  // Beyond 2⁵³ only what was written as an integer of 64 bits is one.
  if (typeof value === "number") return Number.isSafeInteger(value) ? "integer" : "number";
  return typeof value === "bigint" ? "integer" : typeof value;
}

function typeOf(schema: Schema, value: Json, path: string): Result {
  const types = typesOf(schema);
  const actual = typeName(value);
  const fits = types.includes(actual) || (actual === "integer" && types.includes("number"));
  const right: Result = { findings: [], matches: 1 };
  if (value === null) return types.length === 0 || schema.nullable === true ? right : found(wrongType(path, types.join(","), actual));
  const format = formatOf(schema);
  const isText = typeof value === "string" || isList(value);
  if (!isText && format !== "" && !fits) return found(wrongType(path, format, typeof value === "number" ? "int64" : ""));
  if (isText && format !== "" && !types.includes("number") && !types.includes("integer")) return right;
  return fits ? right : found(wrongType(path, types.join(","), actual));
}

function texts({ minLength, maxLength, pattern }: Schema, value: string, path: string): Result {
  if (minLength !== undefined || maxLength !== undefined) {
    const length = [...value].length;
    if (maxLength !== undefined && length > maxLength) return found(tooLong(path, maxLength));
    if (minLength !== undefined && length < minLength) return found(invalid(path, value, `should be at least ${minLength} chars long`));
  }
  if (pattern === undefined || pattern === "" || patternOf(pattern).test(value)) return nothing;
  return found(invalid(path, value, `should match '${pattern}'`));
}

const patterns = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = new RegExp(pattern, "u");
    patterns.set(pattern, compiled);
  }
  return compiled;
}

function numbers(schema: Schema, value: number | bigint, path: string): Result {
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false, multipleOf } = schema;
  const results: Result[] = [];
  if (multipleOf !== undefined && !Number.isInteger(Number(value) / multipleOf)) {
    results.push(found(invalid(path, value, `should be a multiple of ${multipleOf}`)));
  }
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    results.push(found(invalid(path, value, `should be greater than ${exclusiveMinimum ? "" : "or equal to "}${minimum}`)));
  }
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    results.push(found(invalid(path, value, `should be less than ${exclusiveMaximum ? "" : "or equal to "}${maximum}`)));
  }
  return merged(results, 1);
}

function lists(schema: Schema, value: readonly Json[], path: string, before: Correlation | undefined): Result {
  const { items, minItems, maxItems, uniqueItems } = schema;
  const results = items ? value.map((item, index) => validateChild(items, item, `${path}[${index}]`, before?.index(index))) : [];
  if (minItems !== undefined && value.length < minItems) {
    results.push(found(invalid(path, value.length, `should have at least ${minItems} items`)));
  }
  if (maxItems !== undefined && value.length > maxItems) results.push(found(tooMany(path, value.length, maxItems, "items")));
  if (uniqueItems === true && value.some((item, index) => value.slice(0, index).some((other) => sameJson(item, other)))) {
    results.push(found(invalid(path, "", "shouldn't contain duplicates")));
  }
  return merged(results, 1);
}

function enumeration(schema: Schema, value: Json, path: string): Result {
  const { enum: values } = schema;
  return values === undefined || values.length === 0 || values.some((allowed) => sameJson(allowed, value))
    ? nothing
    : found(notSupported(path, value, values));
}

function objects(schema: Schema, value: JsonObject, path: string, before: Correlation | undefined): Result {
  const { minProperties, maxProperties } = schema;
  const count = entriesOf(value).length;
  const results: Result[] = [];
  if (minProperties !== undefined && count < minProperties) {
    results.push(found(invalid(path, count, `should have at least ${minProperties} properties`)));
  }
  if (maxProperties !== undefined && count > maxProperties) results.push(found(tooMany(path, count, maxProperties, "properties")));
  const missing = (schema.required ?? [])
    .filter((name) => entryOf(value, name) === undefined)
    .map((name) => found(required(`${path}.${name}`)));
  return merged([...results, ...otherFields(schema, value, path, before), ...namedFields(schema, value, path, before), ...missing]);
}

function namedFields({ properties = {} }: Schema, value: JsonObject, path: string, before: Correlation | undefined): Result[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const held = entryOf(value, name);
    if (held === undefined) return [];
    const isIdentity = path === "" && (name === "apiVersion" || name === "kind");
    const below = path === "" ? name : `${path}.${name}`;
    return [validateChild(property, held, below, isIdentity ? undefined : before?.key(name))];
  });
}

function otherFields(
  { properties = {}, additionalProperties }: Schema,
  value: JsonObject,
  path: string,
  before: Correlation | undefined,
): Result[] {
  if (additionalProperties === undefined || additionalProperties === true) return [];
  const others = entriesOf(value).filter(([name]) => !Object.hasOwn(properties, name));
  if (additionalProperties !== false) {
    return others.map(([name, held]) => validateChild(additionalProperties, held, `${path}.${name}`, before?.key(name)));
  }
  return others.map(([name]) => {
    const text = `${path}.${name} in body is a forbidden property`;
    return found({ text, path, type: "FieldValueInvalid", value: name, detail: text });
  });
}
