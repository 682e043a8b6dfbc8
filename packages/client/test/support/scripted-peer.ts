import { type Duplex, duplexPair } from "node:stream";
import {
  type Api,
  apiByKey,
  apis,
  type Draft,
  Reader,
  RequestHeader,
  ResponseHeader,
  requestHeaderVersion,
  responseHeaderVersion,
  Writer,
} from "@millrace/protocol";
import { FrameReader } from "../../src/net/frame-reader.ts";

/** A request as it arrived. */
export interface Received {
  readonly api: Api;
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly request: unknown;
}

/** The other end of a connection: takes requests and answers as the test tells it to. */
export class ScriptedPeer {
  /** For the client. */
  readonly stream: Duplex;
  readonly #own: Duplex;
  readonly #arrived: Received[] = [];
  #waiting: Array<(received: Received) => void> = [];

  constructor() {
    const [stream, own] = duplexPair();
    this.stream = stream;
    this.#own = own;
    const frames = new FrameReader(1 << 20, (frame) => this.#take(frame));
    own.on("data", (chunk: Buffer) => frames.push(chunk));
    own.on("error", () => {});
  }

  /** The next request. */
  next(): Promise<Received> {
    const received = this.#arrived.shift();
    if (received !== undefined) return Promise.resolve(received);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Answers a request, in `version` if not in its own. */
  answer<Request, Response>(to: Received, api: Api<Request, Response>, draft: Draft<Response>, version: number = to.version): void {
    const writer = new Writer();
    writer.beginFrame();
    ResponseHeader.encode(writer, { correlationId: to.correlationId }, responseHeaderVersion(api, to.version));
    api.response.encode(writer, draft, version);
    writer.endFrame();
    this.#own.write(writer.toBuffer());
  }

  sendBytes(bytes: Buffer): void {
    this.#own.write(bytes);
  }

  close(): void {
    this.#own.destroy();
  }

  #take(frame: Buffer): void {
    const reader = new Reader(frame);
    const api = apiByKey(frame.readInt16BE(0)) ?? (apis.apiVersions as unknown as Api);
    const version = frame.readInt16BE(2);
    const { correlationId, clientId } = RequestHeader.decode(reader, requestHeaderVersion(api, version));
    const received = { api, version, correlationId, clientId, request: api.request.decode(reader, version) };
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#arrived.push(received);
    else waiting(received);
  }
}
