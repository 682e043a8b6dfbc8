import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import { atomOf, type ListAtom, type MapAtom, narrowed } from "./atoms.ts";
import { type Element, fieldElement } from "./element.ts";
import type { FieldNode, FieldSet } from "./field-set.ts";
import { itemElement } from "./list-items.ts";

/** The object without the paths of `removed`. What is left empty by it becomes null, as kube-apiserver has it. */
export function remove(schema: Schema | undefined, value: Json, removed: FieldSet): Json {
  const { map, scalar, list } = schema ? narrowed(atomOf(schema), value) : {};
  if (map) return isJsonObject(value) ? removeFields(map, value, removed) : null;
  if (scalar) return value;
  return list && isList(value) ? removeItems(list, value, removed) : null;
}

/** What is left of a value at one step of a path; undefined: nothing. */
function remains(node: FieldNode | undefined, schema: Schema | undefined, value: Json): Json | undefined {
  if (!node) return value;
  if (node.member) return undefined;
  return remove(schema, value, node.below);
}

function removeFields(map: MapAtom, value: { readonly [key: string]: Json | undefined }, removed: FieldSet): Json {
  if (map.atomic) return null;
  const entries = entriesOf(value).flatMap(([name, held]): Array<[string, Json]> => {
    const left = remains(removed.get(fieldElement(name)), map.schemaOf(name), held);
    return left === undefined ? [] : [[name, left]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function removeItems(list: ListAtom, items: readonly Json[], removed: FieldSet): Json {
  if (list.atomic) return null;
  const left = items.flatMap((item) => {
    const rest = remains(removed.get(elementOr(list, item)), list.items, item);
    return rest === undefined ? [] : [rest];
  });
  return left.length > 0 ? left : null;
}

function elementOr(list: ListAtom, item: Json): Element {
  try {
    return itemElement(list, item);
  } catch {
    return "";
  }
}
