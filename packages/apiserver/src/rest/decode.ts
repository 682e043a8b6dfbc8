import { messageOf } from "@millrace/kit";
import { parseJson } from "../json-text.ts";
import type { Json } from "../objects.ts";
import { unsupportedMediaType } from "../status/refusals.ts";
import { duplicateMembers } from "./duplicate-members.ts";
import { NumberTooLarge, Undecodable } from "./undecodable.ts";

/** What a body holds, and what strict decoding would have against it. */
export interface Decoded {
  readonly value: Json;
  /** Such as `duplicate field "spec.a"`. */
  readonly complaints: readonly string[];
}

type Form = "json" | "yaml" | "protobuf";
const bodyTypes: Readonly<Record<string, Form>> = {
  "application/json": "json",
  "application/yaml": "yaml",
  "application/vnd.kubernetes.protobuf": "protobuf",
};
const accepted = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

/** `text/plain; charset=x` is `text/plain`. */
function mediaType(header: string | undefined): string {
  return (header ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Reads a body by what its header says it is; without one, JSON. 415 for what nobody reads. */
export async function decodeBody(body: Buffer | undefined, contentType: string | undefined): Promise<Decoded> {
  const type = mediaType(contentType);
  const form = type === "" ? "json" : bodyTypes[type];
  if (form === undefined) throw unsupportedMediaType(accepted);
  if (form === "protobuf") return decodeEnveloped(body);
  if (form === "json") return decodeJson(body);
  return (await import("./decode-yaml.ts")).decodeYaml(body);
}

async function decodeEnveloped(body: Buffer | undefined): Promise<Decoded> {
  const { decodeProtobuf, ProtobufError } = await import("../protobuf/decode.ts");
  try {
    return { value: decodeProtobuf(body ?? Buffer.alloc(0)), complaints: [] };
  } catch (failure) {
    if (failure instanceof ProtobufError) throw new Undecodable(failure.message);
    throw failure;
  }
}

export function decodeJson(body: Buffer | undefined): Decoded {
  const text = body?.toString("utf8") ?? "";
  try {
    refuseTooDeep(text);
    const value = parseJson(text);
    refuseTooLarge(text);
    return { value, complaints: duplicateMembers(text).map((path) => `duplicate field ${JSON.stringify(path)}`) };
  } catch (failure) {
    throw failure instanceof Undecodable ? failure : new Undecodable(goJsonError(text, failure));
  }
}

/** As deep as Go reads; what looks at objects afterwards can do as much. */
const depthMax = 10_000;

function refuseTooDeep(text: string): void {
  if (text.length <= depthMax) return;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (inText && character === "\\") at++;
    else if (character === '"') inText = !inText;
    else if (!inText) depth += depthSteps[character] ?? 0;
    if (depth > depthMax) throw new Undecodable(`invalid character ${quoted(character)} exceeded max depth`);
  }
}

const depthSteps: Readonly<Record<string, number>> = { "[": 1, "{": 1, "]": -1, "}": -1 };

const largeExponent = /\de\+?\d{3}/i;

/** JavaScript reads `1e400` as infinite, which JSON has no word for. Nothing without such an exponent can be so large. */
function refuseTooLarge(text: string): void {
  if (!largeExponent.test(text)) return;
  JSON.parse(text, (_: string, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value !== "number" || Number.isFinite(value)) return value;
    throw new NumberTooLarge(`json: cannot unmarshal number ${context?.source} into Go value of type float64`);
  });
}

/** What Go's decoder says of a text, by what Node's says of it. */
const expectations: ReadonlyArray<readonly [said: RegExp, expected: string]> = [
  [/property name/, "looking for beginning of object key string"],
  [/':' after/, "after object key"],
  [/after property value/, "after object key:value pair"],
  [/after array element/, "after array element"],
  [/after JSON/, "after top-level value"],
  [/control character/, "in string literal"],
];

function goJsonError(text: string, failure: unknown): string {
  const message = messageOf(failure);
  const literal = brokenLiteral(text);
  if (literal !== undefined) return literal;
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length - text.replace(/^[ \t\r\n]+/, "").length);
  // Go looks at bytes.
  const byte = Buffer.from(text.slice(at, at + 2))[0];
  const character = byte === undefined ? undefined : String.fromCharCode(byte);
  if (character === undefined || /end of JSON input|Unterminated/i.test(message)) return "unexpected end of JSON input";
  const expected = expectations.find(([said]) => said.test(message))?.[1] ?? "looking for beginning of value";
  return `invalid character ${quoted(character)} ${expected}`;
}

/** A text that begins like `true`, and goes on differently. */
function brokenLiteral(text: string): string | undefined {
  const start = text.trimStart();
  const literal = ["true", "false", "null"].find((each) => each.charAt(0) === start.charAt(0));
  if (literal === undefined) return undefined;
  const at = [...literal].findIndex((letter, index) => start.charAt(index) !== letter);
  if (at < 0 || start.charAt(at) === "") return undefined;
  return `invalid character ${quoted(start.charAt(at))} in literal ${literal} (expecting ${quoted(literal.charAt(at))})`;
}

/** A character as Go quotes it. */
function quoted(character: string): string {
  if (character === "'") return "'\\''";
  if (character < " " || character === "\u007f") return `'\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}'`;
  return character === '"' ? "'\"'" : `'${JSON.stringify(character).slice(1, -1)}'`;
}

/** The beginning of a body, for an error message. */
export function summary(body: Buffer | undefined): string {
  if (body === undefined || body.length === 0) return "<empty>";
  const start = body.subarray(0, 30);
  const shown = body[0] === 0x7b ? start.toString("utf8") : start.toString("hex");
  return body.length > start.length ? `${shown} ...` : shown;
}
