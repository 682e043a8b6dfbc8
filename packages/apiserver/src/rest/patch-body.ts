import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";
import { type Decoded, decodeJson } from "./decode.ts";
import type { WriteOptions } from "./options.ts";
import { NoYaml, Undecodable } from "./undecodable.ts";

/** A patch as it was sent, and what strict decoding has against it. */
export async function readPatch(body: Buffer | undefined, type: string, { fieldValidation }: WriteOptions): Promise<Decoded> {
  const isApply = type === "application/apply-patch+yaml";
  try {
    return isApply ? await decodeApplied(body) : named(decodeJson(body), type);
  } catch (failure) {
    if (!(failure instanceof Undecodable)) throw failure;
    if (isApply)
      throw badRequest(`error decoding YAML: ${failure instanceof NoYaml ? "error converting YAML to JSON: " : ""}${failure.message}`);
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
  return decoded !== undefined && decoded.complaints.length === 0 ? decoded : (await import("./decode-yaml.ts")).decodeYaml(body);
}

function jsonOr(body: Buffer | undefined): Decoded | undefined {
  try {
    return decodeJson(body);
  } catch {
    return undefined;
  }
}

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
