import type { ResourceKind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects.ts";
import {
  applyDefaults,
  misfit,
  prune,
  type StructuralSchema,
  structuralSchema,
  validateObject,
  validateRules,
  withoutEmptyCollections,
  withoutNullEntries,
} from "../schema/index.ts";
import type { FieldError } from "../status/field-error.ts";
import { badRequest } from "../status/refusals.ts";
import { repeatedKeys } from "./decode-yaml.ts";
import type { WriteOptions } from "./options.ts";
import { scaleErrors } from "./scale-rules.ts";

const schemas = new WeakMap<ResourceKind, StructuralSchema>();

/** A kind's schema, worked out once. */
export function schemaOf(kind: ResourceKind): StructuralSchema {
  let schema = schemas.get(kind);
  if (schema === undefined) {
    schema = structuralSchema(kind.schema());
    schemas.set(kind, schema);
  }
  return schema;
}

/**
 * Drops what the schema does not know, and fills in defaults. Complaints of strict decoding refuse the request, or become warnings. Throws what
 * `cannot` makes of a value of the wrong type, which only built-in kinds refuse here.
 */
export function fitToSchema(
  object: KubeObject,
  kind: ResourceKind,
  cannot: (why: string) => Error = refuseUnknown(kind),
): { readonly object: KubeObject; readonly complaints: readonly string[] } {
  const schema = schemaOf(kind);
  const wrong = kind.custom ? undefined : misfit(schema, object);
  if (wrong !== undefined) throw cannot(wrong);
  const pruned = prune(schema, kind.custom ? object : withoutNullEntries(schema, object));
  const fit = kind.custom ? pruned.object : decoded(withoutEmptyCollections(schema, pruned.object), kind);
  return { object: applyDefaults(schema, fit), complaints: pruned.unknown.map((path) => `unknown field "${path}"`) };
}

const decoded = (object: KubeObject, { strategy }: ResourceKind): KubeObject => strategy?.decode?.(object) ?? object;

/** An object that was merged by its schema: a custom kind's has nothing unknown, and what it has left empty is for its rules to see. */
export function fitMerged(object: KubeObject, kind: ResourceKind): KubeObject {
  return kind.custom ? applyDefaults(schemaOf(kind), object) : fitToSchema(object, kind).object;
}

/** What the schema and its rules have against an object. Built-in kinds say so themselves. */
export async function schemaErrors(
  object: KubeObject,
  old: KubeObject | undefined,
  kind: ResourceKind,
  subresource = "",
): Promise<readonly FieldError[]> {
  if (!kind.custom) return [];
  const schema = schemaOf(kind);
  const errors = [
    ...validateObject(schema, object, old, subresource === "status" ? "status" : ""),
    ...(kind.scale === undefined ? [] : scaleErrors(object, kind.scale, subresource)),
  ];
  return [...errors, ...(await validateRules(schema, object, old, errors))];
}

/** What becomes of complaints about fields, as the request asks. */
export function complain(complaints: readonly string[], options: WriteOptions, warnings: string[], refuse: (text: string) => Error): void {
  if (complaints.length === 0 || options.fieldValidation === "Ignore") return;
  if (options.fieldValidation === "Strict") throw refuse(`strict decoding error: ${joined(complaints)}`);
  warnings.push(...complaints);
}

/** What YAML's decoder complains of, it says in one piece. */
function joined(complaints: readonly string[]): string {
  const ofYaml = complaints.filter((complaint) => complaint.startsWith("line "));
  const others = complaints.filter((complaint) => !complaint.startsWith("line "));
  return [...(ofYaml.length === 0 ? [] : [repeatedKeys(ofYaml)]), ...others].join(", ");
}

export function refuseUnknown({ kind, version }: ResourceKind, given = version): (text: string) => Error {
  return (text) => badRequest(`${kind} in version ${JSON.stringify(given)} cannot be handled as a ${kind}: ${text}`);
}
