import { createServer, type Server, type Socket } from "node:net";
import { type Api, apiByKey, apis, Reader, RequestHeader, requestHeaderVersion, responseHeaderVersion, Writer } from "@millrace/protocol";
import type { Address } from "../src/load/link.ts";
import { ResponseCutter } from "../src/load/response-cutter.ts";

/** Answers a decoded request with the draft of a response. */
export type Script = (api: Api, body: unknown) => unknown;

/** The little of a broker that a load needs: requests are decoded and answered, in bursts, by the script. */
export class ScriptedBroker {
  /** The most requests of a connection that were there before one of them was answered. */
  mostInFlight = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(script: Script) {
    this.#server = createServer((socket) => this.#serve(socket, script));
  }

  static async listen(script: Script): Promise<{ broker: ScriptedBroker; address: Address }> {
    const broker = new ScriptedBroker(script);
    await new Promise<void>((resolve) => broker.#server.listen(0, "127.0.0.1", resolve));
    const bound = broker.#server.address();
    if (bound === null || typeof bound === "string") throw new Error("no port");
    return { broker, address: { host: "127.0.0.1", port: bound.port } };
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #serve(socket: Socket, script: Script): void {
    this.#sockets.add(socket);
    let waiting: Buffer[] = [];
    const cutter = new ResponseCutter((bytes, start, end) => {
      waiting.push(answer(bytes.subarray(start, end), script));
      this.mostInFlight = Math.max(this.mostInFlight, waiting.length);
    });
    socket.on("data", (chunk: Buffer) => {
      cutter.push(chunk, chunk.length);
      // Only when the client has nothing more to say for now, so that all it keeps under way is seen.
      setImmediate(() => {
        if (waiting.length > 0) socket.write(Buffer.concat(waiting));
        waiting = [];
      });
    });
    socket.on("error", () => {});
  }
}

function answer(request: Buffer, script: Script): Buffer {
  const api = apiByKey(request.readInt16BE()) ?? apis.apiVersions;
  const version = request.readInt16BE(2);
  const reader = new Reader(request);
  const { correlationId } = RequestHeader.decode(reader, requestHeaderVersion(api, version));
  const body = api.request.decode(reader, version);
  const writer = new Writer();
  writer.beginFrame();
  writer.int32(correlationId);
  if (responseHeaderVersion(api, version) > 0) writer.noTags();
  api.response.encode(writer, script(api, body) as never, version);
  writer.endFrame();
  return writer.toBuffer();
}
