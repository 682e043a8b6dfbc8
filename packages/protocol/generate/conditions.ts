import { covers, intersect, isEmpty, type VersionRange } from "../src/definitions/versions.ts";

/** The expression that is true if `version`, known to be within `around`, is within `range`; "true" or "false" if that is certain. */
export function condition(range: VersionRange, around: VersionRange): string {
  const both = intersect(range, around);
  if (isEmpty(both)) return "false";
  if (covers(range, around)) return "true";
  const below = range.from > around.from;
  const above = range.to < around.to;
  if (below && above) return range.from === range.to ? `version === ${range.from}` : `version >= ${range.from} && version <= ${range.to}`;
  return below ? `version >= ${range.from}` : `version <= ${range.to}`;
}

/** The opposite of a condition. */
export function not(test: string): string {
  if (test === "true") return "false";
  if (test === "false") return "true";
  if (test.includes(" ")) return test.replace(/>=|<=|===|&&/g, (sign) => OPPOSITES[sign] ?? sign);
  return test.startsWith("!") ? test.slice(1) : `!${test}`;
}

const OPPOSITES: Readonly<Record<string, string>> = { ">=": "<", "<=": ">", "===": "!==", "&&": "||" };

/** `test ? yes : no`, shortened if the test is certain. */
export function choose(test: string, yes: string, no: string): string {
  if (test === "true" || yes === no) return yes;
  return test === "false" ? no : `${test} ? ${yes} : ${no}`;
}

/** The same in brackets, for use inside an expression. */
export function chooseWithin(test: string, yes: string, no: string): string {
  const text = choose(test, yes, no);
  return text.includes(" ? ") ? `(${text})` : text;
}

/** `if (test) `, or nothing if the test is certainly true. */
export function when(test: string): string {
  return test === "true" ? "" : `if (${test}) `;
}

/** The argument for `compact`: a literal, or the local variable `flexible` that {@link flexibleVariable} declares. */
export function compactArgument(flexible: VersionRange, present: VersionRange): string {
  const test = condition(flexible, present);
  return test === "true" || test === "false" ? test : "flexible";
}

/** Declares `flexible` if the lines of a struct's function use it. */
export function flexibleVariable(flexible: VersionRange, struct: VersionRange, lines: readonly string[]): string[] {
  if (!lines.some((line) => /\bflexible\b/.test(line))) return [];
  return [`  const flexible = ${condition(flexible, struct)};`];
}
