import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Closeable, type Logger, Opened } from "@millrace/kit";
import type { Dispatcher } from "../api/dispatcher.ts";
import type { ConnectionFacts } from "../api/handler.ts";
import { BufferPool } from "./buffer-pool.ts";
import { Connection } from "./connection.ts";
import type { Listener } from "./listener.ts";
import { TcpServer } from "./server.ts";
import { readFrom, readInto } from "./socket-reads.ts";

/** Frames in pieces and fetched records use this memory again; more than this is given back to the system. */
const idleBytesMax = 16 << 20;
const anonymous = "User:ANONYMOUS";
const inProcess = "in-process";

/** A listener before its port is known. */
export interface ListenerSpec {
  readonly name: string;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly advertisedHost?: string;
  readonly advertisedPort?: number;
}

/** All doors and all connections of the broker. */
export class Listeners implements Closeable {
  readonly pool = new BufferPool(idleBytesMax);
  readonly #servers = new Opened();
  readonly #connections = new Set<Connection>();
  readonly #logger: Logger;
  readonly #pending: Array<{ socket: Socket; listener: () => Listener }> = [];
  #dispatcher: Dispatcher | undefined;
  #frameBytesMax: () => number = () => 0;
  #lastId = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Binds a port. Clients that connect wait until `serve`. */
  async bind(spec: ListenerSpec): Promise<Listener> {
    let listener: Listener | undefined;
    const server = await TcpServer.listen(spec.host, spec.port, (socket) => this.#accept(socket, () => listener as Listener));
    this.#servers.add(server);
    listener = {
      name: spec.name,
      securityProtocol: "PLAINTEXT",
      host: server.address.host,
      port: server.address.port,
      advertisedHost: spec.advertisedHost ?? server.address.host,
      advertisedPort: spec.advertisedPort ?? server.address.port,
    };
    return listener;
  }

  /** Starts answering; requests may have up to `frameBytesMax` bytes, read anew for each connection. */
  serve(dispatcher: Dispatcher, frameBytesMax: () => number): void {
    this.#dispatcher = dispatcher;
    this.#frameBytesMax = frameBytesMax;
    for (const { socket, listener } of this.#pending.splice(0)) this.#accept(socket, listener);
  }

  /** Serves a client inside the process, over any duplex stream. */
  attach(stream: Duplex, listener: Listener, dispatcher: Dispatcher): void {
    const connection = this.#connect(stream, { listener, remoteHost: inProcess, dispatcher });
    readFrom(stream, (chunk, length) => connection.receive(chunk, length));
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  async close(): Promise<void> {
    const closed = this.#servers.close();
    for (const { socket } of this.#pending.splice(0)) socket.destroy();
    for (const connection of [...this.#connections]) connection.close("the broker stops", "debug");
    await closed;
  }

  #accept(socket: Socket, listener: () => Listener): void {
    const dispatcher = this.#dispatcher;
    if (dispatcher === undefined) {
      this.#pending.push({ socket, listener });
      return;
    }
    const remoteHost = socket.remoteAddress ?? "";
    let connection: Connection | undefined;
    const adopted = readInto(socket, (chunk, length) => connection?.receive(chunk, length));
    connection = this.#connect(adopted, { listener: listener(), remoteHost, dispatcher });
  }

  #connect(
    stream: Duplex,
    { listener, remoteHost, dispatcher }: { listener: Listener; remoteHost: string; dispatcher: Dispatcher },
  ): Connection {
    const facts: ConnectionFacts = {
      id: ++this.#lastId,
      listener,
      remoteHost,
      principal: anonymous,
      softwareName: "",
      softwareVersion: "",
    };
    const connection = new Connection({
      stream,
      facts,
      dispatcher,
      logger: this.#logger,
      pool: this.pool,
      frameBytesMax: this.#frameBytesMax(),
    });
    this.#connections.add(connection);
    stream.once("close", () => this.#connections.delete(connection));
    return connection;
  }
}
