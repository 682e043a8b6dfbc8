import { entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject, sameJson } from "../objects.ts";
import type { Schema } from "../schema/schema.ts";
import type { StructuralSchema } from "../schema/structural.ts";
import { badRequest } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import { capped } from "./cap-managers.ts";
import { ApplyConflicts } from "./conflicts.ts";
import { union } from "./field-set.ts";
import { unchangedSinceLastApplied, withLastApplied } from "./last-applied.ts";
import { type Managed, type ManagerKey, type Managers, managerId, managerKey, noManagers, readManagers, withManagers } from "./managers.ts";
import { resetFields, type Subresource, withoutStripped } from "./stripped.ts";
import { type Applied, apply, type Merging, managersAfterUpdate } from "./structured-merge.ts";
import { typedErrors } from "./typed-errors.ts";

interface Write {
  /** Undefined: there is none yet. */
  readonly live: KubeObject | undefined;
  /** `fieldManager` of the request, or the first part of its `User-Agent`. */
  readonly manager: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly subresource: Subresource;
  /** Whether the kind has a status of its own, that the main endpoint leaves alone. */
  readonly hasStatus: boolean;
  /** RFC 3339, in seconds. */
  readonly now: string;
  readonly schema: StructuralSchema;
  /** What an object of the kind always has, be it empty: nobody's, whoever makes one. */
  readonly blank?: JsonObject | undefined;
}

export interface Update extends Write {
  /** What is to be stored, with defaults, before the server sets its own fields. */
  readonly updated: KubeObject;
}

export interface Apply extends Write {
  readonly applied: KubeObject;
  readonly force: boolean;
}

/** `updated` with who manages its fields after it was written by `manager`. */
export function trackUpdate(update: Update): KubeObject {
  const { updated, subresource } = update;
  const live = update.live ?? emptyOf(update);
  const managers = managersOf(live, updated, subresource);
  const plain = withManagers(updated, noManagers);
  // Objects that were stored without managers, or lost them, get some with the first apply only.
  if (managers.size === 0 && live.metadata.uid !== undefined) return plain;
  const key = managerKey(update.manager, "Update", update.apiVersion, subresource);
  const merging = mergingOf(update);
  const lenient = { duplicatesAllowed: true };
  if ([plain, live].some((object) => typedErrors(merging.schema, object, lenient) !== undefined)) return plain;
  return withManagers(plain, capped(managersAfter(merging, live, plain, managers, key, update.now)));
}

/** What is stored for `applied`, with its managers. Throws a conflict with what others manage; says nothing of whether it is valid. */
export function applyServerSide(request: Apply): KubeObject {
  const { applied, apiVersion, now } = request;
  const live = request.live ?? emptyOf(request);
  const merging = mergingOf(request);
  checkApplied(request, live, merging.schema);
  let managers: Managers;
  try {
    managers = readManagers(live.metadata.managedFields);
  } catch (error) {
    throw new StatusError(500, undefined, `failed to decode managed fields: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (managers.size === 0) {
    const before = managerKey("before-first-apply", "Update", apiVersion, request.subresource);
    managers = managersAfter(merging, emptyOf(request), withManagers(live, noManagers), managers, before, now);
  }
  const merged = applyOrRefuse(request, merging, live, managers);
  const object = merged.object === undefined ? withManagers(live, noManagers) : withoutEmptyMetadata(merged.object, live);
  const result = request.manager === "kubectl" ? withLastApplied(object, applied) : object;
  return withManagers(result, merged.managers);
}

function checkApplied({ applied, apiVersion, kind }: Apply, live: KubeObject, schema: Schema): void {
  if (applied.apiVersion !== apiVersion || applied.kind !== kind) throw badRequest(`invalid object type: ${kindText(applied)}`);
  if (isList(entryOf(applied.metadata, "managedFields"))) throw badRequest("metadata.managedFields must be nil");
  refuseUntyped("patch", applied, typedErrors(schema, applied, { duplicatesAllowed: false }));
  refuseUntyped("live", live, typedErrors(schema, live, { duplicatesAllowed: true }));
}

function refuseUntyped(which: string, object: KubeObject, errors: string | undefined): void {
  if (errors === undefined) return;
  const { namespace = "", name = "" } = object.metadata;
  throw new StatusError(500, undefined, `failed to create typed ${which} object (${namespace}/${name}; ${kindText(object)}): ${errors}`);
}

/** A group, version and kind as Go prints them. */
/** Both may be of any type: nobody has looked at them yet. */
const kindText = ({ apiVersion, kind }: JsonObject): string => {
  const version = typeof apiVersion === "string" ? apiVersion : "";
  return `${version.includes("/") ? version : `/${version}`}, Kind=${typeof kind === "string" ? kind : ""}`;
};

function applyOrRefuse(request: Apply, merging: Merging, live: KubeObject, managers: Managers): Applied {
  const { applied, manager, force, now } = request;
  const key = managerKey(manager, "Apply", request.apiVersion, request.subresource);
  const run = (forced: boolean): Applied => {
    const result = apply(merging, live, applied, managers, key, forced);
    const settled = settle(result.managers, key, result.object === undefined ? undefined : now);
    return { object: result.object, managers: settled };
  };
  try {
    return run(force);
  } catch (error) {
    if (!(error instanceof ApplyConflicts)) throw error;
    const left = manager === "kubectl" ? error.beyond(unchangedSinceLastApplied(merging.schema, live)) : error;
    if (left) throw left.refusal();
    return run(true);
  }
}

/** The writer's fields without those that are nobody's; the time when something was written. */
function settle(managers: Managers, key: ManagerKey, time: string | undefined): Managers {
  const id = managerId(key);
  const managed = managers.get(id);
  if (!managed) return managers;
  const fields = withoutStripped(managed.fields);
  const result = new Map(managers);
  if (fields.size === 0) result.delete(id);
  else result.set(id, { ...managed, fields, time: time ?? managed.time });
  return result;
}

/** Each update is reckoned by itself, and added to what its manager had. */
function managersAfter(merging: Merging, live: Json, updated: Json, managers: Managers, key: ManagerKey, now: string): Managers {
  const current: ManagerKey = { manager: "current-operation", operation: "Update" };
  const result = new Map(settle(managersAfterUpdate(merging, live, updated, managers, current), current, undefined));
  const written = result.get(managerId(current));
  if (!written) return result;
  result.delete(managerId(current));
  const before: Managed | undefined = result.get(managerId(key));
  const fields = before ? union(written.fields, before.fields) : written.fields;
  return result.set(managerId(key), { key, apiVersion: merging.apiVersion, fields, time: now });
}

/** Managers as a client sent them, when it did so; otherwise those of the stored object. Unreadable ones count as none. */
function managersOf(live: KubeObject, updated: KubeObject, subresource: Subresource): Managers {
  const sent: Json | undefined = subresource === "" ? entryOf(updated.metadata, "managedFields") : undefined;
  if (isReset(sent)) return noManagers;
  return readOr(sent, noManagers, true) ?? readOr(live.metadata.managedFields, noManagers, false) ?? noManagers;
}

function readOr(entries: Json | undefined, otherwise: Managers, mustHaveSome: boolean): Managers | undefined {
  try {
    const managers = readManagers(entries);
    return mustHaveSome && managers.size === 0 ? undefined : managers;
  } catch {
    return mustHaveSome ? undefined : otherwise;
  }
}

/** An empty list, or one empty entry, takes away all managers. */
function isReset(entries: Json | undefined): boolean {
  if (!isList(entries)) return false;
  return entries.length === 0 || (entries.length === 1 && isJsonObject(entries[0]) && sameJson(entries[0], {}));
}

const mergingOf = ({ schema, apiVersion, subresource, hasStatus }: Write): Merging => ({
  schema: schema.whole,
  apiVersion,
  ignored: resetFields(subresource, hasStatus),
});

const emptyOf = ({ apiVersion, kind, blank = {} }: Write): KubeObject => ({ ...blank, apiVersion, kind, metadata: {} });

/** Merging leaves null where a map or list has become empty: in metadata such fields aren't there. */
function withoutEmptyMetadata(object: Json, live: KubeObject): KubeObject {
  const { apiVersion, kind } = live;
  const merged = isJsonObject(object) ? object : {};
  const metadata = entryOf(merged, "metadata");
  const kept = Object.entries(isJsonObject(metadata) ? metadata : {}).filter(
    ([, value]) => typeof value !== "object" || (value !== null && Object.keys(value).length > 0),
  );
  return { ...merged, apiVersion, kind, metadata: Object.fromEntries(kept) };
}
