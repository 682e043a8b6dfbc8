import type { Schema } from "../schema/schema.ts";
import { atomOf } from "./atoms.ts";
import { type Element, fieldName } from "./element.ts";
import { type FieldNode, type FieldSet, noFields } from "./field-set.ts";

/** The set as the schema of today has it: who owned a part of what has become atomic since owns the whole. */
export function reconciled(schema: Schema, set: FieldSet): FieldSet {
  const { map, list } = atomOf(schema);
  const result = new Map<Element, FieldNode>();
  for (const [element, node] of set) {
    const schemaBelow = map ? map.schemaOf(fieldName(element) ?? "") : list?.items;
    result.set(element, schemaBelow ? reconciledNode(schemaBelow, node) : node);
  }
  return result;
}

function reconciledNode(schema: Schema, node: FieldNode): FieldNode {
  const { map, scalar, list } = atomOf(schema);
  if (node.below.size === 0) return node;
  const atomic = map ? map.atomic : !scalar && list?.atomic === true;
  return atomic ? { member: true, below: noFields } : { member: node.member, below: reconciled(schema, node.below) };
}
