import { type Clock, type LogFields, MillraceError, messageOf, systemClock } from "@millrace/kit";
import { type ApiRequest, type ApiResponse, type Transport, wholeBody } from "../transport/transport.ts";
import { type Deadline, deadline, untilAborted } from "./deadline.ts";
import { KubeRequestError, statusOf } from "./errors.ts";
import { jsonBytes, parseJson } from "./json.ts";

export interface RequestOptions {
  readonly transport: Transport;
  /** How long one answer may take. Default 30 s. */
  readonly requestTimeoutMs?: number;
  /** As the API server knows this program in its logs. Default `millrace`. */
  readonly userAgent?: string;
  readonly clock?: Clock;
  /** Told what the API server warns of. */
  readonly onWarning?: (text: string) => void;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Default: JSON, whatever it is. */
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
}

/** An API server that says how long to wait is asked again so often, as client-go does. */
const attemptsMax = 10;
const json = "application/json";

/** Sends requests and reads answers as JSON. Refusals are thrown as KubeRequestError. */
export class Requests {
  readonly #transport: Transport;
  readonly #userAgent: string;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #onWarning: (text: string) => void;

  constructor({ transport, requestTimeoutMs = 30_000, userAgent = "millrace", clock = systemClock, onWarning = () => {} }: RequestOptions) {
    this.#transport = transport;
    this.#timeoutMs = requestTimeoutMs;
    this.#userAgent = userAgent;
    this.#clock = clock;
    this.#onWarning = onWarning;
  }

  /** The answer as JSON. Throws what a transport throws, TIMED_OUT, and PROTOCOL_VIOLATION for an answer that is no JSON. */
  async ask(asked: Asked): Promise<unknown> {
    const limit = deadline(this.#clock, this.#timeoutMs, describe(asked), asked.signal);
    try {
      const { headers, body } = await this.#accepted(asked, limit);
      return parsed(await untilAborted(limit.signal, wholeBody(body)), describe(asked), headers);
    } finally {
      limit.end();
    }
  }

  /** The answer as it comes. Ends with TIMED_OUT once nothing has come for `silenceMs`. */
  async *stream(asked: Asked, silenceMs: number): AsyncGenerator<Buffer> {
    const limit = deadline(this.#clock, silenceMs, describe(asked), asked.signal);
    try {
      const { body } = await this.#accepted(asked, limit);
      if (Buffer.isBuffer(body)) return yield body;
      const chunks = body[Symbol.asyncIterator]();
      try {
        for (;;) {
          const { value, done } = await untilAborted(limit.signal, chunks.next());
          if (done === true) return;
          limit.extend();
          yield value;
        }
      } finally {
        // Not awaited: a body that hangs would hold up whoever gave up on it.
        chunks.return?.()?.catch(() => {});
      }
    } finally {
      limit.end();
    }
  }

  async #accepted(asked: Asked, { signal }: Deadline): Promise<ApiResponse> {
    const request = this.#requestOf(asked, signal);
    for (let attempts = 1; ; attempts++) {
      const response = await untilAborted(signal, this.#transport(request));
      for (const text of warningsOf(response)) this.#onWarning(text);
      if (response.status < 300) return response;
      const waitMs = retryAfterMs(response);
      if (waitMs === undefined || attempts === attemptsMax) throw await this.#refusal(asked, response, signal);
      await untilAborted(signal, new Promise<void>((resolve) => this.#clock.after(waitMs, resolve)));
    }
  }

  #requestOf({ method, path, query = {}, body, contentType = json, accept = json }: Asked, signal: AbortSignal): ApiRequest {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const headers = { accept, "user-agent": this.#userAgent };
    const request = { method, path, query: new URLSearchParams(given), signal };
    if (body === undefined) return { ...request, headers };
    return { ...request, headers: { ...headers, "content-type": contentType }, body: jsonBytes(body) };
  }

  async #refusal(asked: Asked, { status, body }: ApiResponse, signal: AbortSignal): Promise<KubeRequestError> {
    const text = (await untilAborted(signal, wholeBody(body))).toString();
    return new KubeRequestError(statusOf(status, quietly(text), text), describe(asked));
  }
}

const describe = ({ method, path }: Asked): string => `${method} ${path}`;

/** `299 - "unknown field \"spec.foo\""`, several of them in one header or in more than one (RFC 7234, section 5.5). */
function warningsOf({ headers }: ApiResponse): readonly string[] {
  const given = headers.warning ?? [];
  const texts = (typeof given === "string" ? [given] : given).flatMap((value) => [...value.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)]);
  return texts.map(([, text = ""]) => text.replaceAll(/\\(.)/g, "$1"));
}

/** How long a busy API server wants to be left alone; undefined if it does not say so. */
function retryAfterMs({ status, headers }: ApiResponse): number | undefined {
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  return (status === 429 || status >= 500) && seconds >= 0 ? seconds * 1000 : undefined;
}

function parsed(body: Buffer, what: string, headers: LogFields): unknown {
  try {
    return parseJson(body.toString());
  } catch (cause) {
    throw new MillraceError("PROTOCOL_VIOLATION", `${what}: the answer (${headers["content-type"]}) is no JSON: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function quietly(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
