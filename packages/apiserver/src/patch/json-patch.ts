import { entryOf, isList, withEntry } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, sameJson } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import { unprocessable } from "./refusals.ts";

const operationsMax = 10_000;

/** RFC 6902, with the liberties that kube-apiserver's library takes: `replace` also sets what isn't there in an object, and negative places count from the end. */
export function jsonPatch(object: JsonObject, patch: Json): JsonObject {
  if (!isList(patch)) throw undecodable(patch, "[]handlers.jsonPatchOp");
  if (patch.length > operationsMax) throw tooMany(patch.length);
  const patched = patch.reduce<Json>((document, operation) => applied(document, readOperation(operation)), object);
  if (!isJsonObject(patched)) throw unprocessable();
  return patched;
}

const undecodable = (value: Json, into: string) => {
  const what = isJsonObject(value) ? "object" : isList(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  return badRequest(`error decoding patch: json: cannot unmarshal ${what} into Go value of type ${into}`);
};

const tooMany = (operations: number): StatusError => {
  const why = `The allowed maximum operations in a JSON patch is ${operationsMax}, got ${operations}`;
  return new StatusError(413, "RequestEntityTooLarge", `Request entity too large: ${why}`);
};

interface Operation {
  readonly op: string;
  readonly path: string | undefined;
  readonly from: string | undefined;
  /** A value that is left out counts as null. */
  readonly value: Json;
}

function readOperation(operation: Json): Operation {
  if (!isJsonObject(operation)) throw undecodable(operation, "handlers.jsonPatchOp");
  const textOf = (key: string): string | undefined => {
    const value = entryOf(operation, key);
    return typeof value === "string" ? value : undefined;
  };
  return { op: textOf("op") ?? "", path: textOf("path"), from: textOf("from"), value: entryOf(operation, "value") ?? null };
}

function applied(document: Json, { op, path, from, value }: Operation): Json {
  const target = pointer(path);
  switch (op) {
    case "add":
      return changed(document, target, (parent, key) => add(parent, key, value));
    case "replace":
      return path === "" ? value : changed(document, target, (parent, key) => replace(parent, key, value));
    case "remove":
      return changed(document, target, remove);
    case "move": {
      const moved = read(document, pointer(from));
      return changed(changed(document, pointer(from), remove), target, (parent, key) => add(parent, key, moved ?? null));
    }
    case "copy": {
      const copied = read(document, pointer(from));
      return changed(document, target, (parent, key) => add(parent, key, copied ?? null));
    }
    case "test":
      if (!sameJson(path === "" ? document : (read(document, target) ?? null), value)) throw unprocessable();
      return document;
    default:
      throw unprocessable();
  }
}

type Container = JsonObject | readonly Json[];

/** RFC 6901; the whole document has no last step. */
function pointer(path: string | undefined): readonly string[] {
  if (path === undefined) throw unprocessable();
  return path
    .split("/")
    .slice(1)
    .map((step) => step.replace(/~[01]/g, (sign) => (sign === "~1" ? "/" : "~")));
}

function child(parent: Json | undefined, key: string): Json | undefined {
  if (isList(parent)) return parent[placeIn(key, parent.length - 1)];
  return isJsonObject(parent) ? entryOf(parent, key) : undefined;
}

/** What is at the end of a path, of which all but the last step has to be there. */
function read(document: Json, path: readonly string[]): Json | undefined {
  let parent: Json | undefined = document;
  for (const step of path.slice(0, -1)) parent = child(parent, step);
  const last = path.at(-1);
  if (last === undefined || !isContainer(parent)) throw unprocessable();
  return child(parent, last);
}

function changed(document: Json | undefined, path: readonly string[], change: (parent: Container, key: string) => Container): Json {
  const [step, ...rest] = path;
  if (step === undefined || !isContainer(document)) throw unprocessable();
  if (rest.length === 0) return change(document, step);
  return replace(document, step, changed(child(document, step), rest, change));
}

const isContainer = (value: Json | undefined): value is Container => isList(value) || isJsonObject(value);

function placeIn(key: string, last: number): number {
  if (!/^[-+]?\d+$/.test(key)) throw unprocessable();
  const place = Number(key) < 0 ? Number(key) + last + 1 : Number(key);
  if (place < 0 || place > last) throw unprocessable();
  return place;
}

function add(parent: Container, key: string, value: Json): Container {
  if (!isList(parent)) return withEntry(parent, key, value);
  return key === "-" ? [...parent, value] : parent.toSpliced(placeIn(key, parent.length), 0, value);
}

function replace(parent: Container, key: string, value: Json): Container {
  return isList(parent) ? parent.with(placeIn(key, parent.length - 1), value) : withEntry(parent, key, value);
}

function remove(parent: Container, key: string): Container {
  if (isList(parent)) return parent.toSpliced(placeIn(key, parent.length - 1), 1);
  if (entryOf(parent, key) === undefined) throw unprocessable();
  return withEntry(parent, key, undefined);
}
