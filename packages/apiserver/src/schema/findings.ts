import { jsonText } from "../json-text.ts";
import type { Json } from "../objects.ts";
import type { FieldError, FieldErrorType } from "../status/field-error.ts";

/** What is wrong with a value, before it is known under which path the whole object stands. */
export interface Finding {
  /** What kube-openapi says of it; two that say the same are one. */
  readonly text: string;
  /** Undefined: it is said of the whole object, as what `oneOf` and its like find always is. */
  readonly path?: string;
  readonly type: FieldErrorType;
  readonly value?: Json;
  readonly detail: string;
}

/** Findings, and how much of the schema was looked at: where no alternative fits, the one that got furthest is told of. */
export interface Result {
  readonly findings: readonly Finding[];
  readonly matches: number;
}

export const nothing: Result = { findings: [], matches: 0 };

export const found = (finding: Finding): Result => ({ findings: [finding], matches: 0 });

export function merged(results: readonly Result[], ownMatches = 0): Result {
  const findings = new Map<string, Finding>();
  let matches = ownMatches;
  for (const result of results) {
    matches += result.matches;
    for (const finding of result.findings) if (!findings.has(finding.text)) findings.set(finding.text, finding);
  }
  return { findings: [...findings.values()], matches };
}

export const invalid = (path: string, value: Json, said: string): Finding => {
  const text = `${path} in body ${said}`;
  return { text, path, type: "FieldValueInvalid", value, detail: text };
};

export const wrongType = (path: string, expected: string, actual: string): Finding => {
  const text = `${path} in body must be of type ${expected}: ${JSON.stringify(actual)}`;
  return { text, path, type: "FieldValueTypeInvalid", value: actual, detail: text };
};

export const required = (path: string): Finding => ({
  text: `${path} in body is required`,
  path,
  type: "FieldValueRequired",
  detail: "",
});

export function notSupported(path: string, value: Json, values: readonly Json[]): Finding {
  const quoted = values.map((allowed) => JSON.stringify(typeof allowed === "string" ? allowed : jsonText(allowed)));
  const detail = `supported values: ${quoted.join(", ")}`;
  return { text: `${path} in body should be one of [${values.join(" ")}]`, path, type: "FieldValueNotSupported", value, detail };
}

export const tooLong = (path: string, max: number): Finding => ({
  text: `${path} in body should be at most ${max} chars long`,
  path,
  type: "FieldValueTooLong",
  detail: `may not be more than ${max} ${max === 1 ? "byte" : "bytes"}`,
});

export const tooMany = (path: string, actual: number, max: number, what: "items" | "properties"): Finding => ({
  text: `${path} in body should have at most ${max} ${what}`,
  path,
  type: "FieldValueTooMany",
  value: actual,
  detail: `must have at most ${max} ${max === 1 ? "item" : "items"}`,
});

/** Said of a combination of schemas. */
export const ofCombination = (path: string, said: string): Finding => {
  const text = `${JSON.stringify(path)} must ${said}`;
  return { text, type: "FieldValueInvalid", value: "", detail: text };
};

/** `under`: the path of what was looked at, in the object. */
export function fieldErrors({ findings }: Result, under: string): FieldError[] {
  return findings.map(({ path, type, value, detail }) => {
    const below = path?.replace(/^\./, "") ?? "";
    const field = [under, below].filter((part) => part !== "").join(".") || "<nil>";
    return { type, field, ...(value === undefined ? {} : { value }), detail };
  });
}
