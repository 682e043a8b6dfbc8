import type { Field, Shape } from "../schema/field.ts";
import { isObject, type Value } from "../values.ts";

/**
 * A value without the fields that were given as null. That is what an API server makes of them (templates often leave such fields
 * behind): they are as good as not given. Items of lists, and what the schema leaves open, are kept as they are.
 */
export const withoutNulls = (shape: Shape, value: Value): Value => prunedField({ type: "object", shape }, value);

function prunedField(field: Field, value: Value): Value {
  if (field.type === "list" && Array.isArray(value)) return value.map((item) => prunedField(field.item, item));
  if (field.type === "map" && isObject(value)) return prunedMembers(value, () => field.value);
  if (field.type === "object" && isObject(value)) {
    const { fields } = field.shape;
    return prunedMembers(value, (key) => (Object.hasOwn(fields, key) ? fields[key] : undefined));
  }
  return value;
}

function prunedMembers(value: { readonly [key: string]: Value }, fieldOf: (key: string) => Field | undefined): Value {
  const members = Object.entries(value).flatMap(([key, member]) => {
    const field = fieldOf(key);
    if (field === undefined) return [[key, member] as const];
    return member === null ? [] : [[key, prunedField(field, member)] as const];
  });
  return Object.fromEntries(members);
}
