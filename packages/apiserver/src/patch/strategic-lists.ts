import { entryOf } from "../json.ts";
import { isJsonObject, type Json, sameJson } from "../objects.ts";

export function partition<T>(items: readonly T[], holds: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

/** Both lists, each text or number once, in the patch's order. */
export function mergeScalars(before: readonly Json[], patch: readonly Json[]): readonly Json[] {
  return inOrder([...new Set([...before, ...patch])], patch, before, undefined);
}

function placeIn(order: readonly Json[], item: Json, key: string | undefined): number {
  if (key === undefined) return order.findIndex((other) => sameJson(other, item));
  const value = isJsonObject(item) ? entryOf(item, key) : undefined;
  return order.findIndex((other) => isJsonObject(other) && sameJson(entryOf(other, key), value));
}

/** As kube-apiserver sorts: item by item, and what has no place goes before what stands there, which turns such items around. */
function sorted(items: readonly Json[], order: readonly Json[], key: string | undefined): Json[] {
  const result: Json[] = [];
  for (const item of items) {
    const place = placeIn(order, item, key);
    let at = result.length;
    while (at > 0) {
      const other = placeIn(order, result[at - 1] ?? null, key);
      if (place >= 0 && other >= 0 && place >= other) break;
      at -= 1;
    }
    result.splice(at, 0, item);
  }
  return result;
}

/** What the patch speaks of in its order, and all else between, where it stood before. */
export function inOrder(items: readonly Json[], order: readonly Json[], before: readonly Json[], key: string | undefined): readonly Json[] {
  const [ofPatch, ofServer] = partition(items, (item) => placeIn(order, item, key) >= 0);
  const wanted = sorted(ofPatch, order, key);
  const others = sorted(ofServer, before, key);
  const result: Json[] = [];
  for (const item of wanted) {
    const place = placeIn(before, item, key);
    while (place >= 0 && others[0] !== undefined) {
      const other = placeIn(before, others[0], key);
      if (other < 0 || other > place) break;
      result.push(...others.splice(0, 1));
    }
    result.push(item);
  }
  return [...result, ...others];
}
