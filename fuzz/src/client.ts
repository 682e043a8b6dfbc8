import type { Duplex } from "node:stream";
import { type Api, type Draft, Reader, requestHeaderVersion, responseHeaderVersion, Writer } from "@millrace/protocol";

/** A client's end of a connection inside the process. */
export class Client {
  readonly #stream: Duplex;
  #received: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};
  closed = false;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const close = (): void => {
      this.closed = true;
      this.#wake();
    };
    stream.on("close", close).on("end", close).on("error", close);
  }

  send(bytes: Buffer): void {
    if (!this.closed) this.#stream.write(bytes);
  }

  /** Throws if the broker closes the connection. */
  async call<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response> {
    this.send(frameOf(api, version, draft));
    const reader = new Reader(await this.#frame());
    reader.int32();
    if (responseHeaderVersion(api, version) >= 1) reader.skipTags();
    return api.response.decode(reader, version);
  }

  close(): void {
    this.#stream.destroy();
  }

  async #frame(): Promise<Buffer> {
    while (this.#received.length < 4 || this.#received.length < 4 + this.#received.readInt32BE()) {
      if (this.closed) throw new Error("the broker closed a healthy connection");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const end = 4 + this.#received.readInt32BE();
    const frame = this.#received.subarray(4, end);
    this.#received = this.#received.subarray(end);
    return frame;
  }
}

/** A request as it is sent, its size in front. */
export function frameOf<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Buffer {
  const writer = new Writer();
  writer.beginFrame();
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(1);
  writer.nullableString("fuzz", false);
  if (requestHeaderVersion(api, version) >= 2) writer.noTags();
  api.request.encode(writer, draft, version);
  writer.endFrame();
  return Buffer.from(writer.toBuffer());
}
