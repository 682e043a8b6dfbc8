import { entriesOf, entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, sameJson } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import { type Atom, atomOf, type ListAtom, type MapAtom, narrowed, sameAtoms } from "./atoms.ts";
import { type FieldPath, fieldElement } from "./element.ts";
import { type FieldSet, FieldSetBuilder, recursiveDifference } from "./field-set.ts";
import { itemsByElement } from "./list-items.ts";

/** How an object differs from another of the same schema. */
export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

type Differences = { readonly [K in keyof Comparison]: FieldSetBuilder };

export function compare(schema: Schema, left: Json, right: Json): Comparison {
  const found = { removed: new FieldSetBuilder(), modified: new FieldSetBuilder(), added: new FieldSetBuilder() };
  new Walk(found).values(schema, left, right, []);
  return { removed: found.removed.fields, modified: found.modified.fields, added: found.added.fields };
}

/** A comparison that says nothing of `ignored`, nor of what is below. */
export const without = ({ removed, modified, added }: Comparison, ignored: FieldSet): Comparison => ({
  removed: recursiveDifference(removed, ignored),
  modified: recursiveDifference(modified, ignored),
  added: recursiveDifference(added, ignored),
});

class Walk {
  readonly #found: Differences;

  constructor(found: Differences) {
    this.#found = found;
  }

  values(schema: Schema, left: Json | undefined, right: Json | undefined, path: FieldPath): void {
    const atom = atomOf(schema);
    const ofLeft = narrowed(atom, left);
    const ofRight = narrowed(atom, right);
    let leaf: boolean;
    if (right === undefined) leaf = this.#as(ofLeft, left, right, path);
    else if (left === undefined || sameAtoms(ofLeft, ofRight)) leaf = this.#as(ofRight, left, right, path);
    else {
      this.#as(ofLeft, left, right, path);
      leaf = this.#as(ofRight, left, right, path);
    }
    if (leaf) return;
    if (left === undefined) this.#found.added.add(path);
    else if (right === undefined) this.#found.removed.add(path);
  }

  /** Whether the values were compared as a whole. */
  #as({ map, scalar, list }: Atom, left: Json | undefined, right: Json | undefined, path: FieldPath): boolean {
    if (map) return this.#maps(map, left, right, path);
    if (scalar || !list) return this.#leaf(left, right, path);
    return this.#lists(list, left, right, path);
  }

  #leaf(left: Json | undefined, right: Json | undefined, path: FieldPath): true {
    if (left === undefined) this.#found.added.add(path);
    else if (right === undefined) this.#found.removed.add(path);
    else if (!sameJson(left, right)) this.#found.modified.add(path);
    return true;
  }

  #maps(map: MapAtom, left: Json | undefined, right: Json | undefined, path: FieldPath): boolean {
    const ofLeft = isJsonObject(left) ? left : {};
    const ofRight = isJsonObject(right) ? right : {};
    const names = new Set([...entriesOf(ofLeft), ...entriesOf(ofRight)].map(([name]) => name));
    if (map.atomic || names.size === 0) return this.#leaf(left, right, path);
    for (const name of names) {
      const schema = map.schemaOf(name);
      const below = [...path, fieldElement(name)];
      if (schema) this.values(schema, entryOf(ofLeft, name), entryOf(ofRight, name), below);
    }
    return false;
  }

  #lists(list: ListAtom, left: Json | undefined, right: Json | undefined, path: FieldPath): boolean {
    const ofLeft = isList(left) ? left : [];
    const ofRight = isList(right) ? right : [];
    if (list.atomic || ofLeft.length + ofRight.length === 0) return this.#leaf(left, right, path);
    const before = itemsByElement(list, ofLeft);
    const after = itemsByElement(list, ofRight);
    for (const element of new Set([...before.keys(), ...after.keys()])) {
      this.#items(list.items, before.get(element) ?? [], after.get(element) ?? [], [...path, element]);
    }
    return false;
  }

  /** Items with the same element: mostly one at most; where there are several, they are compared as they stand together. */
  #items(schema: Schema, left: readonly Json[], right: readonly Json[], path: FieldPath): void {
    if (left.length <= 1 && right.length <= 1) {
      this.values(schema, left[0], right[0], path);
    } else if (left.length >= 2 && right.length >= 2) {
      if (!sameJson(left, right)) this.#found.modified.add(path);
    } else if (left.length >= 2) {
      if (right.length > 0) this.values(schema, undefined, right[0], path);
      this.#found.removed.add(path);
    } else {
      if (left.length > 0) this.values(schema, left[0], undefined, path);
      this.#found.added.add(path);
    }
  }
}
