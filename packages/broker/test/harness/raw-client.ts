import type { Duplex } from "node:stream";
import { type Api, type Draft, Reader, requestHeaderVersion, responseHeaderVersion, Writer } from "@millrace/protocol";

/** A client that speaks one version of one API at a time, as a test tells it to. */
export class RawClient {
  readonly #stream: Duplex;
  #received = Buffer.alloc(0);
  #correlationId = 0;
  #closed = false;
  #notify: () => void = () => {};

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#notify();
    });
    const closed = () => {
      this.#closed = true;
      this.#notify();
    };
    stream.on("close", closed);
    stream.on("end", closed);
    stream.on("error", closed);
  }

  /** Sends a request and reads the reply. Throws if the broker closes the connection. */
  async call<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>, clientId = "test"): Promise<Response> {
    const correlationId = this.send(api, version, draft, clientId);
    return this.receive(api, version, correlationId);
  }

  /** Sends a request without waiting; returns its correlation id. */
  send<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>, clientId = "test"): number {
    const writer = new Writer();
    const correlationId = ++this.#correlationId;
    writer.beginFrame();
    writer.int16(api.key);
    writer.int16(version);
    writer.int32(correlationId);
    writer.nullableString(clientId, false);
    if (requestHeaderVersion(api, version) >= 2) writer.noTags();
    api.request.encode(writer, draft, version);
    writer.endFrame();
    this.sendBytes(writer.toBuffer());
    return correlationId;
  }

  sendBytes(bytes: Buffer): void {
    this.#stream.write(bytes);
  }

  async receive<Request, Response>(api: Api<Request, Response>, version: number, correlationId: number): Promise<Response> {
    const frame = await this.frame();
    if (frame === undefined) throw new Error("the broker closed the connection");
    const reader = new Reader(frame);
    const received = reader.int32();
    if (received !== correlationId) throw new Error(`expected the reply to ${correlationId}, got the one to ${received}`);
    if (responseHeaderVersion(api, version) >= 1) reader.skipTags();
    const response = api.response.decode(reader, version);
    if (reader.remaining > 0) throw new Error(`${reader.remaining} bytes are left after ${api.name} version ${version}`);
    return response;
  }

  /** The next frame's content, or undefined if the connection was closed. */
  async frame(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#received.length >= 4) {
        const end = 4 + this.#received.readInt32BE(0);
        if (this.#received.length >= end) {
          const frame = Buffer.from(this.#received.subarray(4, end));
          this.#received = this.#received.subarray(end);
          return frame;
        }
      }
      if (this.#closed) return undefined;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#notify = resolve;
      await promise;
    }
  }

  /** Says that nothing more will come, as a process that ends does. */
  end(): void {
    this.#stream.end();
  }

  close(): void {
    this.#stream.destroy();
  }
}
