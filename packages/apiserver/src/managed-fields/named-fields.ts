import type { Schema } from "../schema/schema.ts";
import { atomOf } from "./atoms.ts";
import { type Element, fieldName } from "./element.ts";
import type { FieldNode, FieldSet } from "./field-set.ts";

/**
 * The set with each field on the way to one of its paths that the schema names, too: whoever owns `spec.a` keeps `spec` there, although nobody
 * owns that by itself.
 */
export function withNamedFields(schema: Schema | undefined, set: FieldSet): FieldSet {
  const { map, list } = schema ? atomOf(schema) : {};
  const result = new Map<Element, FieldNode>();
  for (const [element, { member, below }] of set) {
    const name = fieldName(element);
    const schemaBelow = name !== undefined ? map?.schemaOf(name) : element.startsWith("k:") ? list?.items : undefined;
    const named = name !== undefined && below.size > 0 && map?.isNamed(name) === true;
    result.set(element, { member: member || named, below: withNamedFields(schemaBelow, below) });
  }
  return result;
}
