import { entriesOf, entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";

/** RFC 7386: null takes away, objects are merged, all else is replaced. */
export function mergePatch(object: JsonObject, patch: Json): JsonObject {
  if (!isJsonObject(patch)) throw badRequest("Invalid JSON Patch");
  const kept = entriesOf(object).filter(([name]) => entryOf(patch, name) !== null);
  const changes = entriesOf(patch).flatMap(([name, value]): Array<[string, Json]> => {
    if (value === null) return [];
    const before = entryOf(object, name);
    if (isJsonObject(before)) return [[name, isJsonObject(value) ? mergePatch(before, value) : value]];
    return [[name, withoutNulls(value)]];
  });
  return Object.fromEntries([...kept, ...changes]);
}

/** What is new has no nulls in its objects. */
export function withoutNulls(value: Json): Json {
  if (isList(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(entriesOf(value).flatMap(([name, held]) => (held === null ? [] : [[name, withoutNulls(held)]])));
}
