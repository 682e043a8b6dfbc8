import { connect, type Socket } from "node:net";
import { systemClock } from "@millrace/kit";

/** How an exchange on a raw connection went on: a frame came, the other side closed, or neither for a while. */
export type Answer = { readonly frame: Buffer } | "closed" | "silent";

/** A plain connection to a broker that sends whatever bytes it is given and cuts the frames that come back. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #frames: Buffer[] = [];
  #pending: Buffer = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    const end = (): void => {
      this.#closed = true;
      this.#wake();
    };
    socket.on("end", end).on("close", end).on("error", end);
  }

  /** `localAddress`: what the broker sees as the client's address. */
  static open(bootstrapServers: string, localAddress?: string): Promise<RawConnection> {
    const [host = "", port = ""] = bootstrapServers.split(":");
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port: Number(port), noDelay: true, ...(localAddress !== undefined && { localAddress }) });
      socket.once("error", reject);
      socket.once("connect", () => resolve(new RawConnection(socket)));
    });
  }

  /** Over a connection that somebody else has opened. */
  static over(socket: Socket): RawConnection {
    return new RawConnection(socket);
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** The next frame without its length; "closed" or "silent" (after `timeoutMs`) when none comes. */
  async next(timeoutMs = 5_000): Promise<Answer> {
    let late = false;
    const cancel = systemClock.after(timeoutMs, () => {
      late = true;
      this.#wake();
    });
    while (this.#frames.length === 0 && !this.#closed && !late) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    cancel();
    const frame = this.#frames.shift();
    if (frame !== undefined) return { frame };
    return this.#closed ? "closed" : "silent";
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= 4 && this.#pending.length >= 4 + this.#pending.readInt32BE()) {
      const end = 4 + this.#pending.readInt32BE();
      this.#frames.push(this.#pending.subarray(4, end));
      this.#pending = this.#pending.subarray(end);
    }
    this.#wake();
  }
}
