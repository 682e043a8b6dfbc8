import { isDeepStrictEqual } from "node:util";
import type { Verdict } from "../verdicts.ts";
import { recordsIn } from "./talk.ts";

/** What the places of a reply are replaced by that differ from run to run. */
export interface Blanks {
  /** Values by the words that stand for them, for example a topic's id. */
  readonly words?: Readonly<Record<string, string>>;
  /** Names of fields of which only the sort of value counts. */
  readonly fields?: readonly string[];
  /** Names of lists whose order says nothing: Kafka's comes from hash tables. Default: those of topics and partitions. */
  readonly unordered?: readonly string[];
}

/** Names of fields that tell where a broker runs or when, not how it behaves. */
const alwaysBlank: ReadonlySet<string> = new Set(["throttleTimeMs", "clusterId", "host", "port"]);

const listsOfPlaces = ["topics", "responses", "results", "partitions", "partitionResponses"];

/** A decoded reply as plain JSON: records as text, what differs from run to run blanked. */
export function verdictOf(value: unknown, blanks: Blanks = {}): Verdict {
  const words = new Map(Object.entries(blanks.words ?? {}).map(([word, text]) => [text, word]));
  const fields = new Set([...alwaysBlank, ...(blanks.fields ?? [])]);
  const unordered = new Set(blanks.unordered ?? listsOfPlaces);
  const visit = (each: unknown, name: string): Verdict => {
    if (fields.has(name)) return sortOf(each);
    if (each === undefined || each === null) return null;
    if (Buffer.isBuffer(each)) return contentOf(each, name);
    if (Array.isArray(each)) {
      const items = each.map((item) => visit(item, ""));
      return unordered.has(name) ? items.sort(byText) : items;
    }
    if (typeof each === "string") return words.get(each) ?? withWords(each, words);
    if (typeof each === "number" || typeof each === "boolean") return each;
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, visit(item, key)]));
  };
  return visit(value, "");
}

function contentOf(bytes: Buffer, name: string): Verdict {
  return name === "records" ? recordsIn(bytes) : bytes.toString("latin1");
}

function byText(a: Verdict, b: Verdict): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function withWords(text: string, words: ReadonlyMap<string, string>): string {
  let result = text;
  for (const [value, word] of words) if (value.length > 3) result = result.replaceAll(value, word);
  return result;
}

function sortOf(value: unknown): string {
  if (typeof value === "number") return value > 0 ? "positive" : String(value);
  return value === null || value === undefined ? "null" : value === "" ? "empty" : typeof value;
}

/** What was seen in each version, versions in a row that saw the same under one name: `4-7`. */
export function byVersions(seen: ReadonlyMap<number, Verdict>): Verdict {
  const rows: Array<{ first: number; last: number; verdict: Verdict }> = [];
  for (const [version, verdict] of seen) {
    const last = rows.at(-1);
    if (last !== undefined && isDeepStrictEqual(last.verdict, verdict)) last.last = version;
    else rows.push({ first: version, last: version, verdict });
  }
  return Object.fromEntries(rows.map(({ first, last, verdict }) => [first === last ? `${first}` : `${first}-${last}`, verdict]));
}
