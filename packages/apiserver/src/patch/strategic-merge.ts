import { entriesOf, entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import { fieldSchema, type Schema } from "../schema/schema.ts";
import type { StructuralSchema } from "../schema/structural.ts";
import { goText } from "../status/go-text.ts";
import { directivesOf, failure, patchDirective, withoutDirectives } from "./directives.ts";
import { withoutNulls } from "./merge-patch.ts";
import { inOrder, mergeScalars, partition } from "./strategic-lists.ts";
import { refuseDisorder } from "./strategic-order.ts";

/** Kubernetes' own kinds say in their schema how their lists are merged: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ */
export function strategicMergePatch(object: JsonObject, patch: JsonObject, { whole }: StructuralSchema): JsonObject {
  return mergeObjects(object, patch, whole);
}

function mergeObjects(object: JsonObject, patch: JsonObject, schema: Schema | undefined): JsonObject {
  const directive = entryOf(patch, patchDirective);
  if (directive !== undefined) return directed(directive, patch);
  const { fields, retained, orders, deletions } = directivesOf(patch);
  const result = new Map(entriesOf(object).filter(([name]) => !retained || retained.has(name)));
  for (const [name, value] of fields) {
    const merged = value === null ? undefined : mergeField(result.get(name), value, fieldSchema(schema, name), name);
    if (merged === undefined) result.delete(name);
    else result.set(name, merged);
  }
  for (const [name, unwanted] of deletions) {
    const list = result.get(name);
    if (isList(list))
      result.set(
        name,
        list.filter((item) => !unwanted.includes(item)),
      );
  }
  for (const [name, order] of orders) {
    refuseDisorder(entryOf(object, name), entryOf(patch, name), order, mergeKeyOf(fieldSchema(schema, name)));
    const list = result.get(name);
    const before = entryOf(object, name);
    if (isList(list)) result.set(name, inOrder(list, order, isList(before) ? before : [], mergeKeyOf(fieldSchema(schema, name))));
  }
  return Object.fromEntries(result);
}

function directed(directive: Json, patch: JsonObject): JsonObject {
  if (directive === "delete") return {};
  const { [patchDirective]: _, ...rest } = patch;
  if (directive === "replace") return rest;
  throw failure(`unknown patch type: ${directive} in map: ${goText(patch)}`);
}

/** Merged only where both are of one sort; otherwise what the patch says. */
function mergeField(before: Json | undefined, value: Json, schema: Schema | undefined, name: string): Json | undefined {
  const strategies = schema?.["x-kubernetes-patch-strategy"]?.split(",") ?? [];
  if (isJsonObject(before) && isJsonObject(value)) {
    return strategies.includes("replace") ? value : mergeObjects(before, value, schema);
  }
  if (isList(before) && isList(value)) return strategies.includes("merge") ? mergeLists(before, value, schema, name) : value;
  return withoutDirectives(withoutNulls(value));
}

const mergeKeyOf = (schema: Schema | undefined): string | undefined => schema?.["x-kubernetes-patch-merge-key"];

function mergeLists(before: readonly Json[], patch: readonly Json[], schema: Schema | undefined, name: string): readonly Json[] {
  if (before.length === 0 && patch.length === 0) return before;
  const key = mergeKeyOf(schema);
  if (![...before, ...patch].some(isJsonObject)) return mergeScalars(before, patch);
  if (key === undefined) throw failure(`cannot merge lists without merge key for ${name}`);
  const { kept, rest, replaced } = directedItems(before, patch, key);
  if (replaced) return rest;
  const merged = rest.reduce<readonly Json[]>((items, item) => mergeItem(items, item, key, schema?.items), kept);
  return inOrder(merged, rest, kept, key);
}

function mergeItem(items: readonly Json[], item: Json, key: string, schema: Schema | undefined): readonly Json[] {
  const patch = isJsonObject(item) ? item : {};
  const value = entryOf(patch, key);
  if (value === undefined) throw failure(`map: ${goText(item)} does not contain declared merge key: ${key}`);
  const at = items.findIndex((other) => isJsonObject(other) && entryOf(other, key) === value);
  const before = items[at];
  return isJsonObject(before) ? items.with(at, mergeObjects(before, patch, schema)) : [...items, item];
}

/** Items that ask for something rather than being something: `delete` takes out those with their key, `replace` all that was. */
function directedItems(
  before: readonly Json[],
  patch: readonly Json[],
  key: string,
): { kept: readonly Json[]; rest: readonly Json[]; replaced: boolean } {
  const [asking, rest] = partition(patch, (item) => isJsonObject(item) && Object.hasOwn(item, patchDirective));
  let kept = before;
  for (const item of asking.filter(isJsonObject)) {
    const directive = entryOf(item, patchDirective);
    const value = entryOf(item, key);
    if (directive === "replace") continue;
    if (directive !== "delete") throw failure(`unknown patch type: ${directive} in map: ${goText(item)}`);
    if (value === undefined) throw failure(`map: ${goText(item)} does not contain declared merge key: ${key}`);
    kept = kept.filter((other) => !isJsonObject(other) || entryOf(other, key) !== value);
  }
  return { kept, rest, replaced: asking.some((item) => isJsonObject(item) && item[patchDirective] === "replace") };
}
