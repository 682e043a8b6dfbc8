import { UsageError } from "../command.ts";
import { jsonPath } from "./json-path.ts";

/** Sorts by what is at a path of what `objectOf` gives; what has nothing there comes first. Throws UsageError if nothing has. */
export function sortedBy<T>(items: readonly T[], path: string, objectOf: (item: T) => unknown): readonly T[] {
  const find = jsonPath(path);
  const keyed = items.map((item) => ({ item, key: find(objectOf(item))[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new UsageError(`couldn't find any field with path "${path}" in the list of objects`);
  }
  if (keyed.some(({ key }) => typeof key === "object" && key !== null)) {
    throw new UsageError(`what is at the path "${path}" has no order: it is an object or a list`);
  }
  return keyed.sort((one, other) => compared(one.key, other.key)).map(({ item }) => item);
}

/** Numbers by their size, everything else as texts, as kubectl has it: `topic-10` is before `topic-9`. */
function compared(one: unknown, other: unknown): number {
  if (one === undefined || other === undefined) return (one === undefined ? 0 : 1) - (other === undefined ? 0 : 1);
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one) === String(other) ? 0 : String(one) < String(other) ? -1 : 1;
}
