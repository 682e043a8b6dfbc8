import { type Json, type JsonObject, type KubeObject, type ObjectMeta, type OwnerReference, sameJson } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";
import { labelProblems, labelValueProblems, qualifiedNameProblems } from "./names.ts";

const annotationsBytesMax = 256 * 1024;
const managerLengthMax = 128;

const invalid = (field: string, value: Json, detail: string): FieldError => ({
  type: "FieldValueInvalid",
  field: `metadata.${field}`,
  value,
  detail,
});

/** What is wrong with the metadata of a new object, as for every kind; names have rules of their kind besides. */
export function validateMetadata({ metadata }: KubeObject, namespaced: boolean, nameProblems: (name: string) => string[]): FieldError[] {
  const { name = "", generateName = "" } = metadata;
  // A prefix may end in what a name may not end in.
  const prefix = generateName.endsWith("-") ? `${generateName.slice(0, -1)}a` : generateName;
  return [
    ...(generateName === "" ? [] : nameProblems(prefix).map((problem) => invalid("generateName", generateName, problem))),
    ...(name === ""
      ? [required("name", "name or generateName is required")]
      : nameProblems(name).map((problem) => invalid("name", name, problem))),
    ...(namespaced ? namespaceErrors(metadata.namespace) : []),
    ...annotated(metadata),
    ...finalizerErrors(metadata.finalizers ?? []),
  ];
}

/** What a server would rather have of the finalizers of a new object of a custom kind. */
export function finalizerWarnings({ metadata }: KubeObject): string[] {
  const unqualified = (metadata.finalizers ?? []).filter((finalizer) => !finalizer.includes("/"));
  const advice = "prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers";
  return unqualified.map((finalizer) => `metadata.finalizers: ${JSON.stringify(finalizer)}: ${advice}`);
}

/** What is wrong with a change of metadata. */
export function validateMetadataUpdate({ metadata }: KubeObject, { metadata: old }: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined) {
    const added = (metadata.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer)).sort();
    const found = added.map((finalizer) => JSON.stringify(finalizer)).join(", ");
    const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${found}}`;
    if (added.length > 0) errors.push({ type: "FieldValueForbidden", field: "metadata.finalizers", detail });
  }
  for (const name of ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"] as const) {
    if (!sameJson(metadata[name], old[name])) errors.push(invalid(name, metadata[name] ?? "", "field is immutable"));
  }
  return [...errors, ...annotated(metadata)];
}

const required = (field: string, detail: string): FieldError => ({ type: "FieldValueRequired", field: `metadata.${field}`, detail });

function namespaceErrors(namespace = ""): FieldError[] {
  if (namespace === "") return [required("namespace", "")];
  return labelProblems(namespace).map((problem) => invalid("namespace", namespace, problem));
}

function annotated(metadata: ObjectMeta): FieldError[] {
  const { labels = {}, annotations = {}, ownerReferences = [], managedFields = [] } = metadata;
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(labels)) {
    errors.push(...qualifiedNameProblems(key).map((problem) => invalid("labels", key, problem)));
    errors.push(...labelValueProblems(value).map((problem) => invalid("labels", value, problem)));
  }
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    errors.push(...qualifiedNameProblems(key.toLowerCase()).map((problem) => invalid("annotations", key, problem)));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > annotationsBytesMax) errors.push(tooLong("annotations", annotationsBytesMax));
  return [...errors, ...ownerErrors(ownerReferences), ...managedFieldsErrors(managedFields)];
}

const tooLong = (field: string, limit: number): FieldError => ({
  type: "FieldValueTooLong",
  field: `metadata.${field}`,
  detail: `may not be more than ${limit} bytes`,
});

function ownerErrors(owners: readonly OwnerReference[]): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const owner of owners) {
    const version = owner.apiVersion?.split("/").at(-1) ?? "";
    if (version === "") errors.push(invalid("ownerReferences.apiVersion", owner.apiVersion ?? "", "version must not be empty"));
    for (const member of ["kind", "name", "uid"] as const) {
      if ((owner[member] ?? "") === "") errors.push(invalid(`ownerReferences.${member}`, "", "must not be empty"));
    }
    if (owner.apiVersion === "v1" && owner.kind === "Event") {
      errors.push(invalid("ownerReferences", owner, "/v1, Kind=Event is disallowed from being an owner"));
    }
    if (owner.controller !== true) continue;
    const found = `${owner.kind}/${owner.name}`;
    if (controller !== undefined) {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${found}`;
      errors.push(invalid("ownerReferences", owners, detail));
    }
    controller ??= found;
  }
  return errors;
}

function finalizerErrors(finalizers: readonly string[]): FieldError[] {
  const errors = finalizers.flatMap((finalizer) =>
    qualifiedNameProblems(finalizer).map((problem) => invalid("finalizers", finalizer, problem)),
  );
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    errors.push(invalid("finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set"));
  }
  return errors;
}

function managedFieldsErrors(entries: readonly JsonObject[]): FieldError[] {
  return entries.flatMap(({ operation, fieldsType, manager }, index) => {
    const errors: FieldError[] = [];
    const at = `managedFields[${index}]`;
    if (operation !== "Apply" && operation !== "Update")
      errors.push(invalid(`${at}.operation`, operation ?? "", "must be `Apply` or `Update`"));
    if (fieldsType !== undefined && fieldsType !== "" && fieldsType !== "FieldsV1") {
      errors.push(invalid(`${at}.fieldsType`, fieldsType, "must be `FieldsV1`"));
    }
    if (typeof manager === "string" && manager.length > managerLengthMax) errors.push(tooLong(`${at}.manager`, managerLengthMax));
    return errors;
  });
}
