import { errors, type KafkaError } from "@millrace/protocol";
import type { ProducerIdentity } from "./coordinator.ts";

/** Stands for a request that is answered later, exactly once. The coordinator hands it back with the answer. */
export interface Ticket<Response> {
  readonly id: number;
  /** Never set: carries the type of the answer. */
  readonly answers?: Response;
}

/** An answer; its type is the ticket's, which `Outcome.reply` sees to. */
export interface Reply {
  readonly ticket: Ticket<unknown>;
  readonly response: unknown;
}

/** Starts a timer (one that has the same key is replaced), or stops it. */
export type TimerChange<TimedEvent> =
  | { readonly key: string; readonly afterMs: number; readonly event: TimedEvent }
  | { readonly key: string; readonly afterMs: undefined };

/** Something worth a line in the log. */
export interface Note {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * What an input asks of the coordinator's surroundings, in this order: append `records`; if that worked, hand each to `replay`; call
 * `appended` and treat what it returns the same way; then deliver replies, timers and notes of both. Replies and tasks wait until the
 * records are as durable as their topic asks for.
 */
export class Outcome<StoredRecord, TimedEvent, Task = never> {
  readonly records: StoredRecord[] = [];
  readonly replies: Reply[] = [];
  readonly timers: TimerChange<TimedEvent>[] = [];
  readonly notes: Note[] = [];
  /** What is to be done elsewhere, once the records are in the log. */
  readonly tasks: Task[] = [];
  /** Set: the records are part of this producer's transaction. */
  producer: ProducerIdentity | undefined;
  /** Whether the records may be spread over several batches. What answers a request is written whole or not at all. */
  divisible = false;
  /** Called once with the reason why the records could not be appended, or undefined if they were. */
  appended: ((refusal: KafkaError | undefined) => Outcome<StoredRecord, TimedEvent, Task>) | undefined;

  store(records: Iterable<StoredRecord>): void {
    for (const record of records) this.records.push(record);
  }

  reply<Response>(ticket: Ticket<Response>, response: Response): void {
    this.replies.push({ ticket, response });
  }

  startTimer(key: string, afterMs: number, event: TimedEvent): void {
    this.timers.push({ key, afterMs, event });
  }

  stopTimer(key: string): void {
    this.timers.push({ key, afterMs: undefined });
  }

  note(level: Note["level"], message: string, fields: Note["fields"]): void {
    this.notes.push({ level, message, fields });
  }
}

/** Answers one request at once. */
export function replied<Response>(ticket: Ticket<Response>, response: Response): Outcome<never, never> {
  const outcome = new Outcome<never, never>();
  outcome.reply(ticket, response);
  return outcome;
}

/** Answers once what the outcome asks for is in the log: at once if that is nothing. */
export function answerOnceStored<Response, StoredRecord, TimedEvent, Task>(
  outcome: Outcome<StoredRecord, TimedEvent, Task>,
  ticket: Ticket<Response>,
  response: Response,
  refused: (error: KafkaError) => Response,
): Outcome<StoredRecord, TimedEvent, Task> {
  if (outcome.records.length === 0) {
    outcome.reply(ticket, response);
    return outcome;
  }
  const { appended } = outcome;
  outcome.appended = (refusal) => {
    const next = appended?.(refusal) ?? new Outcome<StoredRecord, TimedEvent, Task>();
    next.reply(ticket, refusal === undefined ? response : refused(appendRefusal(refusal)));
    return next;
  };
  return outcome;
}

/** What a refused append means to a coordinator's clients. */
const appendRefusals: Readonly<Partial<Record<string, KafkaError>>> = {
  UNKNOWN_TOPIC_OR_PARTITION: errors.COORDINATOR_NOT_AVAILABLE,
  NOT_ENOUGH_REPLICAS: errors.COORDINATOR_NOT_AVAILABLE,
  REQUEST_TIMED_OUT: errors.COORDINATOR_NOT_AVAILABLE,
  NOT_LEADER_OR_FOLLOWER: errors.NOT_COORDINATOR,
  KAFKA_STORAGE_ERROR: errors.NOT_COORDINATOR,
  MESSAGE_TOO_LARGE: errors.UNKNOWN_SERVER_ERROR,
  RECORD_LIST_TOO_LARGE: errors.UNKNOWN_SERVER_ERROR,
  INVALID_FETCH_SIZE: errors.UNKNOWN_SERVER_ERROR,
};

export function appendRefusal(refusal: KafkaError): KafkaError {
  return appendRefusals[refusal.name] ?? refusal;
}
