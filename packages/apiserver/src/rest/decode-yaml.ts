import { messageOf } from "@millrace/kit";
import type { Document, YAMLError } from "yaml";
import { jsonText, parseJson } from "../json-text.ts";
import type { Json } from "../objects.ts";
import type { Decoded } from "./decode.ts";
import { NoYaml } from "./undecodable.ts";

const options = { uniqueKeys: false, merge: true, version: "1.1", maxAliasCount: 1000, intAsBigInt: true } as object;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** YAML has no pairs of escapes for one character. */
const surrogate = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;

/** Reads the first document of a text. Keys that are given twice are complained of; the last one counts. */
export async function decodeYaml(body: Buffer | undefined): Promise<Decoded> {
  const yaml = await import("yaml");
  const text = body?.toString("utf8") ?? "";
  if (control.test(text)) throw new NoYaml("yaml: control characters are not allowed");
  if (/[[{]{10000}/.test(text)) throw new NoYaml("yaml: exceeded max depth of 10000");
  const lines = new yaml.LineCounter();
  const parsed = yaml.parseAllDocuments(text, { ...options, lineCounter: lines });
  const document: Document | undefined = Array.isArray(parsed) ? parsed[0] : undefined;
  if (document === undefined) return { value: null, complaints: [] };
  const [error] = document.errors;
  if (error !== undefined && !isBehind(error, document, text)) throw new NoYaml(`yaml: ${goYamlError(error)}`);
  const complaints: string[] = [];
  yaml.visit(document, {
    Scalar(_, { type, range }) {
      if (type !== "QUOTE_DOUBLE" || !surrogate.test(text.slice(range?.[0], range?.[1]))) return;
      throw new NoYaml(`yaml: ${located(lines.linePos(range?.[0] ?? 0).line, scannerWords.BAD_DQ_ESCAPE)}`);
    },
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!yaml.isScalar(key)) continue;
        if (seen.has(key.value))
          complaints.push(`line ${lines.linePos(key.range?.[0] ?? 0).line}: key ${JSON.stringify(key.value)} already set in map`);
        seen.add(key.value);
      }
    },
  });
  return { value: jsonOf(document), complaints };
}

/** Through JSON, so that what only YAML knows (dates, sets) is gone. */
function jsonOf(document: Document): Json {
  try {
    return parseJson(jsonText(document.toJS({ maxAliasCount: 1000 }) ?? null));
  } catch (failure) {
    // An anchor that holds itself, or so many of them that they are meant to grow without end.
    throw new NoYaml(`yaml: ${messageOf(failure).split("\n")[0]}`);
  }
}

/** What Go's scanner says; it tells no line when it is the first one. */
const scannerWords = {
  BLOCK_AS_IMPLICIT_KEY: "mapping values are not allowed in this context",
  BAD_DQ_ESCAPE: "found invalid Unicode character escape code",
} as const;

const located = (line: number, said: string): string => (line > 1 ? `line ${line}: ${said}` : said);

/** What comes behind an object in braces is not looked at any more. */
function isBehind({ pos }: YAMLError, { contents }: Document, text: string): boolean {
  const flows = contents !== null && "flow" in contents && contents.flow === true;
  const end = contents?.range?.[1] ?? Number.POSITIVE_INFINITY;
  return flows && /[}\]]/.test(text.charAt(end - 1)) && pos[0] >= end;
}

function goYamlError({ code, linePos }: YAMLError): string {
  const line = linePos?.[0].line ?? 1;
  const said = (scannerWords as Readonly<Record<string, string>>)[code];
  if (said !== undefined) return located(line, said);
  return `line ${line}: did not find expected ${code === "MISSING_CHAR" ? "node content" : "key"}`;
}

/** Complaints about YAML, when they refuse it. */
export const repeatedKeys = (complaints: readonly string[]): string =>
  `yaml: unmarshal errors:\n${complaints.map((complaint) => `  ${complaint}`).join("\n")}`;
