import type { ResourceKind } from "../kinds/kind.ts";
import { kindName, resourceName } from "../kinds/table.ts";
import { labelProblems, subdomainProblems } from "../metadata/names.ts";
import { validateMetadata } from "../metadata/validate-metadata.ts";
import { type KubeObject, withMetadata } from "../objects.ts";
import { alreadyExists, badRequest, forbidden, invalid, notFound } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";
import { schemaErrors } from "./field-rules.ts";
import type { WriteOptions } from "./options.ts";
import { type Parts, timestamp } from "./parts.ts";
import { keyOf, type Target } from "./route.ts";

/** What generated names end in: letters and digits that make no words. */
const suffixLetters = "bcdfghjklmnpqrstvwxz2456789";
const generatedNameBytesMax = 63 - 5;

/** The object as it was sent, for whoever adds to it before the server does. */
export type Track = (object: KubeObject) => Promise<KubeObject> | KubeObject;

/** Makes a new object. Throws what a server says of one that cannot be. */
export async function createObject(
  parts: Parts,
  target: Target,
  given: KubeObject,
  options: WriteOptions,
  track: Track,
): Promise<KubeObject> {
  const { kind } = target;
  const placed = withNamespace(given, target);
  const named = withName(placed, parts);
  const { name = "", namespace } = named.metadata;
  if (named.metadata.resourceVersion !== undefined)
    throw new StatusError(500, undefined, "resourceVersion should not be set on objects to be created");
  const object = prepareNew(await track(named), kind, parts);
  const errors = [
    ...validateMetadata(object, kind.namespaced, kind.bucket === "namespaces" ? labelProblems : subdomainProblems),
    ...(await schemaErrors(object, undefined, kind)),
    ...(kind.strategy?.validate?.(object, undefined) ?? []),
  ];
  refuseMissingNamespace(parts, target, name, namespace);
  if (errors.length > 0) throw invalid(kindName(kind), name, errors);
  const key = keyOf(namespace, name);
  const stored = kind.conversion?.toStored(object) ?? object;
  if (options.dryRun) {
    const held = parts.store.get(kind.bucket, key);
    if (held !== undefined) throw taken(given, kind, name, held);
    return object;
  }
  const done = parts.store.put(kind.bucket, key, stored, undefined);
  if (done === undefined) throw taken(given, kind, name, parts.store.get(kind.bucket, key));
  const made = await done;
  return kind.conversion?.fromStored(made) ?? made;
}

function taken(given: KubeObject, kind: ResourceKind, name: string, held: KubeObject | undefined): StatusError {
  const plain = alreadyExists(resourceName(kind), name);
  if (held?.metadata.deletionTimestamp !== undefined) {
    return new StatusError(409, "AlreadyExists", `object is being deleted: ${plain.message}`, plain.status.details);
  }
  if ((given.metadata.name ?? "") !== "" || given.metadata.generateName === undefined) return plain;
  const message = `${plain.message}, the server was not able to generate a unique name for the object`;
  return new StatusError(409, "AlreadyExists", message, { ...plain.status.details, retryAfterSeconds: 1 });
}

/** The namespace is that of the path; another one in the object is refused. */
export function withNamespace(object: KubeObject, { kind, namespace }: Target): KubeObject {
  const own = object.metadata.namespace;
  if (!kind.namespaced) return own === undefined ? object : withMetadata(object, { namespace: undefined });
  if (own !== undefined && own !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  return own === namespace ? object : withMetadata(object, { namespace });
}

function withName(object: KubeObject, { random }: Parts): KubeObject {
  const { name, generateName } = object.metadata;
  if (name !== undefined || generateName === undefined) return object;
  const suffix = Array.from({ length: 5 }, () => suffixLetters[random.below(suffixLetters.length)]).join("");
  return withMetadata(object, { name: generateName.slice(0, generatedNameBytesMax) + suffix });
}

/** Fills in what the server decides about a new object. */
function prepareNew(object: KubeObject, kind: ResourceKind, { clock, random }: Parts): KubeObject {
  const withSystemFields = withMetadata(object, {
    uid: random.memberSuffix(),
    creationTimestamp: timestamp(clock),
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    selfLink: undefined,
    generation: kind.custom ? 1 : undefined,
  });
  if (!kind.custom || !kind.status) return kind.strategy?.prepare?.(withSystemFields, undefined) ?? withSystemFields;
  // Status is written by its own door only.
  const { status, ...rest } = withSystemFields;
  return rest as KubeObject;
}

/** Things are made in namespaces that are there, and not in those that are about to go. */
function refuseMissingNamespace({ store }: Parts, { kind }: Target, name: string, namespace = ""): void {
  if (!kind.namespaced) return;
  const found = store.get("namespaces", keyOf("", namespace));
  if (found === undefined) throw notFound({ group: "", name: "namespaces" }, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const causes = [{ reason: "NamespaceTerminating", message: `namespace ${namespace} is being terminated`, field: "metadata.namespace" }];
  throw forbidden(resourceName(kind), name, why, causes);
}
