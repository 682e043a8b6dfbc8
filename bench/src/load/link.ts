import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { MillraceError } from "@millrace/kit";
import { type Api, type Draft, Reader, ResponseHeader, responseHeaderVersion } from "@millrace/protocol";
import { requestFrame } from "./frames.ts";
import { ResponseCutter } from "./response-cutter.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
  /** Speak TLS, and trust this certificate, in PEM. */
  readonly trusted?: string;
}

const readBytes = 256 * 1024;

/** A connection to a broker that sends frames and hands on what comes back, with as little work of its own as can be. */
export class Link {
  /** Takes each response, without its size, in memory that is only lent. */
  onResponse: (bytes: Buffer, start: number, end: number) => void = () => {};
  /** Told once when the connection is lost, or when `onResponse` threw. */
  onFailure: (failure: Error) => void = () => {};
  readonly #socket: Socket;

  private constructor(address: Address, opened: (link: Link) => void, failed: (failure: Error) => void) {
    this.onFailure = failed;
    const memory = Buffer.allocUnsafeSlow(readBytes);
    const cutter = new ResponseCutter((bytes, start, end) => this.onResponse(bytes, start, end));
    const callback = (length: number): boolean => {
      try {
        cutter.push(memory, length);
      } catch (thrown) {
        this.onFailure(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
      return true;
    };
    const { host, port, trusted } = address;
    const options = { host, port, noDelay: true, onread: { buffer: memory, callback } };
    this.#socket =
      trusted === undefined ? connect(options, () => opened(this)) : connectTls({ ...options, ca: trusted }, () => opened(this));
    this.#socket.on("error", (failure) => this.onFailure(failure));
    this.#socket.on("end", () => this.onFailure(new MillraceError("CONNECTION_CLOSED", "The broker closed a connection")));
  }

  /** Rejects with the socket's error if nobody listens. */
  static open(address: Address): Promise<Link> {
    return new Promise((resolve, reject) => {
      new Link(address, resolve, reject);
    });
  }

  /** The memory must stay as it is until the response has come. */
  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** One request and its response, decoded; for what is prepared, not for what is measured. */
  call<Request, Response>(api: Api<Request, Response>, draft: Draft<Request>, clientId?: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.onFailure = reject;
      this.onResponse = (bytes, start, end) => resolve(decodeResponse(api, Buffer.from(bytes.subarray(start, end))));
      this.send(requestFrame(api, draft, 0, clientId));
    });
  }

  close(): void {
    this.onFailure = () => {};
    this.#socket.destroy();
  }
}

/** Decodes a response in the version of `requestFrame`; `bytes` begin behind the size. */
export function decodeResponse<Request, Response>(api: Api<Request, Response>, bytes: Buffer): Response {
  const reader = new Reader(bytes);
  ResponseHeader.decode(reader, responseHeaderVersion(api, api.maxVersion));
  return api.response.decode(reader, api.maxVersion);
}
