import { type Api, ProtocolError, Reader, requestHeaderVersion, responseHeaderVersion, type Writer } from "@millrace/protocol";
import type { BrokerParts } from "../broker-parts.ts";
import type { BufferPool } from "../network/buffer-pool.ts";
import { unsupportedApiVersions } from "./18-api-versions.ts";
import type { AnyHandler, ConnectionFacts, Handled, Handler, RequestContext } from "./handler.ts";

/** API key, API version and correlation id, which open every header version. */
const fixedHeaderBytes = 8;
const apiVersionsKey = 18;

/** A request frame with its header read. */
export interface Request {
  readonly handler: Handler<unknown, unknown>;
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly body: unknown;
  /** Pooled memory that the reply stands in. */
  readonly lent: Buffer[];
}

/** Frames to handlers, replies to frames. Everything about an API comes from its row in the table. */
export class Dispatcher {
  readonly #handlers: ReadonlyMap<number, Handler<unknown, unknown>>;
  readonly #parts: BrokerParts;
  readonly #pool: BufferPool;
  readonly #reader = new Reader();

  constructor(handlers: readonly AnyHandler[], parts: BrokerParts, pool: BufferPool) {
    this.#handlers = new Map(handlers.map((handler) => [handler.api.key, handler as unknown as Handler<unknown, unknown>]));
    this.#parts = parts;
    this.#pool = pool;
  }

  /** Reads a frame. Throws ProtocolError for what Kafka closes the connection for: an API or version not served, bytes that aren't a request. */
  open(buffer: Buffer, start: number, end: number): Request {
    if (end - start < fixedHeaderBytes) throw new ProtocolError(`a request of ${end - start} bytes is too short for a header`);
    const key = buffer.readInt16BE(start);
    const version = buffer.readInt16BE(start + 2);
    const correlationId = buffer.readInt32BE(start + 4);
    const handler = this.#handlers.get(key);
    if (handler === undefined) throw new ProtocolError(`API key ${key} is not served`);
    const [first, last] = handler.versions;
    if (version < first || version > last) return refusedVersion(handler, version, correlationId);
    return this.#decode(handler, version, correlationId, buffer, start, end);
  }

  handle(request: Request, connection: ConnectionFacts): Handled<unknown> {
    if (request.body === undefined) return unsupportedApiVersions(this.#parts);
    const context: RequestContext = {
      apiVersion: request.version,
      clientId: request.clientId,
      connection,
      broker: this.#parts,
      allocate: (sizeBytes) => this.#lend(request, sizeBytes),
    };
    return request.handler.handle(request.body, context);
  }

  /** Appends the reply's frame: size, header, body. */
  encode(writer: Writer, request: Request, reply: unknown): void {
    const { api } = request.handler;
    writer.beginFrame();
    writer.int32(request.correlationId);
    if (responseHeaderVersion(api, request.version) >= 1) writer.noTags();
    api.response.encode(writer, reply as never, request.version);
    writer.endFrame();
  }

  #lend(request: Request, sizeBytes: number): Buffer {
    const buffer = this.#pool.acquire(sizeBytes);
    request.lent.push(buffer);
    return buffer;
  }

  #decode(handler: Handler<unknown, unknown>, version: number, correlationId: number, buffer: Buffer, start: number, end: number): Request {
    const lent = handler.borrowsFrame === true;
    // A slice of the frame may outlive the frame's memory unless the handler promises otherwise.
    const reader = lent
      ? this.#reader.reset(buffer, start + fixedHeaderBytes, end)
      : this.#ownReader(buffer, start + fixedHeaderBytes, end);
    const clientId = reader.nullableString(false);
    if (requestHeaderVersion(handler.api, version) >= 2) reader.skipTags();
    const body = handler.api.request.decode(reader, version);
    return { handler, version, correlationId, clientId, body, lent: [] };
  }

  #ownReader(buffer: Buffer, start: number, end: number): Reader {
    const copy = Buffer.allocUnsafe(end - start);
    buffer.copy(copy, 0, start, end);
    return this.#reader.reset(copy, 0, copy.length);
  }
}

/** ApiVersions is answered in version 0 whatever was asked, so that clients can find common ground (KIP-511); the rest ends the connection. */
function refusedVersion(handler: Handler<unknown, unknown>, version: number, correlationId: number): Request {
  const { api } = handler as { api: Api<unknown, unknown> };
  if (api.key !== apiVersionsKey) throw new ProtocolError(`${api.name} version ${version} is not served`);
  return { handler, version: 0, correlationId, clientId: null, body: undefined, lent: [] };
}
