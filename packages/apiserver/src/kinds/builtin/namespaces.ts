import { isJsonObject, type KubeObject, withMetadata } from "../../objects.ts";
import type { ResourceKind, Strategy } from "../kind.ts";
import { builtin, listBy, listOf, members, resource, text, time } from "./parts.ts";

/** By this label namespaces are selected by name. */
const nameLabel = "kubernetes.io/metadata.name";

const strategy: Strategy = {
  blank: { spec: {}, status: {} },
  decode(object) {
    const { name = "" } = object.metadata;
    return name === "" ? object : withMetadata(object, { labels: { ...object.metadata.labels, [nameLabel]: name } });
  },
  /** A namespace stays until the finalizer `kubernetes` of its `spec` is gone, which waits for what is in it. */
  prepare(object, old) {
    const { name = "" } = object.metadata;
    const labelled = withMetadata(object, { labels: { ...object.metadata.labels, [nameLabel]: name } });
    const finalizers = old === undefined ? ["kubernetes"] : isJsonObject(old.spec) ? (old.spec.finalizers ?? []) : [];
    return { ...labelled, spec: { finalizers }, status: old?.status ?? { phase: "Active" } };
  },
  validate({ metadata, status }) {
    const phase = isJsonObject(status) ? status.phase : undefined;
    const expected = metadata.deletionTimestamp === undefined ? "Active" : "Terminating";
    if (phase === undefined || phase === expected) return [];
    const when = `\`deletionTimestamp\` is ${expected === "Active" ? "empty" : "not empty"}`;
    return [{ type: "FieldValueInvalid", field: "status.Phase", value: phase, detail: `may only be '${expected}' if ${when}` }];
  },
};

const condition = members({ type: text, status: text, lastTransitionTime: time, reason: text, message: text }, ["type", "status"]);

export const namespaceKind: ResourceKind = builtin({
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  namespaced: false,
  verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  status: true,
  selectable: { "status.phase": "status.phase" },
  schema: () =>
    resource({
      spec: members({ finalizers: listOf(text) }),
      status: members({ phase: text, conditions: listBy("type", condition) }),
    }),
  strategy,
});

/** A namespace that is there from the start. */
export function firstNamespace(name: string, uid: string, creationTimestamp: string) {
  const metadata = { name, uid, creationTimestamp, labels: { [nameLabel]: name } };
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata,
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
  return { bucket: "namespaces", key: `/${name}`, object };
}
