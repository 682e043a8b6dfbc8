import { isJsonObject, type Json, type JsonObject } from "./objects.ts";

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Own entries only: a key like `constructor` is a key like any other. */
export const entryOf = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

/** What is there: a key whose value is undefined is not. */
export function entriesOf(object: JsonObject): Array<[string, Json]> {
  const entries: Array<[string, Json]> = [];
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value !== undefined) entries.push([key, value]);
  }
  return entries;
}

/** The object at the end of `path`, or undefined when there is none. */
export function objectAt(object: JsonObject | undefined, ...path: readonly string[]): JsonObject | undefined {
  let found = object;
  for (const key of path) {
    const value: Json | undefined = found && entryOf(found, key);
    found = isJsonObject(value) ? value : undefined;
  }
  return found;
}

/** The object with `key` set to `value`, in its place; undefined takes the key away. */
export function withEntry(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...object, ...Object.fromEntries([[key, value]]) };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
