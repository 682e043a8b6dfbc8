import type { ResourceKind } from "../kinds/kind.ts";
import type { JsonObject, KubeObject } from "../objects.ts";
import type { OutputForm } from "../rest/negotiate.ts";
import { badRequest } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";

/** Objects on their way to a client: one by itself, or a list. */
export interface Shown {
  readonly objects: readonly KubeObject[];
  /** Of a list: what its metadata says. Undefined: one object by itself. */
  readonly list?: JsonObject;
}

/** What a client is shown, in the form that it asked for. */
export async function render(
  shown: Shown,
  kind: ResourceKind,
  form: OutputForm,
  query: URLSearchParams,
  nowMs: number,
): Promise<JsonObject> {
  const apiVersion = `meta.k8s.io/${form.metaVersion}`;
  if (form.as === "Table") return table(shown, kind, apiVersion, query, nowMs);
  if (form.as === "PartialObjectMetadata") {
    const [object] = shown.objects;
    if (shown.list !== undefined || object === undefined) {
      const type = kind.custom ? "unstructured.UnstructuredList" : `${kind.version}.${kind.listKind}`;
      throw new StatusError(406, "NotAcceptable", `you requested PartialObjectMetadata, but the requested object is a list (*${type})`);
    }
    return partial(object, apiVersion);
  }
  if (form.as === "PartialObjectMetadataList") {
    if (shown.list === undefined) throw new StatusError(500, undefined, "content is not a list");
    const objects = shown.objects.map((object) => partial(object, apiVersion));
    const items = objects.length === 0 && form.metaVersion === "v1beta1" ? null : objects;
    return { kind: "PartialObjectMetadataList", apiVersion, metadata: shown.list, items };
  }
  return shown.list === undefined ? (shown.objects[0] ?? {}) : listOf(shown.objects, shown.list, kind);
}

function listOf(objects: readonly KubeObject[], metadata: JsonObject, kind: ResourceKind): JsonObject {
  const apiVersion = kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
  // Items of built-in lists do not repeat what they are.
  const items = kind.custom ? objects : objects.map(({ apiVersion: _, kind: __, ...rest }) => rest);
  return { kind: kind.listKind, apiVersion, metadata: kind.custom ? { continue: "", ...metadata } : metadata, items };
}

function partial({ metadata }: KubeObject, apiVersion: string): KubeObject {
  return { kind: "PartialObjectMetadata", apiVersion, metadata };
}

async function table(
  { objects, list }: Shown,
  kind: ResourceKind,
  apiVersion: string,
  query: URLSearchParams,
  nowMs: number,
): Promise<JsonObject> {
  const include = query.get("includeObject") ?? "";
  if (!["", "None", "Metadata", "Object"].includes(include)) {
    const why = `includeObject: Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`;
    throw badRequest(`Unable to convert to Table as requested: ${why}`);
  }
  const layout = await kind.table();
  const shows = (object: KubeObject): JsonObject | null =>
    include === "Object" ? object : include === "None" ? null : partial(object, apiVersion);
  return {
    kind: "Table",
    apiVersion,
    metadata: list ?? resourceVersionOf(objects),
    ...(query.get("noHeaders") === "true" ? { columnDefinitions: null } : { columnDefinitions: layout.columns as unknown as JsonObject[] }),
    rows: objects.map((object) => ({ cells: layout.cells(object, nowMs) as JsonObject[], object: shows(object) })),
  };
}

function resourceVersionOf([object]: readonly KubeObject[]): JsonObject {
  return object?.metadata.resourceVersion === undefined ? {} : { resourceVersion: object.metadata.resourceVersion };
}
