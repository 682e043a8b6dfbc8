import type { Duplex } from "node:stream";
import { Connection } from "@millrace/client";
import type { Clock } from "@millrace/kit";
import type { Api, Draft } from "@millrace/protocol";

const address = { host: "broker", port: 9092 };
const clientId = "caller";
const frameBytesMax = 1 << 26;

/** Asks one thing after the other in the words of the protocol, over one connection, which is made anew once the last one broke. */
export class Caller {
  readonly #connect: () => Promise<Duplex>;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  #connection: Connection | undefined;

  constructor(connect: () => Promise<Duplex>, clock: Clock, timeoutMs: number) {
    this.#connect = connect;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** Nobody has broken the connection since it was made. */
  get isConnected(): boolean {
    return this.#connection?.usable === true;
  }

  /** Throws what a connection throws; what was asked for does not arrive any more then, if it had not. */
  async call<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response> {
    if (this.#connection === undefined || !this.isConnected)
      this.#connection = new Connection(await this.#connect(), { address, clientId, clock: this.#clock, frameBytesMax });
    return this.#connection.request(api, version, draft, this.#timeoutMs);
  }

  /** Its connection breaks, without a word. */
  close(): void {
    this.#connection?.close();
  }
}
