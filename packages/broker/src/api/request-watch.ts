import { type Clock, type Logger, type LogLevel, messageOf } from "@millrace/kit";
import { errorByCode, errors, type KafkaError, ZERO_UUID } from "@millrace/protocol";
import type { ApiCounts } from "../metrics/api-counts.ts";
import type { BrokerCounts } from "../metrics/broker-counts.ts";
import type { Request, UnreadableRequest } from "./dispatcher.ts";
import { type ConnectionFacts, noReply } from "./handler.ts";
import { LogLimit } from "./log-limit.ts";
import { shortened } from "./shortened.ts";

/** Something in a reply that was refused. */
interface Refusal {
  readonly error: KafkaError;
  readonly at: object;
  readonly around: object;
  count: number;
}

/** What the broker itself is to blame for. */
const faults: ReadonlySet<KafkaError> = new Set([errors.UNKNOWN_SERVER_ERROR, errors.KAFKA_STORAGE_ERROR]);
/** What clients meet in the normal course of things, and deal with, beside what they retry. */
const normal: ReadonlySet<KafkaError> = new Set([
  errors.MEMBER_ID_REQUIRED,
  errors.REBALANCE_IN_PROGRESS,
  errors.FETCH_SESSION_ID_NOT_FOUND,
  errors.UNSUPPORTED_VERSION,
]);

function levelOf(error: KafkaError): LogLevel {
  if (faults.has(error)) return "error";
  return error.retriable || normal.has(error) ? "debug" : "info";
}

/** Sees every request and its answer: counts them, and logs what was refused or failed, with who asked for what. */
export class RequestWatch {
  readonly #counts: BrokerCounts;
  readonly #logger: Logger;
  readonly #limit: LogLimit;
  readonly #byKey = new Map<number, ApiCounts>();
  readonly #refusals: Refusal[] = [];
  #current: ApiCounts | undefined;

  constructor({ counts, logger, clock }: { counts: BrokerCounts; logger: Logger; clock: Clock }) {
    this.#counts = counts;
    this.#logger = logger.named("kafka.request.logger");
    this.#limit = new LogLimit(clock, this.#logger);
  }

  /** Times are the clock's monotonic milliseconds: when the request had come, was begun, was handled, and had its answer. */
  answered(
    request: Request,
    connection: ConnectionFacts,
    reply: unknown,
    receivedMs: number,
    startedMs: number,
    handledMs: number,
    doneMs: number,
  ): void {
    const { api } = request.handler;
    const counts = this.#of(api.key, api.name);
    counts.answered(request.version, request.bytes, receivedMs, startedMs, handledMs, doneMs);
    if (reply !== noReply) {
      this.#current = counts;
      api.response.eachError?.(reply as never, request.version, this.#onError);
    }
    if (this.#refusals.length > 0) this.#logRefusals(request, connection);
    if (this.#logger.isEnabled("debug")) this.#logger.debug("request", { ...whoOf(request, connection), ms: doneMs - receivedMs });
  }

  /** A client is held back because of a quota. */
  throttled({ handler: { api } }: Request, throttleMs: number, nowMs: number): void {
    this.#of(api.key, api.name).throttled(throttleMs, nowMs);
  }

  /** A handler threw. */
  failed(request: Request, connection: ConnectionFacts, error: unknown): void {
    const who = whoOf(request, connection);
    if (!this.#limit.admits(`${who.api} failed: ${messageOf(error)}`)) return;
    this.#logger.error("a request failed", { ...who, ...subjectOf(request.body), error: error instanceof Error ? error.stack : error });
  }

  /** A connection is closed because of what came over it: `about` says who asked for what, as far as that could be read. */
  closed({ id, remoteHost, listener }: ConnectionFacts, reason: string, about: UnreadableRequest["about"] = {}): void {
    if (!this.#limit.admits(`${remoteHost}: ${reason}`)) return;
    const { client } = about;
    const who = typeof client === "string" ? { ...about, client: shortened(client) } : about;
    this.#logger.warn("connection closed", { connection: id, remote: remoteHost, listener: listener.name, ...who, reason });
  }

  close(): void {
    this.#limit.close();
  }

  #of(key: number, name: string): ApiCounts {
    const found = this.#byKey.get(key);
    if (found !== undefined) return found;
    const counts = this.#counts.api(name);
    this.#byKey.set(key, counts);
    return counts;
  }

  readonly #onError = (code: number, at: object, around: object): void => {
    this.#current?.outcome(code);
    if (code === 0) return;
    const known = this.#refusals.find(({ error }) => error.code === code);
    if (known !== undefined) known.count++;
    else this.#refusals.push({ error: errorByCode(code), at, around, count: 1 });
  };

  #logRefusals(request: Request, connection: ConnectionFacts): void {
    for (const { error, at, around, count } of this.#refusals.splice(0)) {
      const level = levelOf(error);
      const who = this.#logger.isEnabled(level) ? whoOf(request, connection) : undefined;
      if (who === undefined || !this.#limit.admits(`${who.client} ${who.api} ${error.name}`)) continue;
      const subject = { ...subjectOf(request.body), ...subjectOf(around), ...subjectOf(at) };
      this.#logger[level]("request refused", { ...who, error: error.name, ...(count > 1 ? { count } : {}), ...subject });
    }
  }
}

function whoOf({ handler, version, clientId }: Request, { id, remoteHost, listener }: ConnectionFacts) {
  return {
    connection: id,
    remote: remoteHost,
    listener: listener.name,
    client: clientId === null ? null : shortened(clientId),
    api: handler.api.name,
    version,
  };
}

/** Names of fields that say what a request or a part of a reply is about, and what a log line calls them. */
const subjects: ReadonlyArray<readonly [field: string, name: string]> = [
  ["groupId", "group"],
  ["transactionalId", "transactionalId"],
  ["resourceName", "resource"],
  ["topicId", "topicId"],
  ["name", "topic"],
  ["topic", "topic"],
  ["partitionIndex", "partition"],
  ["partition", "partition"],
  ["index", "partition"],
  ["errorMessage", "reason"],
];

function subjectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return {};
  const found: Record<string, unknown> = {};
  for (const [field, name] of subjects) {
    const told: unknown = Reflect.get(value, field);
    if (typeof told === "number") found[name] = told;
    else if (typeof told === "string" && told !== "" && told !== ZERO_UUID) found[name] = shortened(told);
  }
  return found;
}
