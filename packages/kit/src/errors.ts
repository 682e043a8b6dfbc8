/** Every operating failure has one of these codes; a new failure gets a new row here. */
export type ErrorCode =
  | "ADDRESS_IN_USE"
  | "AUTHENTICATION_FAILED"
  | "CLUSTER_LIMIT"
  | "CONFIG_INVALID"
  | "CONNECTION_FAILED"
  | "CONNECTION_CLOSED"
  | "DATA_CORRUPT"
  | "DATA_FORMAT_UNKNOWN"
  | "DATA_LOCKED"
  | "FILE_UNREADABLE"
  | "IO_FAILED"
  | "NOT_FOUND"
  | "PROTOCOL_VIOLATION"
  | "REQUEST_FAILED"
  | "RESOURCE_CONFLICT"
  | "RESOURCES_INVALID"
  | "TIMED_OUT"
  | "UNSUPPORTED_VERSION"
  | "USAGE";

/**
 * A failure of operation: something outside the program is not as it has to be, and a person can do something about it.
 * Outcomes that the Kafka protocol names are rows of its error table and are returned, not thrown; broken invariants are `assert`.
 */
export class MillraceError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do about it, in one sentence. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "MillraceError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` that Node puts on system errors (`ENOENT`, `EADDRINUSE`, …), if there is one. */
export function systemCodeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}
