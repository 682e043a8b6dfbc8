import type { JsonObject } from "../../objects.ts";
import type { ResourceKind, TableLayout, Verb } from "../kind.ts";

/** Schemas of Kubernetes' own kinds, in the form that `/openapi/v3` has. */

export const text: JsonObject = { type: "string" };
export const flag: JsonObject = { type: "boolean" };
export const int32: JsonObject = { type: "integer", format: "int32" };
export const time: JsonObject = { type: "string", format: "date-time" };
export const textMap: JsonObject = { type: "object", additionalProperties: { type: "string" } };
export const bytesMap: JsonObject = { type: "object", additionalProperties: { type: "string", format: "byte" } };

export const members = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: "object",
  properties,
  ...(required.length === 0 ? {} : { required }),
});

/** A list whose items replace each other as a whole. */
export const listOf = (items: JsonObject): JsonObject => ({ type: "array", items, "x-kubernetes-list-type": "atomic" });

/** A list whose items are told apart by `key`. */
export const listBy = (key: string, items: JsonObject): JsonObject => ({
  type: "array",
  items,
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": [key],
  "x-kubernetes-patch-merge-key": key,
  "x-kubernetes-patch-strategy": "merge",
});

export const objectReference: JsonObject = {
  ...members({ apiVersion: text, fieldPath: text, kind: text, name: text, namespace: text, resourceVersion: text, uid: text }),
  "x-kubernetes-map-type": "atomic",
};

/** An object of a kind: what it has besides its names and metadata. */
export const resource = (properties: JsonObject, required: readonly string[] = []): JsonObject =>
  members({ apiVersion: text, kind: text, metadata: { type: "object" }, ...properties }, required);

export const everyVerb: readonly Verb[] = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

type Row = Pick<ResourceKind, "kind" | "plural" | "schema"> & Partial<ResourceKind>;

/** A row of the table for one of Kubernetes' own kinds: namespaced, in the core group, with every verb, unless told otherwise. */
export function builtin(row: Row): ResourceKind {
  return {
    group: "",
    version: "v1",
    listKind: `${row.kind}List`,
    singular: row.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: everyVerb,
    custom: false,
    status: false,
    selectable: {},
    updatesBlindly: true,
    createOnUpdate: false,
    bucket: row.plural,
    table: () => layout(row.kind),
    ...row,
  };
}

async function layout(kind: string): Promise<TableLayout> {
  const { builtinLayouts } = await import("../../table/builtin-layouts.ts");
  return builtinLayouts(kind);
}
