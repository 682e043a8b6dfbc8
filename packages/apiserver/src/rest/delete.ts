import type { ApiRequest } from "../api.ts";
import type { ResourceKind } from "../kinds/kind.ts";
import { resourceName } from "../kinds/table.ts";
import { isJsonObject, type JsonObject, type KubeObject, withMetadata } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";
import { conflict, forbidden, invalid, notFound } from "../status/refusals.ts";
import { StatusError, success } from "../status/status.ts";
import { decodeBody } from "./decode.ts";
import { dryRunErrors } from "./options.ts";
import { type Parts, timestamp } from "./parts.ts";
import { keyOf, type Target } from "./route.ts";
import { Undecodable } from "./undecodable.ts";

export type Propagation = "Background" | "Foreground" | "Orphan";

export interface DeleteOptions {
  readonly dryRun: boolean;
  /** Undefined: as the object's finalizers have it, else in the background. */
  readonly propagation: Propagation | undefined;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
}

const foreground = "foregroundDeletion";
const orphan = "orphan";
const policies: readonly string[] = ["Foreground", "Background", "Orphan"];
/** These namespaces cannot go. */
const immortal: readonly string[] = ["default", "kube-system", "kube-public"];

/** Reads a body of kind `DeleteOptions`, or the query where there is none. */
export async function deleteOptions(request: ApiRequest): Promise<DeleteOptions> {
  const { body, query, headers } = request;
  const given = body === undefined || body.length === 0 ? fromQuery(query) : await fromBody(body, headers["content-type"]);
  const { propagationPolicy, orphanDependents } = given;
  const dryRun = Array.isArray(given.dryRun) ? given.dryRun.map(String) : [];
  const errors: FieldError[] = [];
  if (typeof orphanDependents === "boolean" && propagationPolicy !== undefined) {
    const detail = "orphanDependents and deletionPropagation cannot be both set";
    errors.push({ type: "FieldValueInvalid", field: "propagationPolicy", value: propagationPolicy, detail });
  }
  if (propagationPolicy !== undefined && !policies.includes(String(propagationPolicy))) {
    const detail = 'supported values: "Foreground", "Background", "Orphan", "nil"';
    errors.push({ type: "FieldValueNotSupported", field: "propagationPolicy", value: propagationPolicy, detail });
  }
  errors.push(...dryRunErrors(dryRun));
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", name: "DeleteOptions" }, "", errors);
  const preconditions = isJsonObject(given.preconditions) ? given.preconditions : {};
  const byFlag = typeof orphanDependents === "boolean" ? (orphanDependents ? "Orphan" : "Background") : undefined;
  return {
    dryRun: dryRun.includes("All"),
    propagation: (propagationPolicy as Propagation | undefined) ?? byFlag,
    uid: textOf(preconditions.uid),
    resourceVersion: textOf(preconditions.resourceVersion),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function fromQuery(query: URLSearchParams): JsonObject {
  const orphanDependents = query.get("orphanDependents");
  const propagationPolicy = query.get("propagationPolicy");
  return {
    dryRun: query.getAll("dryRun"),
    ...(propagationPolicy === null ? {} : { propagationPolicy }),
    ...(orphanDependents === null ? {} : { orphanDependents: orphanDependents !== "false" }),
  };
}

async function fromBody(body: Buffer, contentType: string | undefined): Promise<JsonObject> {
  try {
    const { value } = await decodeBody(body, contentType);
    if (isJsonObject(value)) {
      const { kind = "DeleteOptions", apiVersion = "v1" } = value;
      if (kind === "DeleteOptions") return value;
      const why = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`;
      throw new StatusError(500, undefined, `${why} in scheme "pkg/runtime/scheme.go:110"`);
    }
  } catch (failure) {
    if (!(failure instanceof Undecodable)) throw failure;
    throw new StatusError(500, undefined, `couldn't get version/kind; json parse error: ${failure.message}`);
  }
  throw new StatusError(500, undefined, "couldn't get version/kind; json parse error: json: cannot unmarshal into Go value");
}

/** Removes an object, or says that it is to go when its finalizers are done. Answers with what a server shows then. */
export async function deleteObject(parts: Parts, target: Target, options: DeleteOptions): Promise<JsonObject> {
  const { kind, name = "" } = target;
  const key = keyOf(target.namespace, name);
  for (;;) {
    const current = parts.store.get(kind.bucket, key);
    if (current === undefined) {
      await parts.store.durable();
      throw notFound(resourceName(kind), name);
    }
    refusePreconditions(current, kind, options);
    if (kind.bucket === "namespaces") {
      if (immortal.includes(name)) throw forbidden(resourceName(kind), name, "this namespace may not be deleted");
    }
    const next = marked(current, kind, options, timestamp(parts.clock));
    if (next === current) {
      await parts.store.durable();
      return kind.conversion?.fromStored(current) ?? current;
    }
    if (options.dryRun) return outcome(next ?? current, next !== undefined, kind);
    const done = next === undefined ? parts.store.remove(kind.bucket, key, current) : parts.store.put(kind.bucket, key, next, current);
    if (done !== undefined) return outcome(await done, next !== undefined, kind);
  }
}

/** An object that stays for now is shown; one that is gone only by name, but for kinds that always show it. */
function outcome(object: KubeObject, stays: boolean, kind: ResourceKind): JsonObject {
  if (stays || kind.kind === "ServiceAccount") return kind.conversion?.fromStored(object) ?? object;
  const { name, uid } = object.metadata;
  return success({ ...(name === undefined ? {} : { name }), group: kind.group, kind: kind.plural, ...(uid === undefined ? {} : { uid }) });
}

function refusePreconditions({ metadata }: KubeObject, kind: ResourceKind, { uid, resourceVersion }: DeleteOptions): void {
  const about = { group: kind.group, name: kind.kind };
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid ?? ""}). The object might have been deleted and then recreated`;
    throw conflict(about, metadata.name ?? "", why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion ?? ""}). The object might have been modified`;
    throw conflict(about, metadata.name ?? "", why);
  }
}

/** The object with the mark that it is to go; itself if it has it already; undefined if it can go at once. */
function marked(object: KubeObject, kind: ResourceKind, { propagation }: DeleteOptions, now: string): KubeObject | undefined {
  const { metadata } = object;
  const finalizers = finalizersOf(metadata.finalizers ?? [], kind, propagation);
  const isNamespace = kind.bucket === "namespaces";
  if (finalizers.length === 0 && !isNamespace) return undefined;
  const same = finalizers.length === (metadata.finalizers ?? []).length && finalizers.every((each) => metadata.finalizers?.includes(each));
  if (metadata.deletionTimestamp !== undefined && same) return isNamespace && isEmptied(object) ? undefined : object;
  const next = withMetadata(object, {
    finalizers: finalizers.length === 0 ? undefined : finalizers,
    deletionTimestamp: metadata.deletionTimestamp ?? now,
    ...(isNamespace ? {} : { deletionGracePeriodSeconds: 0 }),
    ...(metadata.generation === undefined || metadata.deletionTimestamp !== undefined ? {} : { generation: metadata.generation + 1 }),
  });
  return isNamespace ? { ...next, status: { ...(isJsonObject(next.status) ? next.status : {}), phase: "Terminating" } } : next;
}

function isEmptied({ metadata, spec }: KubeObject): boolean {
  const held = isJsonObject(spec) ? spec.finalizers : undefined;
  return (metadata.finalizers ?? []).length === 0 && (!Array.isArray(held) || held.length === 0);
}

/** The garbage collector's own finalizers say what becomes of dependents. Events have none. */
function finalizersOf(finalizers: readonly string[], kind: ResourceKind, propagation: Propagation | undefined): readonly string[] {
  if (propagation === undefined || kind.bucket === "events") return finalizers;
  const others = finalizers.filter((each) => each !== foreground && each !== orphan);
  if (propagation === "Foreground") return [...others, foreground];
  return propagation === "Orphan" ? [...others, orphan] : others;
}
