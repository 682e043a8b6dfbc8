import type { Duplex } from "node:stream";
import { addressText, type Cancel, type Clock, MillraceError, messageOf } from "@millrace/kit";
import {
  type Api,
  type Draft,
  Reader,
  RequestHeader,
  ResponseHeader,
  requestHeaderVersion,
  responseHeaderVersion,
  Writer,
} from "@millrace/protocol";
import type { Address } from "./address.ts";
import { FrameReader } from "./frame-reader.ts";
import { tlsAlert } from "./tls-alert.ts";

export interface ConnectionOptions {
  readonly address: Address;
  readonly clientId: string;
  readonly clock: Clock;
  /** Largest reply that is taken. */
  readonly frameBytesMax: number;
}

/** A request that waits for its reply. */
interface InFlight {
  readonly correlationId: number;
  readonly cancelTimeout: Cancel;
  take(reply: Reader): void;
  fail(failure: MillraceError): void;
}

const initialWriterBytes = 256;

/**
 * One connection to a broker: requests leave at once, one behind the other, and replies come back in the same order. When
 * anything goes wrong with one, no reply behind it can be trusted: all that wait fail and the connection is closed for good.
 */
export class Connection {
  readonly #stream: Duplex;
  readonly #options: ConnectionOptions;
  readonly #inFlight: InFlight[] = [];
  #correlationId = 0;
  #replies = 0;
  #failure: MillraceError | undefined;

  /** Takes over `stream`, which is open. */
  constructor(stream: Duplex, options: ConnectionOptions) {
    this.#stream = stream;
    this.#options = options;
    const frames = new FrameReader(options.frameBytesMax, (frame) => this.#onReply(frame));
    stream.on("data", (chunk: Buffer) => {
      try {
        frames.push(chunk);
      } catch (thrown) {
        this.#end(thrown instanceof MillraceError ? thrown : this.#violation(messageOf(thrown), thrown));
      }
    });
    stream.on("error", (cause) => this.#end(this.#broken(cause)));
    // Streams that may stay half open end without closing.
    for (const event of ["end", "close"]) stream.on(event, () => this.#end(this.#closedByBroker()));
  }

  /** False as soon as nothing can be sent any more. */
  get usable(): boolean {
    return this.#failure === undefined;
  }

  /**
   * Sends a request and gives the reply. Throws CONNECTION_CLOSED, PROTOCOL_VIOLATION, or TIMED_OUT, which closes the connection:
   * a late reply would be taken for the next one's.
   */
  request<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>, timeoutMs: number): Promise<Response> {
    return this.exchange(api, version, draft, timeoutMs, (reply) => api.response.decode(reply, version));
  }

  /** As `request`, with a reply that `decode` reads from behind its header. */
  exchange<Request, Response, Reply>(
    api: Api<Request, Response>,
    version: number,
    draft: Draft<Request>,
    timeoutMs: number,
    decode: (reply: Reader) => Reply,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) throw this.#failure;
      const cancelTimeout = this.#options.clock.after(timeoutMs, () => this.#end(this.#timedOut(api.name, timeoutMs)));
      const take = (reply: Reader): void => {
        ResponseHeader.decode(reply, responseHeaderVersion(api, version));
        resolve(decode(reply));
      };
      const waiting = { correlationId: this.#correlationId, cancelTimeout, take, fail: reject };
      // Before the request leaves: over a stream in memory the reply may come while it is being written.
      this.#inFlight.push(waiting);
      try {
        this.#send(api, version, draft);
      } catch (thrown) {
        this.#withdraw(waiting);
        throw thrown;
      }
    });
  }

  /** Sends a request that the broker does not answer; resolves when it has left this process. */
  post<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#send(api, version, draft, (failure) => (failure ? reject(this.#closed(failure.message, failure)) : resolve()));
    });
  }

  /** Closes at once; what waits for a reply fails with `reason`. */
  close(reason: MillraceError = this.#closed("it was closed here")): void {
    this.#end(reason);
  }

  #send<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    draft: Draft<Request>,
    onSent?: (failure?: Error | null) => void,
  ): void {
    if (this.#failure !== undefined) throw this.#failure;
    const correlationId = this.#correlationId;
    const writer = new Writer(initialWriterBytes);
    writer.beginFrame();
    const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId: this.#options.clientId };
    RequestHeader.encode(writer, header, requestHeaderVersion(api, version));
    api.request.encode(writer, draft, version);
    writer.endFrame();
    this.#correlationId = (correlationId + 1) & 0x7fff_ffff;
    const chunks = writer.finish();
    this.#stream.cork();
    for (const [position, chunk] of chunks.entries()) this.#stream.write(chunk, position === chunks.length - 1 ? onSent : undefined);
    this.#stream.uncork();
  }

  /** Forgets a request that could not be written. */
  #withdraw(waiting: InFlight): void {
    waiting.cancelTimeout();
    const at = this.#inFlight.indexOf(waiting);
    if (at >= 0) this.#inFlight.splice(at, 1);
  }

  #onReply(frame: Buffer): void {
    const first = this.#inFlight.shift();
    if (first === undefined) throw this.#violation("it sent a reply that nobody waits for");
    first.cancelTimeout();
    this.#replies++;
    try {
      const correlationId = frame.length >= 4 ? frame.readInt32BE(0) : undefined;
      if (correlationId !== first.correlationId) {
        throw this.#violation(`it replied to request ${correlationId} when ${first.correlationId} was next`);
      }
      first.take(new Reader(frame));
    } catch (thrown) {
      const failure = thrown instanceof MillraceError ? thrown : this.#violation(messageOf(thrown), thrown);
      first.fail(failure);
      this.#end(failure);
    }
  }

  #end(failure: MillraceError): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#stream.destroy();
    for (const waiting of this.#inFlight.splice(0)) {
      waiting.cancelTimeout();
      waiting.fail(failure);
    }
  }

  #broken(cause: Error): MillraceError {
    const alert = tlsAlert(cause);
    if (alert === undefined) return this.#closed(messageOf(cause), cause);
    const message = `the connection to ${addressText(this.#options.address)} was closed: ${alert.reason}`;
    return new MillraceError("AUTHENTICATION_FAILED", message, { hint: alert.hint, cause });
  }

  /** A listener that asks for a login, or for TLS, answers nothing but a question for its versions. */
  #closedByBroker(): MillraceError {
    const closed = this.#closed("the broker closed it");
    if (this.#replies > 1) return closed;
    return new MillraceError(closed.code, closed.message, {
      hint: "does this listener ask for a login or for TLS? security.protocol says so to commands with --command-config",
    });
  }

  #closed(reason: string, cause?: unknown): MillraceError {
    return new MillraceError("CONNECTION_CLOSED", `the connection to ${addressText(this.#options.address)} was closed: ${reason}`, {
      cause,
    });
  }

  #timedOut(name: string, timeoutMs: number): MillraceError {
    return new MillraceError("TIMED_OUT", `${addressText(this.#options.address)} did not answer ${name} in ${timeoutMs} ms`, {
      hint: "is the broker overloaded, or is this the port of something else?",
    });
  }

  #violation(reason: string, cause?: unknown): MillraceError {
    return new MillraceError("PROTOCOL_VIOLATION", `${addressText(this.#options.address)} does not speak Kafka's protocol: ${reason}`, {
      hint: "is this the port of a Kafka listener without TLS?",
      cause,
    });
  }
}
