import { UsageError } from "../command.ts";
import { jsonPath } from "./json-path.ts";

/** Sorts by what is at a path of what `objectOf` gives; what has nothing there comes first. Throws UsageError if nothing has. */
export function sortedBy<T>(items: readonly T[], path: string, objectOf: (item: T) => unknown): readonly T[] {
  const find = jsonPath(path);
  const keyed = items.map((item) => ({ item, key: find(objectOf(item))[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new UsageError(`couldn't find any field with path "${path}" in the list of objects`);
  }
  return keyed.sort((one, other) => compared(one.key, other.key)).map(({ item }) => item);
}

function compared(one: unknown, other: unknown): number {
  if (one === undefined || other === undefined) return (one === undefined ? 0 : 1) - (other === undefined ? 0 : 1);
  if (typeof one === "number" && typeof other === "number") return one - other;
  return natural.compare(String(one), String(other));
}

/** `topic-9` is before `topic-10`. */
const natural = new Intl.Collator("en", { numeric: true, caseFirst: "upper" });
