import type { ApiRequest } from "../api.ts";
import type { ScalePaths } from "../kinds/kind.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";
import { decodeBody } from "./decode.ts";
import { Undecodable } from "./undecodable.ts";

const scaleVersion = "autoscaling/v1";

/** The object of kind `Scale` that shows how large something is. */
export function scaleOf(object: KubeObject, paths: ScalePaths): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.labelSelectorPath === undefined ? undefined : valueAt(object, paths.labelSelectorPath);
  const metadata = Object.fromEntries(
    Object.entries({ name, namespace, uid, resourceVersion, creationTimestamp }).filter(([, value]) => value !== undefined),
  );
  const wanted = valueAt(object, paths.specReplicasPath);
  return {
    kind: "Scale",
    apiVersion: scaleVersion,
    metadata,
    spec: typeof wanted === "number" && wanted !== 0 ? { replicas: wanted } : {},
    status: {
      replicas: Number(valueAt(object, paths.statusReplicasPath) ?? 0),
      ...(typeof selector === "string" && selector !== "" ? { selector } : {}),
    },
  };
}

/** Reads the `Scale` of what is called `name` out of a body. */
export async function readScale(request: ApiRequest, name: string): Promise<KubeObject> {
  const scale = await decodedScale(request);
  const given = scale?.metadata.name ?? name;
  // This is what is said of any body that is none.
  if (scale === undefined) throw badRequest('no kind is registered for the type v1.Scale in scheme "pkg/runtime/scheme.go:110"');
  if (given !== name) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  return scale;
}

async function decodedScale(request: ApiRequest): Promise<KubeObject | undefined> {
  try {
    const { value } = await decodeBody(request.body, request.headers["content-type"]);
    if (!isJsonObject(value)) return undefined;
    const scale: JsonObject = { metadata: {}, apiVersion: scaleVersion, kind: "Scale", ...value };
    const { kind, apiVersion, metadata, spec = {} } = scale;
    if (kind !== "Scale" || apiVersion !== scaleVersion || !isJsonObject(metadata) || !isJsonObject(spec)) return undefined;
    return typeof (spec.replicas ?? 0) === "number" ? (scale as KubeObject) : undefined;
  } catch (failure) {
    if (failure instanceof Undecodable) return undefined;
    throw failure;
  }
}

/** The object with as many replicas as a `Scale` wants. */
export function withScale(object: KubeObject, scale: JsonObject, paths: ScalePaths): KubeObject {
  const { spec, metadata } = scale;
  const replicas = isJsonObject(spec) ? (spec.replicas ?? 0) : 0;
  const version = isJsonObject(metadata) && typeof metadata.resourceVersion === "string" ? metadata.resourceVersion : undefined;
  const scaled = withValue(object, paths.specReplicasPath.split(".").slice(1), replicas) as KubeObject;
  return version === undefined ? scaled : { ...scaled, metadata: { ...scaled.metadata, resourceVersion: version } };
}

function valueAt(object: JsonObject, path: string): Json | undefined {
  return path
    .split(".")
    .slice(1)
    .reduce<Json | undefined>((value, name) => (isJsonObject(value) ? value[name] : undefined), object);
}

function withValue(object: JsonObject, [name, ...rest]: readonly string[], value: Json): JsonObject {
  if (name === undefined) return object;
  const inner = object[name];
  return { ...object, [name]: rest.length === 0 ? value : withValue(isJsonObject(inner) ? inner : {}, rest, value) };
}
