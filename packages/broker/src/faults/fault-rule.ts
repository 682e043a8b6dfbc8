import { MillraceError } from "@millrace/kit";
import { type ApiName, apis, type ErrorName, errors } from "@millrace/protocol";

/**
 * What goes wrong, and for which requests: those that everything given here fits. With both `delayMs` and one of `error` and `drop`, that
 * happens after the delay.
 */
export interface FaultRule {
  /** Only requests of these APIs, by Kafka's names. */
  readonly api?: ApiName | readonly ApiName[];
  /** Only requests that are about this topic, also if they are about others. A Fetch within a session is about all that the session is about. */
  readonly topic?: string;
  /** Only requests of clients that call themselves so. */
  readonly clientId?: string;
  /** Which share of the requests that fit is hit, from 0 to 1, by chance. Default: 1. */
  readonly share?: number;
  /** So many requests are hit; then the rule is over. Default: until it is cleared. */
  readonly times?: number;
  /** How much later the answer comes, in milliseconds of the platform's clock. What was asked for is done without delay. */
  readonly delayMs?: number;
  /** Nothing is done, and the answer says that of all that was asked for it failed so; with `topic`, if the API is Fetch or Metadata, only of that topic. */
  readonly error?: ErrorName;
  /** The connection is closed, without an answer: before anything is done (`request`), or when all of it is done (`answer`). */
  readonly drop?: "request" | "answer";
}

/** A rule that holds. */
export interface Fault {
  /** How many requests it has hit. */
  readonly hits: number;
  /** No request is hit any more. */
  clear(): void;
}

/** What a rule hangs on. */
interface Condition {
  readonly message: string;
  readonly holds: (rule: FaultRule) => boolean;
}

const apiNames: ReadonlySet<string> = new Set(Object.values(apis).map(({ name }) => name));

const conditions: readonly Condition[] = [
  {
    message: "a fault needs delayMs, error or drop",
    holds: ({ delayMs, error, drop }) => delayMs !== undefined || error !== undefined || drop !== undefined,
  },
  {
    message: "a fault is an error or a dropped connection, not both",
    holds: ({ error, drop }) => error === undefined || drop === undefined,
  },
  {
    message: "api has to be the name of an API as Kafka calls it, or some of them",
    holds: (rule) => apisOf(rule).every((name) => apiNames.has(name)),
  },
  {
    message: "error has to be the name of a Kafka error",
    holds: ({ error }) => error === undefined || (error !== "NONE" && Object.hasOwn(errors, error)),
  },
  { message: "drop has to be request or answer", holds: ({ drop }) => drop === undefined || drop === "request" || drop === "answer" },
  { message: "share has to be above 0 and at most 1", holds: ({ share = 1 }) => share > 0 && share <= 1 },
  { message: "times has to be a whole number above 0", holds: ({ times = 1 }) => Number.isSafeInteger(times) && times > 0 },
  { message: "delayMs has to be a number that is not negative", holds: ({ delayMs = 0 }) => Number.isFinite(delayMs) && delayMs >= 0 },
];

/** Throws CONFIG_INVALID for a rule that makes no sense. */
export function checkFaultRule(rule: FaultRule): void {
  const broken = conditions.filter(({ holds }) => !holds(rule));
  if (broken.length > 0) throw new MillraceError("CONFIG_INVALID", broken.map(({ message }) => message).join("; "));
}

/** Empty: of any. */
export function apisOf({ api = [] }: FaultRule): readonly ApiName[] {
  return typeof api === "string" ? [api] : api;
}
