import { fieldElement } from "./element.ts";
import { difference, type FieldSet, fieldSet } from "./field-set.ts";

const ofMetadata = [
  "name",
  "namespace",
  "creationTimestamp",
  "selfLink",
  "uid",
  "clusterName",
  "generation",
  "managedFields",
  "resourceVersion",
] as const;

/** What is nobody's: the object's identity, and what the server writes itself. */
const stripped: FieldSet = fieldSet([
  [fieldElement("apiVersion")],
  [fieldElement("kind")],
  [fieldElement("metadata")],
  ...ofMetadata.map((name) => [fieldElement("metadata"), fieldElement(name)]),
]);

export const withoutStripped = (fields: FieldSet): FieldSet => difference(fields, stripped);

export type Subresource = "" | "status" | "scale";

const spec = fieldSet([[fieldElement("spec")]]);
const status = fieldSet([[fieldElement("status")]]);
const none = fieldSet([]);

/** What an endpoint sets back to what it was: nobody comes to own it there. */
export function resetFields(subresource: Subresource, hasStatus: boolean): FieldSet {
  if (subresource === "status") return spec;
  return subresource === "" && hasStatus ? status : none;
}
