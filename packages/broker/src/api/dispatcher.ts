import {
  type Api,
  apis,
  type Draft,
  errors,
  type ProduceRequest,
  ProtocolError,
  Reader,
  requestHeaderVersion,
  responseHeaderVersion,
  type Writer,
} from "@millrace/protocol";
import type { Authentication } from "../authentication/authentication.ts";
import { bareMessages } from "../authentication/bare-messages.ts";
import { denial } from "../authorization/needs.ts";
import type { BrokerParts } from "../broker-parts.ts";
import { faultyAnswer } from "../faults/faulty-answer.ts";
import { topicsOf } from "../faults/request-topics.ts";
import { SharedReads } from "../fetch/shared-reads.ts";
import type { BufferPool } from "../network/buffer-pool.ts";
import type { RequestMeter } from "../quotas/request-meter.ts";
import { unsupportedApiVersions } from "./18-api-versions.ts";
import { errorReply, type Failure } from "./error-replies.ts";
import { type AnyHandler, CloseConnection, type ConnectionFacts, type Handled, type Handler, type RequestContext } from "./handler.ts";
import { RequestWatch } from "./request-watch.ts";

/** API key, API version and correlation id, which open every header version. */
const fixedHeaderBytes = 8;
const apiVersionsKey = 18;
/** Elements of all arrays of one request: far more than any client sends, and few enough for what becomes of them to fit into memory. */
const elementsMax = 1_000_000;
/** Records in answers that clients have not taken yet, in bytes; beyond this each further answer gets as little as goes. */
const lentBytesMax = 256 << 20;
const recordBytesMin = 64 << 10;

/** A request frame with its header read. */
export interface Request {
  readonly handler: Handler<unknown, unknown>;
  readonly version: number;
  /** Null for a frame that is a mechanism's message and no request (SaslHandshake version 0): its answer has no header either. */
  readonly correlationId: number | null;
  readonly clientId: string | null;
  readonly body: unknown;
  /** Size of the frame. */
  readonly bytes: number;
  /** Pooled memory that the reply stands in, perhaps with others. */
  readonly lent: Buffer[];
  /** Set when it is handled, if quotas bind its client. */
  meter: RequestMeter | undefined;
}

/** A frame that is no request that is served; nothing behind it on the connection makes sense. */
export class UnreadableRequest extends ProtocolError {
  readonly about: { readonly client?: string | null; readonly api?: string; readonly version?: number };

  constructor(message: string, about: UnreadableRequest["about"]) {
    super(message);
    this.name = "UnreadableRequest";
    this.about = about;
  }
}

/** Frames to handlers, replies to frames. Everything about an API comes from its row in the table. */
export class Dispatcher {
  readonly #handlers: ReadonlyMap<number, Handler<unknown, unknown>>;
  readonly #parts: BrokerParts;
  readonly #pool: BufferPool;
  readonly #reads: SharedReads;
  readonly #reader = new Reader();
  #lentBytes = 0;
  readonly watch: RequestWatch;

  constructor(handlers: readonly AnyHandler[], parts: BrokerParts, pool: BufferPool) {
    this.#handlers = new Map(handlers.map((handler) => [handler.api.key, handler as unknown as Handler<unknown, unknown>]));
    this.#parts = parts;
    this.#pool = pool;
    this.#reads = new SharedReads(pool);
    this.watch = new RequestWatch(parts);
  }

  /**
   * Reads a frame. Throws UnreadableRequest for what Kafka closes the connection for: an API or version not served, or not to a client that
   * has not authenticated itself, bytes that aren't a request.
   */
  open(buffer: Buffer, start: number, end: number, authentication?: Authentication): Request {
    try {
      return authentication?.takesMessages === true ? message(buffer, start, end) : this.#open(buffer, start, end, authentication);
    } catch (error) {
      throw error instanceof ProtocolError ? new UnreadableRequest(error.message, this.#about(buffer, start, end)) : error;
    }
  }

  #open(buffer: Buffer, start: number, end: number, authentication: Authentication | undefined): Request {
    if (end - start < fixedHeaderBytes) throw new ProtocolError(`a request of ${end - start} bytes is too short for a header`);
    const key = buffer.readInt16BE(start);
    const version = buffer.readInt16BE(start + 2);
    const correlationId = buffer.readInt32BE(start + 4);
    const handler = this.#handlers.get(key);
    if (handler === undefined) throw new ProtocolError(`API key ${key} is not served`);
    authentication?.admit(key);
    const [first, last] = handler.versions;
    if (version < first || version > last) return refusedVersion(handler, version, correlationId, end - start);
    return this.#decode(handler, version, correlationId, buffer, start, end);
  }

  /** Who asked for what, as far as it can be read. */
  #about(buffer: Buffer, start: number, end: number): UnreadableRequest["about"] {
    if (end - start < fixedHeaderBytes) return {};
    const api = this.#handlers.get(buffer.readInt16BE(start))?.api.name;
    const known = { ...(api === undefined ? {} : { api }), version: buffer.readInt16BE(start + 2) };
    try {
      return { client: this.#reader.reset(buffer, start + fixedHeaderBytes, end).nullableString(false), ...known };
    } catch {
      return known;
    }
  }

  /**
   * Has a request answered, the work on which began at `startedMs` of the clock's monotonic time. Whatever a handler throws is answered
   * with UNKNOWN_SERVER_ERROR, as Kafka does.
   */
  handle(request: Request, connection: ConnectionFacts, startedMs: number): Handled<unknown> {
    request.meter = this.#parts.quotas.clients.meter(request, connection, startedMs);
    try {
      return this.#parts.faults.isArmed ? this.#handleAmidFaults(request, connection) : this.#handle(request, connection);
    } catch (error) {
      return this.failed(request, connection, error);
    }
  }

  /** What is to go wrong goes wrong for clients, not for what this process itself does. */
  #handleAmidFaults(request: Request, connection: ConnectionFacts): Handled<unknown> {
    const { body, clientId, version, handler } = request;
    const { faults, fetchSessions, deliveries, metadata, clock } = this.#parts;
    const { key: apiKey, name } = handler.api;
    const knowledge = {
      fetchSessions,
      shareSessions: deliveries.sessions,
      nameOf: (topicId: string) => metadata.image.topicById(topicId)?.name,
      endFetchSession: (id: number) => fetchSessions.remove(id),
    };
    const candidate = { api: name, clientId, topics: () => topicsOf(apiKey, body, knowledge) };
    const rule = connection.inProcess || request.correlationId === null ? undefined : faults.hit(candidate);
    const handle = () => this.#handle(request, connection);
    return rule === undefined ? handle() : faultyAnswer({ rule, apiKey, version, body, knowledge, clock, handle });
  }

  /** The answer to a request whose handler has thrown. */
  failed(request: Request, connection: ConnectionFacts, error: unknown): Draft<unknown> | CloseConnection {
    this.watch.failed(request, connection, error);
    const { handler, body, version } = request;
    const reply = errorReply(handler.api, body, { code: errors.UNKNOWN_SERVER_ERROR.code, message: null }, version) as Draft<unknown>;
    const isAwaited = handler.api.key !== apis.produce.key || (body as ProduceRequest).acks !== 0;
    return isAwaited ? reply : new CloseConnection("a request failed", reply);
  }

  #handle(request: Request, connection: ConnectionFacts): Handled<unknown> {
    const { handler, version } = request;
    const refuse = (failure: Failure) => errorReply(handler.api, request.body, failure, version);
    const refusal = connection.authentication?.refusal(handler.api, refuse);
    if (refusal !== undefined) return refusal;
    if (request.body === undefined) return unsupportedApiVersions(this.#parts);
    const access = this.#parts.authorization.access(connection, handler.api.name);
    const context: RequestContext = {
      apiVersion: version,
      clientId: request.clientId,
      connection,
      access,
      broker: this.#parts,
      meter: request.meter,
      lender: {
        reads: this.#reads,
        allocate: (sizeBytes) => this.#lend(request, this.#pool.acquire(sizeBytes)),
        lendAgain: (memory) => void this.#lend(request, this.#pool.retain(memory)),
      },
      recordBytesMax: Math.max(recordBytesMin, lentBytesMax - this.#lentBytes),
    };
    const denied = handler.needs && denial(handler.needs(request.body, context), access, handler.api.name);
    if (denied !== undefined) return refuse(denied) as Draft<unknown>;
    return handler.handle(request.body, context);
  }

  /** Appends the reply's frame: size, header, body. */
  encode(writer: Writer, request: Request, reply: unknown): void {
    const { api } = request.handler;
    writer.beginFrame();
    if (request.correlationId !== null) {
      writer.int32(request.correlationId);
      if (responseHeaderVersion(api, request.version) >= 1) writer.noTags();
    }
    api.response.encode(writer, reply as never, request.version);
    writer.endFrame();
  }

  #lend(request: Request, buffer: Buffer): Buffer {
    request.lent.push(buffer);
    this.#lentBytes += buffer.length;
    return buffer;
  }

  /** A connection has ended. */
  left({ id }: ConnectionFacts): void {
    this.#parts.deliveries.disconnected(id);
  }

  /** Takes back the memory of replies that have been sent, or never will be. */
  giveBack(lent: readonly Buffer[]): void {
    for (const buffer of lent) {
      this.#lentBytes -= buffer.length;
      this.#pool.release(buffer);
    }
  }

  #decode(handler: Handler<unknown, unknown>, version: number, correlationId: number, buffer: Buffer, start: number, end: number): Request {
    const lent = handler.borrowsFrame === true;
    // A slice of the frame may outlive the frame's memory unless the handler promises otherwise.
    const reader = lent
      ? this.#reader.reset(buffer, start + fixedHeaderBytes, end)
      : this.#ownReader(buffer, start + fixedHeaderBytes, end);
    reader.limitElements(elementsMax);
    const clientId = reader.nullableString(false);
    if (requestHeaderVersion(handler.api, version) >= 2) reader.skipTags();
    const body = handler.api.request.decode(reader, version);
    const malformed = handler.malformed?.(body);
    if (malformed !== undefined) throw new ProtocolError(malformed);
    return { handler, version, correlationId, clientId, body, bytes: end - start, lent: [], meter: undefined };
  }

  #ownReader(buffer: Buffer, start: number, end: number): Reader {
    const copy = Buffer.allocUnsafe(end - start);
    buffer.copy(copy, 0, start, end);
    return this.#reader.reset(copy, 0, copy.length);
  }
}

function message(buffer: Buffer, start: number, end: number): Request {
  const body = { authBytes: Buffer.from(buffer.subarray(start, end)) };
  return { handler: bareMessages, version: 0, correlationId: null, clientId: null, body, bytes: end - start, lent: [], meter: undefined };
}

/** ApiVersions is answered in version 0 whatever was asked, so that clients can find common ground (KIP-511); the rest ends the connection. */
function refusedVersion(handler: Handler<unknown, unknown>, version: number, correlationId: number, bytes: number): Request {
  const { api } = handler as { api: Api<unknown, unknown> };
  if (api.key !== apiVersionsKey) throw new ProtocolError(`${api.name} version ${version} is not served`);
  return { handler, version: 0, correlationId, clientId: null, body: undefined, bytes, lent: [], meter: undefined };
}
