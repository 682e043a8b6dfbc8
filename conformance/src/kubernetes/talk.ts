import { MillraceError, systemClock } from "@millrace/kit";
import { parse } from "yaml";
import type { Verdict } from "../verdicts.ts";
import type { ApiServer } from "./api-server.ts";
import { Normaliser } from "./normalise.ts";
import { type ApiAnswer, type ApiRequest, requestOf } from "./request.ts";

/** Headers of answers that are part of the contract. */
const headersThatCount = ["content-type", "cache-control", "warning", "retry-after", "allow", "location", "www-authenticate"];

/** Left out where they are as they nearly always are. */
const usualHeaders: Readonly<Record<string, string>> = { "content-type": "application/json", "cache-control": "no-cache, private" };

export type Query = Readonly<Record<string, string | number | boolean>>;

export interface Sent extends Pick<ApiRequest, "headers" | "token"> {
  readonly query?: Query;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  /** Media type of the body; JSON without it. */
  readonly type?: string;
  readonly accept?: string;
  /** Not part of the verdict: it only prepares what the case is about, and has to succeed. */
  readonly aside?: boolean;
}

/** An answer's JSON, as far as a case reads it. */
export interface ApiObject {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly uid?: string; readonly resourceVersion?: string; readonly continue?: string };
  readonly [field: string]: unknown;
}

export interface WatchEvent {
  readonly type: string;
  readonly object: ApiObject;
}

/** A watch that goes on beside the requests of a case. */
export interface Watch {
  /** Waits until `enough` holds of the events so far. */
  until(what: string, enough: (events: readonly WatchEvent[]) => boolean): Promise<void>;
  /** Waits for its end, or ends it; what came then is part of the verdict. */
  close(): Promise<void>;
}

const answerMsMax = 30_000;
/** A watch that has not ended by itself by then is taken for one that goes on. */
const endMsMax = 4_000;
const waitMsMax = 20_000;

/** What one case says to an API server, and hears: its verdict. */
export class Talk {
  readonly #server: ApiServer;
  readonly #normaliser = new Normaliser();
  readonly #steps: Verdict[] = [];
  /** A namespace of the case's own. */
  readonly namespace: string;

  constructor(server: ApiServer, namespace: string) {
    this.#server = server;
    this.namespace = namespace;
  }

  get steps(): Verdict {
    return this.#steps;
  }

  /** Sends a request; `{ns}` in its path is the case's namespace. */
  async send(method: string, path: string, sent: Sent = {}): Promise<ApiObject> {
    const request = this.#request(method, path, sent);
    const answer = await requestOf(this.#server, request);
    const body = bodyOf(answer);
    if (sent.aside !== true) this.#steps.push({ request: this.#label(request, sent), ...this.#seen(answer, body) });
    else if (answer.status >= 300) throw new MillraceError("REQUEST_FAILED", `${method} ${request.path}: ${answer.status} ${answer.body}`);
    return typeof body === "object" && body !== null ? (body as ApiObject) : {};
  }

  /** Makes what a case worked out by itself part of its verdict. */
  note(what: string, value: Verdict): void {
    this.#steps.push({ what, value: this.#normaliser.value(value) });
  }

  /** Asks until `enough` holds of the answer, which then is part of the verdict. */
  async sendUntil(path: string, what: string, enough: (status: number, body: ApiObject) => boolean, sent: Sent = {}): Promise<ApiObject> {
    const request = this.#request("GET", path, sent);
    const endMs = systemClock.monotonicMs() + waitMsMax;
    for (;;) {
      const answer = await requestOf(this.#server, request);
      const body = bodyOf(answer) as ApiObject;
      if (enough(answer.status, body)) {
        this.#steps.push({ request: this.#label(request, sent), ...this.#seen(answer, body as Verdict) });
        return body;
      }
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${what}: not within ${waitMsMax} ms: ${answer.body}`);
      await pause();
    }
  }

  /** Begins to watch. */
  watch(path: string, query: Query = {}, sent: Sent = {}): Watch {
    const aborted = new AbortController();
    const request = this.#request("GET", path, { ...sent, query: { ...query, watch: true } });
    const events: WatchEvent[] = [];
    let rest = "";
    const take = (piece: string): void => {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      events.push(...lines.filter((line) => line !== "").map((line) => JSON.parse(line) as WatchEvent));
    };
    const ended = requestOf(this.#server, { ...request, signal: aborted.signal }, take).then(
      (answer) => answer,
      () => undefined,
    );
    let hasEnded = false;
    const over = ended.then(() => {
      hasEnded = true;
    });
    return {
      until: async (what, enough) => {
        const endMs = systemClock.monotonicMs() + waitMsMax;
        while (!enough(events)) {
          if (hasEnded) return;
          if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${what}: only ${JSON.stringify(events)}`);
          await Promise.race([over, pause()]);
        }
      },
      close: async () => {
        if (!("timeoutSeconds" in query)) aborted.abort();
        const cancel = systemClock.after(endMsMax, () => aborted.abort());
        const answer = await ended;
        cancel();
        const watch = this.#label(request, sent);
        if (answer !== undefined && answer.status !== 200) this.#steps.push({ watch, ...this.#seen(answer, bodyOf(answer)) });
        else this.#steps.push({ watch, open: answer === undefined, events: events.map((event) => this.#event(event)) });
      },
    };
  }

  #event({ type, object }: WatchEvent): Verdict {
    if (type !== "BOOKMARK") return { type, object: this.#normaliser.value(object as Verdict) };
    const { resourceVersion: _, ...metadata } = object.metadata ?? {};
    return { type, object: this.#normaliser.value({ ...object, metadata } as Verdict) };
  }

  #request(method: string, path: string, { query = {}, body, type, accept, headers = {}, token }: Sent): ApiRequest {
    const { generateName } = (body as { metadata?: { generateName?: unknown } } | undefined)?.metadata ?? {};
    if (typeof generateName === "string") this.#normaliser.expectNames(generateName);
    const asked = Object.entries(query).map(
      ([name, value]) => `${name}=${encodeURIComponent(String(value).replaceAll("{ns}", this.namespace))}`,
    );
    const whole = path.replaceAll("{ns}", this.namespace) + (asked.length > 0 ? `?${asked.join("&")}` : "");
    const contentType = body === undefined ? {} : { "content-type": type ?? "application/json" };
    const content = typeof body === "string" || body === undefined ? body : JSON.stringify(body).replaceAll("{ns}", this.namespace);
    return {
      method,
      path: whole,
      headers: { accept: accept ?? "application/json", "user-agent": "conformance/1", ...contentType, ...headers },
      ...(content !== undefined && { body: content }),
      ...(token !== undefined && { token }),
      signal: AbortSignal.timeout(answerMsMax),
    };
  }

  /** The request as the verdict names it. */
  #label({ method, path }: ApiRequest, { type, accept }: Sent): string {
    const further = [type, accept].filter((each) => each !== undefined);
    return this.#normaliser.text([method, decodeURI(path), ...further].join(" "));
  }

  #seen({ status, headers }: ApiAnswer, body: Verdict): { readonly [name: string]: Verdict } {
    const counted = headersThatCount.flatMap((name) => {
      const values = headers[name]?.map((value) => this.#normaliser.text(value)) ?? [];
      return values.join() === (usualHeaders[name] ?? "") ? [] : [[name, values] as const];
    });
    return { status, ...(counted.length > 0 && { headers: Object.fromEntries(counted) }), body: this.#normaliser.value(body) };
  }
}

function bodyOf({ headers, body }: ApiAnswer): Verdict {
  const type = headers["content-type"]?.[0] ?? "";
  if (type.includes("protobuf")) return "<protobuf>";
  if (type === "application/yaml") return parse(body) as Verdict;
  return type.includes("json") && body !== "" && !body.includes("}\n{") ? (JSON.parse(body, exactly) as Verdict) : body;
}

/** Integers that JavaScript's numbers can't hold are kept as they are written. TypeScript's library does not know of the third argument yet. */
function exactly(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value) ? value : `number ${context?.source}`;
}

/** Between two looks at something that is under way. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
