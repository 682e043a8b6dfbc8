import { type Json, sameJson } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import { type Comparison, compare, without } from "./compare.ts";
import { conflictsOf } from "./conflicts.ts";
import { difference, type FieldSet, intersection, noFields, recursiveDifference, union } from "./field-set.ts";
import { type Managed, type ManagerKey, type Managers, managerId } from "./managers.ts";
import { merge } from "./merge.ts";
import { withNamedFields } from "./named-fields.ts";
import { reconciled } from "./reconcile.ts";
import { remove } from "./remove.ts";
import { fieldsOf } from "./to-field-set.ts";

/** What a write goes by. There is one version of each kind: what managers said in others is forgotten. */
export interface Merging {
  readonly schema: Schema;
  readonly apiVersion: string;
  /** What this endpoint doesn't write, whoever asks: nobody owns it by it. */
  readonly ignored: FieldSet;
}

export function managersAfterUpdate(merging: Merging, live: Json, updated: Json, managers: Managers, writer: ManagerKey): Managers {
  const { apiVersion, ignored } = merging;
  const id = managerId(writer);
  const { others, compared } = afterChange(merging, live, updated, known(merging, managers), id, true);
  const before = others.get(id)?.fields ?? noFields;
  const fields = recursiveDifference(union(union(difference(before, compared.removed), compared.modified), compared.added), ignored);
  const result = new Map(others);
  if (fields.size === 0) result.delete(id);
  else result.set(id, { key: writer, apiVersion, fields, time: managers.get(id)?.time });
  return result;
}

export interface Applied {
  /** Undefined: the object stays as it is, whatever became of the managers. */
  readonly object: Json | undefined;
  readonly managers: Managers;
}

/** Throws `ApplyConflicts` where others own what changes, unless forced. */
export function apply(merging: Merging, live: Json, config: Json, managers: Managers, writer: ManagerKey, force: boolean): Applied {
  const { schema, apiVersion, ignored } = merging;
  const id = managerId(writer);
  const before = known(merging, managers);
  const merged = merge(schema, live, config) ?? null;
  const last = before.get(id)?.fields ?? noFields;
  const fields = recursiveDifference(fieldsOf(schema, config), ignored);
  const after = new Map(before).set(id, { key: writer, apiVersion, fields, time: managers.get(id)?.time });
  const object = pruned(schema, merged, after, last);
  const { others } = afterChange(merging, live, object, after, id, force);
  return { object: sameJson(live, object) ? undefined : object, managers: others };
}

function known({ schema, apiVersion }: Merging, managers: Managers): Managers {
  const ofVersion = [...managers].filter(([, managed]) => managed.apiVersion === apiVersion);
  return new Map(ofVersion.map(([id, managed]) => [id, { ...managed, fields: reconciled(schema, managed.fields) }]));
}

/** Takes from the others what is changed by `writer`, and from everybody what is there no longer. */
function afterChange(
  { schema, ignored }: Merging,
  live: Json,
  next: Json,
  managers: Managers,
  writer: string,
  force: boolean,
): { readonly others: Managers; readonly compared: Comparison } {
  const compared = without(compare(schema, live, next), ignored);
  const changed = union(compared.modified, compared.added);
  const others = [...managers].filter(([id]) => id !== writer);
  const conflicts = others.flatMap(([, { key, fields }]) => {
    const both = intersection(fields, changed);
    return both.size === 0 ? [] : [{ manager: key, fields: both }];
  });
  if (!force && conflicts.length > 0) throw conflictsOf(conflicts);
  const lost = union(changed, compared.removed);
  const left = [...managers].map(([id, managed]): [string, Managed] =>
    id === writer ? [id, managed] : [id, { ...managed, fields: difference(managed.fields, lost) }],
  );
  return { others: new Map(left.filter(([, { fields }]) => fields.size > 0)), compared };
}

/** Without what the writer applied last time, applies no longer, and nobody else owns. */
function pruned(schema: Schema, merged: Json, managers: Managers, last: FieldSet): Json {
  if (last.size === 0) return merged;
  const named = (set: FieldSet): FieldSet => withNamedFields(schema, set);
  const all = named(fieldsOf(schema, merged));
  const owned = [...managers.values()].reduce((sum, { fields }) => union(sum, fields), noFields);
  const withoutLast = remove(schema, merged, named(last));
  const kept = union(named(fieldsOf(schema, withoutLast)), named(owned));
  const withOwned = remove(schema, merged, difference(all, kept));
  const dangling = intersection(difference(all, named(fieldsOf(schema, withOwned))), named(last));
  return remove(schema, merged, dangling);
}
