import { messageOf } from "@millrace/kit";
import { jsonText, parseJson } from "../json-text.ts";
import type { Json } from "../objects.ts";
import { unsupportedMediaType } from "../status/refusals.ts";
import { duplicateMembers } from "./duplicate-members.ts";

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
  return form === "json" ? decodeJson(body) : decodeYaml(body);
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
    const value = parseJson(text);
    return { value, complaints: duplicateMembers(text).map((path) => `duplicate field ${JSON.stringify(path)}`) };
  } catch (failure) {
    throw new Undecodable(goJsonError(text, failure));
  }
}

export async function decodeYaml(body: Buffer | undefined): Promise<Decoded> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(body?.toString("utf8") ?? "", {
    uniqueKeys: false,
    merge: true,
    version: "1.1",
    maxAliasCount: 1000,
    intAsBigInt: true,
  } as object);
  const [error] = document.errors;
  if (error !== undefined) {
    throw new Undecodable(
      `error converting YAML to JSON: yaml: line ${error.linePos?.[0].line ?? 1}: ${error.message.split("\n")[0] ?? ""}`,
    );
  }
  // Through JSON, so that what only YAML knows (dates, sets) is gone.
  const value = parseJson(jsonText(document.toJS({ maxAliasCount: 1000 }) ?? null));
  return { value, complaints: [] };
}

/** A body that is not what its header says. */
export class Undecodable extends Error {}

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
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length - text.trimStart().length);
  // Go looks at bytes.
  const byte = Buffer.from(text.slice(at, at + 2))[0];
  const character = byte === undefined ? undefined : String.fromCharCode(byte);
  if (character === undefined || /end of JSON input|Unterminated/i.test(message)) return "unexpected end of JSON input";
  const expected = expectations.find(([said]) => said.test(message))?.[1] ?? "looking for beginning of value";
  return `invalid character ${quoted(character)} ${expected}`;
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
