import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import { atomOf, type ListAtom, type MapAtom, narrowed } from "./atoms.ts";
import { type FieldPath, fieldElement } from "./element.ts";
import { type FieldSet, FieldSetBuilder } from "./field-set.ts";
import { itemsByElement } from "./list-items.ts";

/** The paths that an object speaks of: what whoever applies it owns from then on. */
export function fieldsOf(schema: Schema, value: Json): FieldSet {
  const builder = new FieldSetBuilder();
  collect(schema, value, [], builder);
  return builder.fields;
}

function collect(schema: Schema, value: Json, path: FieldPath, builder: FieldSetBuilder): void {
  const { map, scalar, list } = narrowed(atomOf(schema), value);
  if (map) collectMap(map, value, path, builder);
  else if (scalar) builder.add(path);
  else if (list) collectList(list, value, path, builder);
}

function collectMap(map: MapAtom, value: Json, path: FieldPath, builder: FieldSetBuilder): void {
  if (map.atomic) builder.add(path);
  if (map.atomic || !isJsonObject(value)) return;
  for (const [name, held] of entriesOf(value)) {
    const below = [...path, fieldElement(name)];
    const schema = map.schemaOf(name);
    if (schema) collect(schema, held, below, builder);
    const empty = held === null || (isJsonObject(held) && entriesOf(held).length === 0);
    if (empty || !map.isNamed(name)) builder.add(below);
  }
}

function collectList(list: ListAtom, value: Json, path: FieldPath, builder: FieldSetBuilder): void {
  if (list.atomic) builder.add(path);
  if (list.atomic || !isList(value)) return;
  for (const [element, items] of itemsByElement(list, value)) {
    const below = [...path, element];
    builder.add(below);
    const [item, second] = items;
    if (item !== undefined && second === undefined) collect(list.items, item, below, builder);
  }
}
