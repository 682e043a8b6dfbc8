import type { Finding, Path } from "../problem.ts";
import type { Field, Shape } from "../schema/field.ts";
import { isObject, type Value } from "../values.ts";
import { expectation, fits, shownIn } from "./expectations.ts";
import { suggest } from "./suggest.ts";

type Report = (finding: Finding) => void;

/** Everything in which `value` (see `withoutNulls`) differs from what its shape allows. No finding means that it has the generated type. */
export function validate(shape: Shape, value: Value, path: Path = []): readonly Finding[] {
  const findings: Finding[] = [];
  checkField({ type: "object", shape }, value, path, (finding) => findings.push(finding));
  return findings;
}

function checkField(field: Field, value: Value, path: Path, report: Report): void {
  if (!fits(field, value)) {
    report(misfit(field, value, path));
    return;
  }
  if (field.type === "object" && isObject(value)) checkObject(field.shape, value, path, report);
  if (field.type === "list" && Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkField(field.item, item, [...path, index], report);
  }
  if (field.type === "map" && isObject(value)) {
    for (const [key, item] of Object.entries(value)) checkField(field.value, item, [...path, key], report);
  }
}

function misfit(field: Field, value: Value, path: Path): Finding {
  const expected = expectation(field);
  return { path, expected, message: `expected ${expected}, got ${shownIn(field, value)}${hint(field, value)}` };
}

function hint(field: Field, value: Value): string {
  if (field.type === "string" && field.options !== undefined)
    return typeof value === "string" ? didYouMean(suggest(value, field.options)) : "";
  const isText = field.type === "string" || field.type === "quantity";
  if (isText && ["number", "boolean", "bigint"].includes(typeof value)) return "; quote it to make it text";
  return "";
}

const didYouMean = (suggestion: string | undefined): string =>
  suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`;

function checkObject(shape: Shape, value: { readonly [key: string]: Value }, path: Path, report: Report): void {
  const fields = shape.fields;
  for (const [key, member] of Object.entries(value)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) report(unknownField(shape, key, value, path));
    else checkField(field, member, [...path, key], report);
  }
  for (const name of shape.required) {
    const field = fields[name];
    if (field === undefined || Object.hasOwn(value, name)) continue;
    const expected = expectation(field);
    report({ path: [...path, name], expected, message: `required, but missing: expected ${expected}` });
  }
  checkBetweenFields(shape, value, path, report);
}

function unknownField(shape: Shape, key: string, value: { readonly [key: string]: Value }, path: Path): Finding {
  const absent = Object.keys(shape.fields).filter((name) => !Object.hasOwn(value, name));
  const message = `unknown field${didYouMean(suggest(key, absent))}`;
  return { path: [...path, key], message, expected: `one of ${Object.keys(shape.fields).join(", ")}`, aboutKey: true, superfluous: true };
}

function checkBetweenFields(shape: Shape, value: { readonly [key: string]: Value }, path: Path, report: Report): void {
  const given = shape.oneOf?.filter((name) => Object.hasOwn(value, name));
  if (shape.oneOf !== undefined && given?.length !== 1) {
    const expected = `exactly one of ${shape.oneOf.join(", ")}`;
    report({ path, expected, message: `expected ${expected}, got ${given?.length === 0 ? "none" : given?.join(", ")}` });
  }
  for (const rule of shape.rules) {
    if (!rule.holds(value)) report({ path, message: rule.message });
  }
}
