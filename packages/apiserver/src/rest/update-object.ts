import type { ResourceKind } from "../kinds/kind.ts";
import { kindName, resourceName } from "../kinds/table.ts";
import { validateMetadataUpdate } from "../metadata/validate-metadata.ts";
import { type KubeObject, type ManagedFieldsEntry, sameJson, withMetadata } from "../objects.ts";
import { conflict, invalid, notFound } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import { withNamespace } from "./create-object.ts";
import { schemaErrors } from "./field-rules.ts";
import type { WriteOptions } from "./options.ts";
import type { Parts } from "./parts.ts";
import { keyOf, type Target } from "./route.ts";

const modified = "the object has been modified; please apply your changes to the latest version and try again";
/** How often a patch is tried again when somebody else was quicker. */
const attemptsMax = 5;

export interface Change {
  /** What an object is to become. */
  readonly change: (current: KubeObject) => Promise<KubeObject> | KubeObject;
  /** Adds the managed fields. They are of all that was sent, even of what this door does not take. */
  readonly track: (changed: KubeObject, current: KubeObject) => Promise<KubeObject> | KubeObject;
  /** What to do where there is nothing to change; undefined: 404. */
  readonly create?: () => Promise<KubeObject>;
  /** A patch that changes the uid is wrong, where an update by another uid means another object. */
  readonly isPatch?: boolean;
}

/** Changes an object that is there. The result says whether it had to be made. */
export async function updateObject(
  parts: Parts,
  target: Target,
  options: WriteOptions,
  { change, track, create, isPatch = false }: Change,
): Promise<{ readonly object: KubeObject; readonly created: boolean }> {
  const { kind, name = "" } = target;
  const key = keyOf(target.namespace, name);
  for (let attempt = 1; ; attempt++) {
    const stored = parts.store.get(kind.bucket, key);
    if (stored === undefined) {
      if (create !== undefined) return { object: await create(), created: true };
      await parts.store.durable();
      throw notFound(resourceName(kind), name);
    }
    const current = kind.conversion?.fromStored(stored) ?? stored;
    const wanted = withNamespace(await change(current), target);
    refuseStale(wanted, current, kind, isPatch);
    const prepared = prepareUpdate(await track(wanted, current), current, target);
    const object = withoutNewTimes(prepared, current);
    await validateUpdate(object, current, target);
    if (sameJson(object, current)) {
      await parts.store.durable();
      return { object: current, created: false };
    }
    if (options.dryRun) return { object, created: false };
    const done = writeBack(parts, kind, key, object, stored);
    if (done !== undefined) return { object: await done, created: false };
    if (attempt === attemptsMax) throw conflict(resourceName(kind), name, modified);
  }
}

/** Stores what an object has become, unless somebody was quicker. */
function writeBack(
  { store }: Parts,
  kind: ResourceKind,
  key: string,
  object: KubeObject,
  stored: KubeObject,
): Promise<KubeObject> | undefined {
  // What goes is shown as it would have become, in the version that it had.
  if (isFinished(object, kind)) return store.remove(kind.bucket, key, stored)?.then(() => object);
  const done = store.put(kind.bucket, key, kind.conversion?.toStored(object) ?? object, stored);
  return done?.then((result) => kind.conversion?.fromStored(result) ?? result);
}

/** Who changes what he has not seen the latest of is refused; built-in kinds may do without having seen anything. */
function refuseStale({ metadata }: KubeObject, { metadata: current }: KubeObject, kind: ResourceKind, isPatch: boolean): void {
  const name = current.name ?? "";
  if (!isPatch && metadata.uid !== undefined && metadata.uid !== current.uid) {
    const path = [kind.group, kind.plural, current.namespace, name].filter((part) => part !== undefined && part !== "").join("/");
    const why = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${current.uid ?? ""}`;
    throw conflict(
      resourceName(kind),
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/${path}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
    );
  }
  const { resourceVersion = "0" } = metadata;
  if (!/^\d+$/.test(resourceVersion)) {
    const quoted = JSON.stringify(resourceVersion);
    throw new StatusError(500, undefined, `strconv.ParseUint: parsing ${quoted}: invalid syntax`);
  }
  if (Number(resourceVersion) === 0) {
    if (kind.updatesBlindly) return;
    const error = {
      type: "FieldValueInvalid",
      field: "metadata.resourceVersion",
      value: 0,
      detail: "must be specified for an update",
    } as const;
    throw invalid(resourceName(kind), name, [error]);
  }
  if (resourceVersion !== current.resourceVersion) throw conflict(resourceName(kind), name, modified);
}

/** Puts back what this door cannot change, and counts changes of what is declared. */
function prepareUpdate(wanted: KubeObject, current: KubeObject, { kind, subresource }: Target): KubeObject {
  const { metadata: kept } = current;
  if (subresource === "status") return withMetadata(statusOf(wanted, current), { managedFields: wanted.metadata.managedFields });
  if (subresource === "finalize") return { ...current, ...(wanted.spec === undefined ? {} : { spec: wanted.spec }) };
  const keptFields = withMetadata(wanted, {
    uid: wanted.metadata.uid ?? kept.uid,
    resourceVersion: kept.resourceVersion,
    creationTimestamp: kept.creationTimestamp,
    deletionTimestamp: kept.deletionTimestamp ?? wanted.metadata.deletionTimestamp,
    deletionGracePeriodSeconds: kept.deletionGracePeriodSeconds,
    generation: kept.generation,
    selfLink: undefined,
  });
  if (!kind.custom) return kind.strategy?.prepare?.(keptFields, current) ?? keptFields;
  const prepared = kind.status ? withStatus(keptFields, current) : keptFields;
  if (sameJson({ ...prepared, metadata: null }, { ...current, metadata: null })) return prepared;
  return withMetadata(prepared, { generation: (kept.generation ?? 0) + 1 });
}

function withStatus(object: KubeObject, from: KubeObject): KubeObject {
  const { status, ...rest } = object;
  return { ...rest, ...(from.status === undefined ? {} : { status: from.status }) } as KubeObject;
}

const statusOf = (wanted: KubeObject, current: KubeObject): KubeObject => withStatus(current, wanted);

/** Who manages what is not news if only its time is. */
function withoutNewTimes(object: KubeObject, current: KubeObject): KubeObject {
  const untimed = (entries: readonly ManagedFieldsEntry[] = []) => entries.map(({ time, ...entry }) => entry);
  if (!sameJson(untimed(object.metadata.managedFields), untimed(current.metadata.managedFields))) return object;
  const kept = withMetadata(object, { managedFields: current.metadata.managedFields });
  return sameJson(kept, current) ? current : object;
}

async function validateUpdate(object: KubeObject, current: KubeObject, { kind, subresource }: Target): Promise<void> {
  // Kubernetes looks at metadata twice: for all kinds, and for each.
  const ofMetadata = validateMetadataUpdate(object, current);
  const errors = [
    ...ofMetadata,
    ...ofMetadata,
    ...(await schemaErrors(object, current, kind, subresource)),
    ...(kind.strategy?.validate?.(object, current) ?? []),
  ];
  if (errors.length > 0) throw invalid(kindName(kind), object.metadata.name ?? "", errors);
}

/** An object on its way out goes when nobody has anything left to do about it. */
function isFinished({ metadata, spec }: KubeObject, kind: ResourceKind): boolean {
  if (metadata.deletionTimestamp === undefined || (metadata.finalizers ?? []).length > 0) return false;
  if (kind.bucket !== "namespaces") return true;
  const finalizers = typeof spec === "object" && spec !== null && "finalizers" in spec ? spec.finalizers : undefined;
  return !Array.isArray(finalizers) || finalizers.length === 0;
}
