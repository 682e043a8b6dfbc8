import { createServer, type Server as NodeServer, type Socket } from "node:net";
import { type Closeable, MillraceError, systemCodeOf } from "@millrace/kit";

/** Where a server ended up listening. */
export interface BoundAddress {
  readonly host: string;
  readonly port: number;
}

/** A port that is open until it is closed. */
export interface Server extends Closeable {
  readonly address: BoundAddress;
}

/** Opens a port, as {@link TcpServer.listen} does. */
export type Listen = (...asked: Parameters<typeof TcpServer.listen>) => Promise<Server>;

/** A TCP port that hands on accepted sockets. */
export class TcpServer implements Server {
  readonly address: BoundAddress;
  readonly #server: NodeServer;

  private constructor(server: NodeServer, address: BoundAddress) {
    this.#server = server;
    this.address = address;
  }

  /**
   * Binds; port 0 takes a free one. Throws ADDRESS_IN_USE, or IO_FAILED for an address that can't be bound. `onFailure` is told of clients
   * that could not be accepted later on.
   */
  static listen(
    { host, port }: BoundAddress,
    backlog: number,
    onSocket: (socket: Socket) => void,
    onFailure: (cause: Error) => void,
  ): Promise<TcpServer> {
    return new Promise((resolve, reject) => {
      const server = createServer({ noDelay: true, pauseOnConnect: true, keepAlive: true }, onSocket);
      const refuse = (cause: Error): void => reject(bindFailure(host, port, cause));
      server.on("error", refuse);
      server.listen({ host, port, backlog }, () => {
        server.off("error", refuse).on("error", onFailure);
        const bound = server.address();
        if (bound === null || typeof bound === "string")
          return reject(new MillraceError("IO_FAILED", `${host}:${port} was bound without an address`));
        resolve(new TcpServer(server, { host, port: bound.port }));
      });
    });
  }

  /** Stops accepting; sockets that are open stay so. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

function bindFailure(host: string, port: number, cause: Error): MillraceError {
  if (systemCodeOf(cause) === "EADDRINUSE") {
    const hint = "Stop what listens there, or choose another port (0 takes a free one).";
    return new MillraceError("ADDRESS_IN_USE", `${host}:${port} is already in use`, { hint, cause });
  }
  return new MillraceError("IO_FAILED", `can't listen on ${host}:${port}: ${cause.message}`, { cause });
}
