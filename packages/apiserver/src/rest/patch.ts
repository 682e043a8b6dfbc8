import type { ApiRequest, ApiResponse } from "../api.ts";
import type { ResourceKind } from "../kinds/kind.ts";
import { apiVersionOf, resourceName } from "../kinds/table.ts";
import { applyServerSide } from "../managed-fields/index.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject, withMetadata } from "../objects.ts";
import { jsonPatch, mergePatch, strategicMergePatch, withoutOrders } from "../patch/index.ts";
import { misfitOfMap } from "../schema/index.ts";
import { goText } from "../status/go-text.ts";
import { badRequest, conflict, invalid, unsupportedMediaType } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import { createObject } from "./create-object.ts";
import type { Decoded } from "./decode.ts";
import { repeatedKeys } from "./decode-yaml.ts";
import { complain, fitMerged, fitToSchema, schemaOf } from "./field-rules.ts";
import { outputForm } from "./negotiate.ts";
import { type WriteOptions, writeOptions } from "./options.ts";
import type { Parts } from "./parts.ts";
import { appliedObject, objectPatch, readPatch } from "./patch-body.ts";
import { patchedText } from "./patched-text.ts";
import { metadataOf } from "./read-object.ts";
import type { Target } from "./route.ts";
import { scaleOf, withScale } from "./scale.ts";
import { tracked, writing } from "./tracking.ts";
import { updateObject } from "./update-object.ts";
import { show } from "./verbs.ts";

const json = "application/json-patch+json";
const merge = "application/merge-patch+json";
const strategic = "application/strategic-merge-patch+json";
const apply = "application/apply-patch+yaml";

/** Custom resources have no structures of Go's that would say how a strategic merge goes. */
const acceptedFor = ({ custom }: ResourceKind): readonly string[] => (custom ? [json, merge, apply] : [json, merge, strategic, apply]);

/** Built-in kinds are served by a router that looks at media types first. */
const unrouted = () => new StatusError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});

interface Patching {
  readonly parts: Parts;
  readonly request: ApiRequest;
  readonly target: Target;
  readonly options: WriteOptions;
  readonly type: string;
  readonly warnings: string[];
}

export async function patch(parts: Parts, request: ApiRequest, target: Target, warnings: string[]): Promise<ApiResponse> {
  const { kind } = target;
  const type = (request.headers["content-type"] ?? "").split(";")[0] ?? "";
  if (!acceptedFor(kind).includes(type)) throw kind.custom ? unsupportedMediaType(acceptedFor(kind)) : unrouted();
  outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const options = writeOptions(request, "PatchOptions", type === apply);
  const patching: Patching = { parts, request, target, options, type, warnings };
  const { object, created } = await (type === apply ? applied(patching) : patched(patching));
  return show(parts, request, target, object, created ? 201 : 200, warnings);
}

async function patched({ parts, request, target, options, type, warnings }: Patching) {
  const told: string[] = [];
  try {
    return await updateObject(parts, target, options, {
      change: async (current) => {
        // What is tried again tells again.
        told.length = 0;
        const read = await readPatch(request.body, type, options);
        return changed(current, read, { target, options, type, warnings: told });
      },
      track: (made, current) => tracked(made, current, target, options, parts.clock),
      isPatch: true,
    });
  } finally {
    warnings.push(...told);
  }
}

async function changed(
  current: KubeObject,
  read: Decoded,
  { target, options, type, warnings }: Pick<Patching, "target" | "options" | "type" | "warnings">,
): Promise<KubeObject> {
  const { kind, name = "", namespace, subresource } = target;
  const isScale = subresource === "scale" && kind.scale !== undefined;
  const before = isScale && kind.scale ? scaleOf(current, kind.scale) : current;
  const result = patchedBy(type, before, read.value, kind);
  if (isScale && kind.scale) return withScale(current, result, kind.scale);
  const shown = type === strategic ? goText(withoutOrders(read.value, before)) : patchedText(result, read.value, kind.custom);
  const cannot = (why: string) => invalidPatch(shown, type === strategic ? misfitOfMap(why) : why);
  refuseOtherKind(result, kind, name, cannot);
  const metadata = metadataOf(result, kind, cannot);
  const fit = fitToSchema({ ...result, apiVersion: current.apiVersion, kind: current.kind, metadata }, kind, cannot);
  complain([...read.complaints, ...fit.complaints], options, warnings, cannot);
  refuseOtherName(fit.object, name, namespace);
  return fit.object;
}

function patchedBy(type: string, object: JsonObject, value: Json, kind: ResourceKind): JsonObject {
  if (type === json) return jsonPatch(object, value);
  return type === merge ? mergePatch(object, objectPatch(value)) : strategicMergePatch(object, objectPatch(value, ""), schemaOf(kind));
}

function invalidPatch(shown: string, why: string): StatusError {
  return invalid({ group: "", name: "" }, "", [{ type: "FieldValueInvalid", field: "patch", value: shown, detail: why }]);
}

function refuseOtherKind(result: JsonObject, kind: ResourceKind, name: string, cannot: (why: string) => Error): void {
  const expected = { kind: kind.kind, apiVersion: apiVersionOf(kind) };
  const { kind: given = kind.custom ? "" : expected.kind, apiVersion = kind.custom ? "" : expected.apiVersion } = result;
  const found = { kind: given, apiVersion };
  const absent = given === "" ? "Kind" : apiVersion === "" ? "apiVersion" : undefined;
  if (absent !== undefined) throw cannot(`Object '${absent}' is missing in '${JSON.stringify(result)}'`);
  if (!kind.custom && (given !== expected.kind || apiVersion !== expected.apiVersion)) {
    throw cannot(
      `no kind ${JSON.stringify(given)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:110"`,
    );
  }
  const errors = (["kind", "apiVersion"] as const).flatMap((field) =>
    found[field] === expected[field]
      ? []
      : [{ type: "FieldValueInvalid", field, value: found[field], detail: `must be ${expected[field]}` } as const],
  );
  const group = String(apiVersion).includes("/") ? (String(apiVersion).split("/")[0] ?? "") : "";
  if (errors.length > 0) throw invalid({ group, name: String(given) }, name, errors);
}

function refuseOtherName({ metadata }: KubeObject, name: string, namespace: string | undefined): void {
  const { name: own = "", namespace: place } = metadata;
  if (own === "") throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (namespace !== undefined && place !== undefined && place !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  if (own !== name) throw badRequest(`the name of the object (${own}) does not match the name on the URL (${name})`);
}

/** Server-side apply: makes what is not there. */
async function applied({ parts, request, target, options, type, warnings }: Patching) {
  const { kind, name = "", namespace, subresource } = target;
  const merged = async (current: KubeObject | undefined): Promise<KubeObject> => {
    const read = await readPatch(request.body, type, options);
    const given = appliedObject(read.value);
    const { apiVersion = "", kind: named = "", metadata } = given;
    const config = { ...given, apiVersion, kind: named, metadata: isJsonObject(metadata) ? metadata : {} } as KubeObject;
    const result = applyServerSide({ ...writing(target, options, parts.clock), live: current, applied: config, force: options.force });
    complain(read.complaints, options, warnings, () =>
      badRequest(`error strict decoding YAML: error converting YAML to JSON: ${repeatedKeys(read.complaints)}`),
    );
    const object = fitMerged(result, kind);
    if (current === undefined && object.metadata.uid !== undefined) {
      const why = `uid mismatch: the provided object specified uid ${object.metadata.uid}, and no existing object was found`;
      throw conflict(resourceName(kind), name, why);
    }
    refuseOtherName(object, name, namespace);
    return object;
  };
  // Whatever version was sent: there is nothing yet that it could be of.
  const create = async () =>
    createObject(parts, target, withMetadata(await merged(undefined), { resourceVersion: undefined }), options, (made) => made);
  return updateObject(parts, target, options, {
    change: merged,
    track: (made) => made,
    isPatch: true,
    ...(subresource === "" ? { create } : {}),
  });
}
