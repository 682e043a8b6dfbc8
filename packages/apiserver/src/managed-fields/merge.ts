import { entriesOf, entryOf, isList } from "../json.ts";
import { isJsonObject, type Json } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import { type Atom, atomOf, type ListAtom, type MapAtom, narrowed } from "./atoms.ts";
import type { Element } from "./element.ts";
import { itemElement } from "./list-items.ts";

/** `left` with all that `right` speaks of as `right` has it. Undefined where nothing is left. */
export function merge(schema: Schema, left: Json | undefined, right: Json | undefined): Json | undefined {
  const { map, scalar, list }: Atom = narrowed(atomOf(schema), right ?? left);
  const whole = right === undefined ? left : right;
  if (map) return mergeMaps(map, left, right, whole);
  if (scalar || !list) return whole;
  return mergeLists(list, left, right, whole);
}

function mergeMaps(map: MapAtom, left: Json | undefined, right: Json | undefined, whole: Json | undefined): Json | undefined {
  const ofLeft = isJsonObject(left) ? left : {};
  const ofRight = isJsonObject(right) ? right : {};
  const names = new Set([...entriesOf(ofLeft), ...entriesOf(ofRight)].map(([name]) => name));
  if (map.atomic || names.size === 0) return whole;
  const entries = [...names].flatMap((name): Array<[string, Json]> => {
    const schema = map.schemaOf(name);
    const merged = schema && merge(schema, entryOf(ofLeft, name), entryOf(ofRight, name));
    return merged === undefined ? [] : [[name, merged]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** A list's items with what tells them apart. Of several that are the same, none is merged with: they are kept as they stand. */
interface Indexed {
  readonly elements: readonly Element[];
  readonly items: readonly Json[];
  readonly byElement: ReadonlyMap<Element, Json>;
}

function indexed(list: ListAtom, items: readonly Json[]): Indexed {
  const elements = items.map((item) => itemElement(list, item));
  const byElement = new Map<Element, Json>();
  for (const [index, element] of elements.entries()) byElement.set(element, byElement.has(element) ? null : (items[index] ?? null));
  return { elements, items, byElement };
}

function mergeLists(list: ListAtom, left: Json | undefined, right: Json | undefined, whole: Json | undefined): Json | undefined {
  const ofLeft = isList(left) ? left : [];
  const ofRight = isList(right) ? right : [];
  if (list.atomic || ofLeft.length + ofRight.length === 0) return whole;
  const merged = new MergedOrder(indexed(list, ofLeft), indexed(list, ofRight)).pairs.flatMap(({ before, after }) => {
    const item = merge(list.items, before, after);
    return item === undefined ? [] : [item];
  });
  return merged.length > 0 ? merged : undefined;
}

interface Pair {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/**
 * The items of both lists, each once: those of the right in the right's order, those of the left alone where they stood among the items that
 * both have. Where the two orders disagree, the right's counts.
 */
class MergedOrder {
  readonly pairs: Pair[] = [];
  readonly #left: Indexed;
  readonly #right: Indexed;
  /** What both have and is still to come, in the right's order. */
  readonly #shared: Element[];
  readonly #taken = new Set<Element>();
  #atLeft = 0;
  #atRight = 0;

  constructor(left: Indexed, right: Indexed) {
    this.#left = left;
    this.#right = right;
    this.#shared = right.elements.filter((element) => left.byElement.has(element));
    while (this.#atLeft < left.elements.length || this.#atRight < right.elements.length) this.#step();
  }

  #step(): void {
    const ofLeft = this.#left.elements[this.#atLeft];
    const ofRight = this.#right.elements[this.#atRight];
    if (ofLeft !== undefined) {
      if (ofLeft === ofRight) {
        this.#atLeft += 1;
        this.#take(ofRight);
        return;
      }
      if (!this.#right.byElement.has(ofLeft)) {
        this.pairs.push({ before: this.#left.items[this.#atLeft], after: undefined });
        this.#atLeft += 1;
        return;
      }
      if (ofRight !== undefined && this.#shared.length > 0 && this.#shared[0] !== ofLeft) {
        this.#atLeft += 1;
        return;
      }
      if (this.#taken.has(ofLeft)) this.#atLeft += 1;
    }
    if (ofRight !== undefined) this.#take(ofRight);
  }

  #take(element: Element): void {
    this.#taken.add(element);
    this.pairs.push({ before: this.#left.byElement.get(element), after: this.#right.byElement.get(element) });
    this.#atRight += 1;
    if (this.#shared[0] === element) this.#shared.shift();
  }
}
