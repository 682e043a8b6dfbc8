import { stringify } from "yaml";
import { customResourceDefinition } from "../src/schema/custom-resource-definition.ts";
import type { Kind } from "../src/schema/kinds.ts";

/** The CustomResourceDefinition of a kind as YAML, with the line that says where it comes from; undefined for Kubernetes' own kinds. */
export function crdText(kind: Kind): string | undefined {
  const definition = customResourceDefinition(kind);
  if (definition === undefined) return undefined;
  const text = stringify(definition, { aliasDuplicateObjects: false, lineWidth: 120 });
  return `# Generated from packages/resources/src/schema. Do not edit.\n${text}`;
}
