import type { ApiRequest } from "../api.ts";
import type { ResourceKind } from "../kinds/kind.ts";
import { apiVersionOf } from "../kinds/table.ts";
import { isJsonObject, type JsonObject, type KubeObject, type ObjectMeta } from "../objects.ts";
import { timeProblem } from "../schema/go-time.ts";
import type { FieldError } from "../status/field-error.ts";
import { badRequest, invalid } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import { type Decoded, decodeBody, summary } from "./decode.ts";
import { refuseUnknown } from "./field-rules.ts";
import { NoYaml, NumberTooLarge, Undecodable } from "./undecodable.ts";

/** An object out of a body, not yet looked at beyond its type, with what strict decoding has against it. */
export interface ReadObject {
  readonly object: KubeObject;
  readonly complaints: readonly string[];
}

const parseError = "couldn't get version/kind; json parse error";

/** Reads the object that a create or an update brings. */
export async function readObject(request: ApiRequest, kind: ResourceKind): Promise<ReadObject> {
  let decoded: Decoded;
  try {
    decoded = await decodeBody(request.body, request.headers["content-type"]);
  } catch (failure) {
    if (!(failure instanceof Undecodable)) throw failure;
    if (failure instanceof NumberTooLarge) throw refuseUnknown(kind)(failure.message);
    if (failure instanceof NoYaml) throw unrecognized(kind, failure.message, request.body);
    throw unrecognized(kind, `${parseError}: ${failure.message}`, request.body);
  }
  return { object: typed(decoded.value, kind, request.body), complaints: decoded.complaints };
}

function unrecognized(kind: ResourceKind, why: string, body: Buffer | undefined): StatusError {
  return badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): ${why} (${summary(body)})`);
}

/** Built-in kinds may leave out what they are; custom ones have to say it. */
function typed(value: unknown, kind: ResourceKind, body: Buffer | undefined): KubeObject {
  const expected = apiVersionOf(kind);
  if (!isJsonObject(value) && value !== null) throw unrecognized(kind, notAnObject(value), body);
  const given: JsonObject = isJsonObject(value) ? value : {};
  for (const name of ["apiVersion", "kind"]) {
    const held = given[name] ?? "";
    if (typeof held !== "string")
      throw unrecognized(kind, `${parseError}: json: cannot unmarshal ${goType(held)} into Go struct field .${name} of type string`, body);
  }
  const found = textOf(given.kind) ?? (kind.custom ? undefined : kind.kind);
  const version = textOf(given.apiVersion) ?? (kind.custom ? undefined : expected);
  const text = body?.toString("utf8").trimEnd() ?? "";
  if (found === undefined) throw unrecognized(kind, `Object 'Kind' is missing in '${text}'`, body);
  const cannot = (why: string) => {
    const short = JSON.stringify(version?.split("/").at(-1) ?? "");
    return badRequest(`${found} in version ${short} cannot be handled as a ${kind.kind}: ${why}`);
  };
  if (version === undefined) throw new OtherVersion("", expected, []);
  if (version !== expected)
    throw kind.custom ? new OtherVersion(version, expected, unknownThen(given, kind)) : cannot(unregistered(found, version));
  const metadata = metadataOf(given, kind, cannot);
  if (found === kind.kind) return { ...given, apiVersion: expected, kind: kind.kind, metadata };
  if (!kind.custom) throw cannot(`converting (${goName(version, found)}) to (${coreName(kind)}): unknown conversion`);
  const wrong: FieldError = { type: "FieldValueInvalid", field: "kind", value: found, detail: `must be ${kind.kind}` };
  throw invalid({ group: kind.group, name: found }, metadata.name ?? "", [wrong]);
}

const typeMeta = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

const notAnObject = (value: unknown): string => `${parseError}: json: cannot unmarshal ${goType(value)} into Go value of type ${typeMeta}`;

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** An object of a kind in a version that is not the path's; of what it holds, strict decoding has this to say first. */
export class OtherVersion extends StatusError {
  /** Without its group. */
  readonly version: string;
  readonly complaints: readonly string[];

  constructor(apiVersion: string, expected: string, complaints: readonly string[]) {
    super(400, "BadRequest", `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`);
    this.version = apiVersion.slice(apiVersion.indexOf("/") + 1);
    this.complaints = complaints;
  }
}

/** In a version that a kind does not have, nothing of it is known. */
function unknownThen(given: JsonObject, { group, kind }: ResourceKind): readonly string[] {
  if (given.kind !== kind || String(given.apiVersion).split("/")[0] !== group) return [];
  const known = ["apiVersion", "kind", "metadata"];
  return Object.keys(given).flatMap((field) => (known.includes(field) ? [] : [`unknown field ${JSON.stringify(field)}`]));
}

const unregistered = (kind: string, version: string): string =>
  `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme "pkg/runtime/scheme.go:110"`;

/** The type that a server keeps a kind in. */
const coreName = ({ group, kind }: ResourceKind): string => `${group === "" ? "core" : (group.split(".")[0] ?? "")}.${kind}`;

const goName = (version: string, kind: string): string => `${version.split("/").at(-1)}.${kind}`;

const metadataTypes: Readonly<Record<string, MemberType>> = {
  name: "string",
  generateName: "string",
  namespace: "string",
  uid: "string",
  resourceVersion: "string",
  selfLink: "string",
  creationTimestamp: "string",
  deletionTimestamp: "string",
  generation: "number",
  deletionGracePeriodSeconds: "number",
  labels: "texts",
  annotations: "texts",
  finalizers: "list",
  ownerReferences: "list",
  managedFields: "list",
};

/** Metadata whose members have the types that they have to have. Those that are null or empty are not there. */
export function metadataOf(given: JsonObject, kind: ResourceKind, cannot: (why: string) => StatusError): ObjectMeta {
  const { metadata = null } = given;
  if (metadata === null) return {};
  const place = (path: string) => (kind.custom ? `Go struct field ObjectMeta.${path}` : `Go struct field ObjectMeta.metadata.${path}`);
  if (!isJsonObject(metadata)) {
    const where = kind.custom ? "Go value" : `Go struct field ${kind.kind}.metadata`;
    throw cannot(`json: cannot unmarshal ${goType(metadata)} into ${where} of type v1.ObjectMeta`);
  }
  for (const name of ["creationTimestamp", "deletionTimestamp"]) refuseNoTime(metadata[name], cannot);
  const kept: Array<[string, JsonObject[string]]> = [];
  for (const [name, value] of Object.entries(metadata)) {
    const type = metadataTypes[name];
    if (type === undefined) kept.push([name, value]);
    if (type === undefined || value === null || value === undefined) continue;
    refuseMisfit(name, type, value, { place, cannot });
    if (!isEmpty(value)) kept.push([name, value]);
  }
  return Object.fromEntries(kept) as ObjectMeta;
}

type MemberType = "string" | "texts" | "list" | "number";

/** How a refusal names a place, and is made. */
interface Refusing {
  readonly place: (path: string) => string;
  readonly cannot: (why: string) => StatusError;
}

function refuseMisfit(name: string, type: MemberType, value: unknown, { place, cannot }: Refusing): void {
  const wrong = misfit(type, value);
  if (wrong !== undefined) {
    throw cannot(`json: cannot unmarshal ${goType(wrong)} into ${place(name)} of type ${wrong === value ? goNames[type] : "string"}`);
  }
  for (const item of Array.isArray(value) ? value : []) refuseItem(name, item, { place, cannot });
}

/** What the items of a list are: texts, or objects with members of these types. */
const itemTypes: Readonly<Record<string, { readonly name: string; readonly members: Readonly<Record<string, string>> }>> = {
  ownerReferences: {
    name: "v1.OwnerReference",
    members: { apiVersion: "string", kind: "string", name: "string", uid: "string", controller: "bool", blockOwnerDeletion: "bool" },
  },
  managedFields: {
    name: "v1.ManagedFieldsEntry",
    members: { manager: "string", operation: "string", apiVersion: "string", time: "string", fieldsType: "string", subresource: "string" },
  },
};

function refuseItem(list: string, item: unknown, { place, cannot }: Refusing): void {
  const { name, members } = itemTypes[list] ?? { name: "string", members: undefined };
  if (members === undefined ? typeof item !== "string" : !isJsonObject(item)) {
    throw cannot(`json: cannot unmarshal ${goType(item)} into ${place(list)} of type ${name}`);
  }
  for (const [member, value] of isJsonObject(item) ? Object.entries(item) : []) {
    const type = members?.[member];
    if (type === undefined || value === null || value === undefined || goType(value) === type) continue;
    throw cannot(`json: cannot unmarshal ${goType(value)} into ${place(`${list}.${member}`)} of type ${type}`);
  }
}

function refuseNoTime(value: unknown, cannot: (why: string) => StatusError): void {
  const problem = typeof value === "string" && value !== "" ? timeProblem(value, "time") : undefined;
  if (problem !== undefined) throw cannot(problem);
}

const goNames = { string: "string", number: "int64", texts: "map[string]string", list: "[]string" } as const;

/** The value that does not fit the type; undefined: all do. */
function misfit(type: MemberType, value: unknown): unknown {
  if (type === "list") return Array.isArray(value) ? undefined : value;
  if (type === "texts") return isJsonObject(value) ? Object.values(value).find((each) => typeof each !== "string") : value;
  return goType(value) === type ? undefined : value;
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function isEmpty(value: unknown): boolean {
  return (
    value === "" || value === 0 || (Array.isArray(value) && value.length === 0) || (isJsonObject(value) && Object.keys(value).length === 0)
  );
}
