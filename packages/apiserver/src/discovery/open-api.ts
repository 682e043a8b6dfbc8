import { createHash } from "node:crypto";
import type { ApiRequest, ApiResponse } from "../api.ts";
import type { ResourceKind } from "../kinds/kind.ts";
import type { KindTable } from "../kinds/table.ts";
import { isJsonObject, type JsonObject } from "../objects.ts";
import { answer } from "../rest/respond.ts";
import { objectMeta } from "../schema/object-meta.ts";
import { notAcceptable } from "../status/refusals.ts";
import { swaggerDocument } from "./swagger-document.ts";

/** What `kubectl` reads before it applies or validates: which patches a kind takes, whether fields are validated here, and its schema. */

const json = { type: "json", pretty: false } as const;
const v2Type = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/** `/openapi/v3`, `/openapi/v3/apis/GROUP/VERSION` and `/openapi/v2`; undefined for anything else. */
export async function openApi(request: ApiRequest, kinds: KindTable): Promise<ApiResponse | undefined> {
  const path = request.path.replace(/\/$/, "");
  if (path === "/openapi/v2") return version2(request, kinds);
  if (path === "/openapi/v3")
    return answer(
      200,
      { paths: Object.fromEntries(documents(kinds).map(({ at, hash }) => [at, { serverRelativeURL: `/openapi/v3/${at}?hash=${hash}` }])) },
      json,
    );
  const found = documents(kinds).find(({ at }) => path === `/openapi/v3/${at}`);
  if (found === undefined) return undefined;
  const response = await answer(200, found.document, json);
  return { ...response, headers: { ...response.headers, etag: `"${found.hash}"`, "cache-control": "public, max-age=31536000, immutable" } };
}

interface Document {
  /** Such as `apis/kafka.strimzi.io/v1`. */
  readonly at: string;
  readonly hash: string;
  readonly document: JsonObject;
}

const made = new WeakMap<KindTable, readonly Document[]>();

function documents(kinds: KindTable): readonly Document[] {
  const known = made.get(kinds);
  if (known !== undefined) return known;
  const versions = new Map<string, ResourceKind[]>();
  for (const kind of kinds.all) {
    const at = kind.group === "" ? `api/${kind.version}` : `apis/${kind.group}/${kind.version}`;
    versions.set(at, [...(versions.get(at) ?? []), kind]);
  }
  const all = [...versions].map(([at, rows]) => {
    const document = documentOf(at, rows);
    const hash = createHash("sha512").update(JSON.stringify(document)).digest("hex").toUpperCase();
    return { at, hash, document };
  });
  made.set(kinds, all);
  return all;
}

function documentOf(at: string, rows: readonly ResourceKind[]): JsonObject {
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.34.4" },
    paths: Object.fromEntries(rows.map((kind) => [itemPath(at, kind), { patch: patchOperation(kind) }])),
    components: { schemas: Object.fromEntries(rows.map((kind) => [schemaName(kind), schemaOf(kind)])) },
  };
}

const itemPath = (at: string, { namespaced, plural }: ResourceKind): string =>
  `/${at}/${namespaced ? "namespaces/{namespace}/" : ""}${plural}/{name}`;

const groupVersionKind = ({ group, version, kind }: ResourceKind): JsonObject => ({ group, version, kind });

export function schemaName({ group, version, kind }: ResourceKind): string {
  const reversed = group === "" ? "io.k8s.api.core" : group.split(".").toReversed().join(".");
  return `${reversed}.${version}.${kind}`;
}

function schemaOf(kind: ResourceKind): JsonObject {
  const schema = kind.schema();
  const properties = isJsonObject(schema.properties) ? { ...schema.properties, metadata: objectMeta as JsonObject } : {};
  return { ...schema, properties, "x-kubernetes-group-version-kind": [groupVersionKind(kind)] };
}

/** What bodies a patch may have. */
export function patchTypes({ custom }: ResourceKind): readonly string[] {
  const always = ["application/json-patch+json", "application/merge-patch+json"];
  return custom
    ? [...always, "application/apply-patch+yaml"]
    : [...always, "application/strategic-merge-patch+json", "application/apply-patch+yaml"];
}

const parameter = (name: string, type = "string"): JsonObject => ({ name, in: "query", schema: { type, uniqueItems: true } });

function patchOperation(kind: ResourceKind): JsonObject {
  const schema = { type: "object" };
  return {
    parameters: [parameter("dryRun"), parameter("fieldManager"), parameter("fieldValidation"), parameter("force", "boolean")],
    requestBody: { content: Object.fromEntries(patchTypes(kind).map((type) => [type, { schema }])), required: true },
    responses: {
      "200": { description: "OK", content: { "application/json": { schema: { $ref: `#/components/schemas/${schemaName(kind)}` } } } },
    },
    "x-kubernetes-action": "patch",
    "x-kubernetes-group-version-kind": groupVersionKind(kind),
  };
}

/**
 * The older form, as JSON. `kubectl` asks for it as protobuf where the newer one does not know a kind: to be told that this one doesn't either.
 */
async function version2({ headers }: ApiRequest, kinds: KindTable): Promise<ApiResponse> {
  const accept = headers.accept ?? "*/*";
  // Clients ask with a sign that no media type may have, and can't read it in the answer.
  if (accept.includes(v2Type)) return { status: 200, headers: { "content-type": v2Type.replace("@", ".") }, body: swaggerDocument };
  if (!accept.includes("application/json") && !accept.includes("*/*")) throw notAcceptable(["application/json", v2Type]);
  const { openapi: _, components: __, paths, ...rest } = documentOf("", []);
  const swagger = {
    swagger: "2.0",
    ...rest,
    paths: paths ?? {},
    definitions: Object.fromEntries(kinds.all.map((kind) => [schemaName(kind), schemaOf(kind)])),
  };
  return answer(200, swagger, json);
}
