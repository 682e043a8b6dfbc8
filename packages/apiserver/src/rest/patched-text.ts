import { jsonText } from "../json-text.ts";
import { isJsonObject, type Json, type JsonObject } from "../objects.ts";

/** What a patch made of an object, as a refusal shows it: the text that kube-apiserver's patch library leaves. */
export function patchedText(result: JsonObject, patch: Json, isCustom: boolean): string {
  return jsonText(isCustom ? sorted(result) : sortedWhere(result, touched(patch)));
}

/** Keys in alphabetical order, as Go writes what it has as maps. */
function sorted(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value ?? null;
  return Object.fromEntries(inOrder(value).map(([name, held]) => [name, sorted(held)]));
}

const inOrder = (object: JsonObject) => Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1));

/** Where a patch went in, an object has become a map; all else still is a structure. */
function sortedWhere(object: JsonObject, patched: JsonObject): JsonObject {
  const entries = inOrder(object).map(([name, held]) => {
    const below = patched[name];
    return [name, isJsonObject(held) && isJsonObject(below) ? sortedWhere(held, below) : held];
  });
  return Object.fromEntries(entries);
}

/** The objects that a patch looks into: a merge patch's own, or those on the way of JSON pointers. */
function touched(patch: Json): JsonObject {
  if (!Array.isArray(patch)) return isJsonObject(patch) ? patch : {};
  const paths = patch.filter(isJsonObject).map(({ path }) => (typeof path === "string" ? path.split("/").slice(1, -1) : []));
  return paths.reduce<JsonObject>((tree, path) => withPath(tree, path), {});
}

function withPath(tree: JsonObject, [name, ...rest]: readonly string[]): JsonObject {
  if (name === undefined) return tree;
  const below = tree[name];
  return { ...tree, [name]: withPath(isJsonObject(below) ? below : {}, rest) };
}
