import type { JsonObject } from "../objects.ts";

/** Why a request was refused, as clients tell refusals apart. */
export type StatusReason =
  | "Unauthorized"
  | "Forbidden"
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Invalid"
  | "Timeout"
  | "BadRequest"
  | "MethodNotAllowed"
  | "NotAcceptable"
  | "RequestEntityTooLarge"
  | "UnsupportedMediaType"
  | "InternalError"
  | "Expired"
  | "ServiceUnavailable";

export interface StatusCause extends JsonObject {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails extends JsonObject {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** The object of kind `Status`: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Status extends JsonObject {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: JsonObject;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: StatusReason;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** A refusal on its way to whoever asked: an outcome, never a failure of the server. `refuse` of `refusals.ts` makes them. */
export class StatusError extends Error {
  readonly status: Status;
  readonly code: number;

  constructor(code: number, reason: StatusReason | undefined, message: string, details?: StatusDetails, metadata: JsonObject = {}) {
    super(message);
    this.name = "StatusError";
    this.code = code;
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata,
      status: "Failure",
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details: withoutEmpty(details) }),
      code,
    };
  }
}

/** The path leads nowhere, and is answered as a stranger's. */
export class NowhereError extends Error {}

/** What was done, where there is no object to answer with. */
export function success(details: StatusDetails): Status {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details: withoutEmpty(details) };
}

function withoutEmpty(details: StatusDetails): StatusDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined && value !== ""));
}
