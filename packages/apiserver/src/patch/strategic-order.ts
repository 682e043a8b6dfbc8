import { entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, sameJson } from "../objects.ts";
import { goText, goType } from "../status/go-text.ts";
import { failure, patchDirective } from "./directives.ts";

/** Refuses a list with an order that isn't one, is empty before and after, or has its items in another order. */
export function refuseDisorder(before: Json | undefined, patch: Json | undefined, order: readonly Json[], key: string | undefined): void {
  for (const list of [before, patch]) {
    if (list === undefined || isList(list)) continue;
    throw failure(`expected a []interface {}, but received a ${list === null ? "%!s(<nil>)" : goType(list)}`);
  }
  const items = isList(patch) ? patch : [];
  if (order.length > 0 && !follows(items.filter(isItem), order, key)) {
    throw failure(`The order in patch list:\n${goText(items)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`);
  }
  const isAbsent = before === undefined && patch === undefined;
  if (!isAbsent && items.length === 0 && (!isList(before) || before.length === 0)) throw failure("no elements in any of the given slices");
}

/** Those that ask for something aren't items. */
const isItem = (item: Json): boolean => !isJsonObject(item) || !Object.hasOwn(item, patchDirective);

function follows(items: readonly Json[], order: readonly Json[], key: string | undefined): boolean {
  const nameOf = (item: Json): Json | undefined => (key !== undefined && isJsonObject(item) ? entryOf(item, key) : item);
  let next = 0;
  for (const item of order) {
    const wanted = items[next];
    if (wanted !== undefined && sameJson(nameOf(wanted), nameOf(item))) next += 1;
  }
  return next === items.length;
}
