import { MillraceError } from "@millrace/kit";

/** What an API server says of a request that it did not carry out (`meta/v1 Status`). */
export interface Status {
  readonly code: number;
  /** One word: `NotFound`, `AlreadyExists`, `Conflict`, `Expired`, … */
  readonly reason: string;
  readonly message: string;
}

/** An API server refused: REQUEST_FAILED with what it said. */
export class KubeRequestError extends MillraceError {
  readonly status: Status;

  constructor(status: Status, what: string) {
    super("REQUEST_FAILED", `${what}: ${status.message}`);
    this.name = "KubeRequestError";
    this.status = status;
  }
}

const hasCode =
  (code: number) =>
  (thrown: unknown): thrown is KubeRequestError =>
    thrown instanceof KubeRequestError && thrown.status.code === code;

export const isNotFound = hasCode(404);
/** Of a create: the name is taken. Of a change: somebody else was faster, or owns a field. */
export const isConflict = hasCode(409);
/** What was asked for is too old for the API server to know. */
export const isGone = hasCode(410);

/** The API server does not understand what was asked for. */
export const isInvalid = (thrown: unknown): thrown is KubeRequestError => hasCode(400)(thrown) || hasCode(422)(thrown);

/** Reads a refusal's body; what is no Status is quoted. */
export function statusOf(code: number, body: unknown, text: string): Status {
  const { reason, message } = isRecord(body) && body.kind === "Status" ? body : {};
  return {
    code,
    reason: typeof reason === "string" ? reason : "Unknown",
    message: typeof message === "string" && message !== "" ? message : `the server answered ${code}: ${text.slice(0, 200)}`,
  };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
