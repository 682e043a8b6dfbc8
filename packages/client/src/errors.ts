import { MillraceError } from "@millrace/kit";
import { errorByCode, type KafkaError } from "@millrace/protocol";

/** Where an outcome that the protocol names has to end an operation: REQUEST_FAILED with the row of Kafka's error table. */
export class RequestFailedError extends MillraceError {
  readonly error: KafkaError;

  constructor(message: string, error: KafkaError, options: { hint?: string } = {}) {
    super("REQUEST_FAILED", message, options);
    this.name = "RequestFailedError";
    this.error = error;
  }
}

/** What to do about outcomes that the error's own words don't tell. */
const hints: { readonly [Name in KafkaError["name"]]?: string } = {
  UNKNOWN_TOPIC_OR_PARTITION: "is the topic's name right? topics may have to be created first",
  MESSAGE_TOO_LARGE: "raise max.message.bytes of the topic, or send smaller records",
  NOT_ENOUGH_REPLICAS: "too few replicas are in sync for min.insync.replicas",
  COORDINATOR_NOT_AVAILABLE: "the broker may still be starting",
  NON_EMPTY_GROUP: "stop the group's members first",
  TOPIC_AUTHORIZATION_FAILED: "the user lacks a permission on the topic",
  GROUP_AUTHORIZATION_FAILED: "the user lacks a permission on the group",
};

/** What failed, with the error's name and the broker's own words if it sent any. */
export function requestFailed(what: string, error: KafkaError | number, brokersMessage?: string | null): RequestFailedError {
  const row = typeof error === "number" ? errorByCode(error) : error;
  const reason = brokersMessage ? brokersMessage : row.message;
  const hint = hints[row.name];
  return new RequestFailedError(`${what}: ${row.name}: ${reason}`, row, hint === undefined ? {} : { hint });
}

/** The client was closed while something was going on or before it began. */
export class ClientClosedError extends MillraceError {
  constructor() {
    super("CONNECTION_CLOSED", "the client was closed");
    this.name = "ClientClosedError";
  }
}

const passingCodes: ReadonlySet<string> = new Set(["CONNECTION_FAILED", "CONNECTION_CLOSED", "TIMED_OUT"]);

/** Whether `thrown` may well not happen again: the network or a broker was away. */
export function isPassing(thrown: unknown): thrown is MillraceError {
  return thrown instanceof MillraceError && passingCodes.has(thrown.code) && !(thrown instanceof ClientClosedError);
}

/** Whether another attempt may go better: as `isPassing`, or the broker gave a reason that passes. */
export function isRetriable(thrown: unknown): thrown is MillraceError {
  return isPassing(thrown) || (thrown instanceof RequestFailedError && thrown.error.retriable);
}
