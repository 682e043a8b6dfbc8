import type { ApiRequest } from "../api.ts";
import type { ResourceKind, ScalePaths } from "../kinds/kind.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";
import { decodeBody, Undecodable } from "./decode.ts";

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

/** Reads a `Scale` out of a body. */
export async function readScale(request: ApiRequest): Promise<KubeObject> {
  try {
    const { value } = await decodeBody(request.body, request.headers["content-type"]);
    if (isJsonObject(value)) return { metadata: {}, apiVersion: scaleVersion, kind: "Scale", ...value } as KubeObject;
  } catch (failure) {
    if (!(failure instanceof Undecodable)) throw failure;
  }
  throw badRequest("the object provided is unrecognized (must be of type Scale)");
}

/** The object with as many replicas as a `Scale` wants. */
export function withScale(object: KubeObject, scale: JsonObject, kind: ResourceKind, paths: ScalePaths): KubeObject {
  const { spec, metadata } = scale;
  const replicas = isJsonObject(spec) ? (spec.replicas ?? 0) : 0;
  if (typeof replicas !== "number")
    throw badRequest(`Scale in version "v1" cannot be handled as a ${kind.kind}: spec.replicas is not a number`);
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
