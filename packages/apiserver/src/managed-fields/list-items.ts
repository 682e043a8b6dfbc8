import { entryOf, isList } from "../json.ts";
import { isJsonObject, type Json } from "../objects.ts";
import { propertyOf } from "../schema/schema.ts";
import type { ListAtom } from "./atoms.ts";
import { type Element, keyElement, valueElement } from "./element.ts";

/** What tells an item of an associative list apart from the others. Throws why nothing does. */
export function itemElement(list: ListAtom, item: Json): Element {
  if (list.keys.length > 0) return keyedElement(list, item);
  if (isJsonObject(item)) throw new TypeError("associative list without keys has an element that's a map type");
  if (isList(item)) throw new TypeError("not supported: associative list with lists as elements");
  if (item === null) throw new TypeError("associative list without keys has an element that's an explicit null");
  return valueElement(item);
}

function keyedElement(list: ListAtom, item: Json): Element {
  if (item === null) throw new TypeError("associative list with keys may not have a null element");
  if (!isJsonObject(item)) throw new TypeError("associative list with keys may not have non-map elements");
  const keys = list.keys.flatMap((name): Array<[string, Json]> => {
    const value = entryOf(item, name) ?? propertyOf(list.items, name)?.default;
    return value === undefined ? [] : [[name, value]];
  });
  if (keys.length > 0) return keyElement(Object.fromEntries(keys));
  const quoted = `[${list.keys.map((name) => JSON.stringify(name)).join(" ")}]`;
  throw new TypeError(
    `associative list with keys has an element that omits all key fields ${quoted} (and doesn't have default values for any key fields)`,
  );
}

/** The items by their elements, in order. One element may have several items: stored lists may have been written before they were checked. */
export function itemsByElement(list: ListAtom, items: readonly Json[]): Map<Element, Json[]> {
  const found = new Map<Element, Json[]>();
  for (const item of items) {
    const element = itemElement(list, item);
    const same = found.get(element);
    if (same) same.push(item);
    else found.set(element, [item]);
  }
  return found;
}
