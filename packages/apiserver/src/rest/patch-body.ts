import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";
import { type Decoded, decodeJson, decodeYaml, Undecodable } from "./decode.ts";
import type { WriteOptions } from "./options.ts";

/** A patch as it was sent, and what strict decoding has against it. */
export async function readPatch(body: Buffer | undefined, type: string, { fieldValidation }: WriteOptions): Promise<Decoded> {
  const isApply = type === "application/apply-patch+yaml";
  try {
    return isApply ? await decodeApplied(body) : named(decodeJson(body), type);
  } catch (failure) {
    if (!(failure instanceof Undecodable)) throw failure;
    if (isApply) throw badRequest(`error decoding YAML: ${failure.message}`);
    if (type === "application/strategic-merge-patch+json") throw badRequest(failure.message);
    if (type === "application/merge-patch+json" && fieldValidation === "Ignore") throw badRequest("Invalid JSON Patch");
    const message = failure.message === "EOF" ? "unexpected end of JSON input" : failure.message;
    throw badRequest(fieldValidation === "Ignore" ? message : `error decoding patch: ${message}`);
  }
}

const named = ({ value, complaints }: Decoded, type: string): Decoded => ({
  value,
  complaints:
    type === "application/json-patch+json"
      ? [...complaints, ...unknownMembers(value)].map((complaint) => `json patch ${complaint}`)
      : complaints,
});

const members: ReadonlySet<string> = new Set(["op", "path", "from", "value"]);

function unknownMembers(operations: Json): string[] {
  return (Array.isArray(operations) ? operations : []).flatMap((operation, index) =>
    (isJsonObject(operation) ? Object.keys(operation) : [])
      .filter((name) => !members.has(name))
      .map((name) => `unknown field "[${index}].${name}"`),
  );
}

/** Clients mostly send JSON, which is YAML too and is read faster. */
async function decodeApplied(body: Buffer | undefined): Promise<Decoded> {
  const start = body?.subarray(0, 64).toString("utf8").trimStart();
  const decoded = start?.startsWith("{") === true ? jsonOr(body) : undefined;
  return decoded !== undefined && decoded.complaints.length === 0 ? decoded : strictYaml(body);
}

function jsonOr(body: Buffer | undefined): Decoded | undefined {
  try {
    return decodeJson(body);
  } catch {
    return undefined;
  }
}

async function strictYaml(body: Buffer | undefined): Promise<Decoded> {
  const { value } = await decodeYaml(body);
  const { parseDocument } = await import("yaml");
  const text = body?.toString("utf8") ?? "";
  const repeated = parseDocument(text, { uniqueKeys: true }).errors.filter(({ code }) => code === "DUPLICATE_KEY");
  if (repeated.length === 0) return { value, complaints: [] };
  const lines = repeated.map(({ pos, linePos }) => {
    const key = /^["']?([^"':\s]+)/.exec(text.slice(pos[0]))?.[1] ?? "";
    return `line ${linePos?.[0].line ?? 1}: key ${JSON.stringify(key)} already set in map`;
  });
  return { value, complaints: lines };
}

/** The complaints of `readPatch` about YAML, when they refuse it. */
export const repeatedKeys = (complaints: readonly string[]): string =>
  `error converting YAML to JSON: yaml: unmarshal errors:\n${complaints.map((complaint) => `  ${complaint}`).join("\n")}`;

/** A patch that has to be an object. */
export function objectPatch(value: Json, said = "error decoding patch: "): JsonObject {
  if (isJsonObject(value)) return value;
  if (value === null) throw badRequest("Invalid JSON Patch");
  throw badRequest(said + notAnObject(value));
}

/** What is applied; nothing counts as an empty object. */
export function appliedObject(value: Json): JsonObject {
  if (isJsonObject(value)) return value;
  if (value === null) return {};
  throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${notAnObject(value)}`);
}

function notAnObject(value: Json): string {
  const what = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  return `json: cannot unmarshal ${what} into Go value of type map[string]interface {}`;
}
