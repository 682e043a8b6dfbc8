import { type Field, quantityPattern } from "../schema/field.ts";
import type { Value } from "../values.ts";

const quantityExpression = new RegExp(quantityPattern);
const expressions = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  const known = expressions.get(pattern) ?? new RegExp(pattern, "u");
  expressions.set(pattern, known);
  return known.test(text);
}

const within = (value: number | bigint, { minimum, maximum }: { minimum?: number; maximum?: number }): boolean =>
  (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);

const isInt64 = (value: Value): value is number | bigint =>
  typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);

/** Whether a value is what a field takes, not looking into objects, lists and maps. */
export function fits(field: Field, value: Value): boolean {
  switch (field.type) {
    case "string":
      if (typeof value !== "string") return false;
      return (field.options?.includes(value) ?? true) && (field.pattern === undefined || matches(field.pattern, value));
    case "integer":
      return isInt64(value) && within(value, field);
    case "number":
      return (typeof value === "bigint" || Number.isFinite(value)) && within(value as number | bigint, field);
    case "boolean":
      return typeof value === "boolean";
    case "quantity":
      return typeof value === "string" ? quantityExpression.test(value) : isInt64(value);
    case "list":
      return Array.isArray(value) && value.length >= (field.minItems ?? 0);
    case "open":
    case "map":
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

/** What a field takes, in words: `an integer ≥ 9092`. */
export function expectation(field: Field): string {
  switch (field.type) {
    case "string":
      if (field.options !== undefined) return oneOf(field.options);
      return field.pattern === undefined ? "text" : `text that matches ${field.pattern}`;
    case "integer":
    case "number":
      return `${field.type === "integer" ? "an integer" : "a number"}${limits(field)}`;
    case "boolean":
      return "true or false";
    case "quantity":
      return "a quantity such as 500m or 2Gi";
    case "list":
      return field.minItems === undefined ? "a list" : `a list of at least ${field.minItems}`;
    case "open":
    case "map":
    case "object":
      return "an object";
  }
}

const oneOf = (options: readonly string[]): string =>
  options.length === 1 ? JSON.stringify(options[0]) : `one of ${options.map((option) => JSON.stringify(option)).join(", ")}`;

function limits({ minimum, maximum }: { minimum?: number; maximum?: number }): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? "" : ` ≥ ${minimum}`;
}

/** What stands in a field's place instead: `"abc"`, or `text` where it must not be seen. */
export function shownIn(field: Field, value: Value): string {
  if (!isSecret(field) || typeof value === "object") return shown(value);
  if (typeof value === "string") return "text";
  return typeof value === "boolean" ? "true or false" : "a number";
}

function isSecret(field: Field): boolean {
  return field.type === "map" ? isSecret(field.value) : field.type === "string" && field.secret === true;
}

/** What stands there instead, in words, shortened: `"abc"`, `a list`, `nothing`. */
export function shown(value: Value): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
}
