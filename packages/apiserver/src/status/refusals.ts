import type { JsonObject } from "../objects.ts";
import { type FieldError, fieldErrorBody, fieldErrorText } from "./field-error.ts";
import { type StatusCause, StatusError } from "./status.ts";

/** A resource (`kafkatopics`) or a kind (`KafkaTopic`) with its group; the core group is empty. */
export interface GroupName {
  readonly group: string;
  readonly name: string;
}

/** `kafkatopics.kafka.strimzi.io`; only `secrets` in the core group. */
function qualified({ group, name }: GroupName): string {
  return group === "" ? name : `${name}.${group}`;
}

const about = ({ group, name: kind }: GroupName, name: string) => ({ name, group, kind });

export function notFound(resource: GroupName, name: string): StatusError {
  return new StatusError(404, "NotFound", `${qualified(resource)} ${JSON.stringify(name)} not found`, about(resource, name));
}

export function alreadyExists(resource: GroupName, name: string): StatusError {
  return new StatusError(409, "AlreadyExists", `${qualified(resource)} ${JSON.stringify(name)} already exists`, about(resource, name));
}

export function conflict(resource: GroupName, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} ${JSON.stringify(name)}: ${why}`;
  return new StatusError(409, "Conflict", message, about(resource, name));
}

/** Fields that others manage are not taken from them without force. */
export function applyConflict(causes: readonly StatusCause[], message: string): StatusError {
  return new StatusError(409, "Conflict", message, { causes });
}

export function forbidden(resource: GroupName, name: string, why: string, causes?: readonly StatusCause[]): StatusError {
  const what = name === "" ? qualified(resource) : `${qualified(resource)} ${JSON.stringify(name)}`;
  const details = causes === undefined ? about(resource, name) : { ...about(resource, name), causes };
  return new StatusError(403, "Forbidden", `${what} is forbidden: ${why}`, details);
}

/** The same of a path that leads to no objects. */
export function forbiddenPath(why: string): StatusError {
  return new StatusError(403, "Forbidden", `forbidden: ${why}`, {});
}

/** `kind` is a kind, not a resource. Errors that say the same stand in the message once. */
export function invalid(kind: GroupName, name: string, errors: readonly FieldError[]): StatusError {
  const texts = [...new Set(errors.map(fieldErrorText))];
  const [only] = texts;
  const what = texts.length === 1 && only !== undefined ? only : `[${texts.join(", ")}]`;
  const causes = errors.map((error) => ({ reason: error.type, message: fieldErrorBody(error), field: error.field }));
  return new StatusError(422, "Invalid", `${qualified(kind)} ${JSON.stringify(name)} is invalid: ${what}`, {
    ...about(kind, name),
    causes,
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, "BadRequest", message);
}

export function unauthorized(): StatusError {
  return new StatusError(401, "Unauthorized", "Unauthorized");
}

/** What a client asked for is no longer known: it has to list again. */
export function expired(message: string, metadata: JsonObject = {}): StatusError {
  return new StatusError(410, "Expired", message, undefined, metadata);
}

export function methodNotAllowed(resource?: GroupName): StatusError {
  const details = resource === undefined ? {} : { group: resource.group, kind: resource.name };
  return new StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", details);
}

/** What a server says of a path that leads nowhere, below one that it knows. */
export function missing(): StatusError {
  return new StatusError(404, "NotFound", "the server could not find the requested resource", {});
}

export function internalError(message: string): StatusError {
  return new StatusError(500, "InternalError", `Internal error occurred: ${message}`, { causes: [{ message }] });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`;
  return new StatusError(415, "UnsupportedMediaType", message);
}

export function notAcceptable(accepted: readonly string[]): StatusError {
  return new StatusError(406, "NotAcceptable", `only the following media types are accepted: ${accepted.join(", ")}`);
}

/** The same for a path that knows by itself what it can answer with. */
export function notRouted(produced: readonly string[]): StatusError {
  const message = `406: Not Acceptable\n\nAvailable representations: ${produced.join(", ")}`;
  return new StatusError(406, "NotAcceptable", message, {});
}

export function entityTooLarge(limitBytes: number): StatusError {
  return new StatusError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${limitBytes}`);
}
