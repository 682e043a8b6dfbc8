import { found, merged, nothing, ofCombination, type Result } from "./findings.ts";
import type { Schema } from "./schema.ts";

/** `anyOf`, `oneOf`, `allOf` and `not` of a schema, by `check` that looks at the value by one of theirs. */
export function combinations({ anyOf, oneOf, allOf, not }: Schema, path: string, check: (schema: Schema) => Result): Result {
  if (!anyOf && !oneOf && !allOf && !not) return { findings: [], matches: 1 };
  return merged(
    [
      anyOf && anyOf.length > 0 ? any(anyOf.map(check), path) : nothing,
      oneOf && oneOf.length > 0 ? one(oneOf.map(check), path) : nothing,
      allOf && allOf.length > 0 ? all(allOf.map(check), path) : nothing,
      not && isValid(check(not)) ? found(ofCombination(path, "not validate the schema (not)")) : nothing,
    ],
    1,
  );
}

const isValid = ({ findings }: Result): boolean => findings.length === 0;

/** The first of those that got furthest. */
const best = (results: readonly Result[]): Result => results.reduce((far, result) => (result.matches > far.matches ? result : far));

function any(results: readonly Result[], path: string): Result {
  const fitting = results.find(isValid);
  return fitting ?? merged([found(ofCombination(path, "validate at least one schema (anyOf)")), best(results)]);
}

function one(results: readonly Result[], path: string): Result {
  const fitting = results.filter(isValid);
  const [first] = fitting;
  if (first && fitting.length === 1) return first;
  const said = first ? `Found ${fitting.length} valid alternatives` : "Found none valid";
  return merged([found(ofCombination(path, `validate one and only one schema (oneOf). ${said}`)), first ? nothing : best(results)]);
}

function all(results: readonly Result[], path: string): Result {
  const fitting = results.filter(isValid).length;
  if (fitting === results.length) return merged(results);
  const said = `validate all the schemas (allOf)${fitting === 0 ? ". None validated" : ""}`;
  return merged([...results, found(ofCombination(path, said))]);
}
