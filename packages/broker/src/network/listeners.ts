import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Cancel, type Clock, type Closeable, type Logger, Opened } from "@millrace/kit";
import { anonymous, type ConnectionRates, hasTls, type Principal, type SecurityProtocol } from "@millrace/security";
import type { Dispatcher } from "../api/dispatcher.ts";
import type { ConnectionFacts } from "../api/handler.ts";
import { LogLimit } from "../api/log-limit.ts";
import { Authentication } from "../authentication/authentication.ts";
import type { SaslListener } from "../authentication/sasl-listener.ts";
import type { BrokerConfig } from "../config/broker-config.ts";
import type { BrokerCounts } from "../metrics/broker-counts.ts";
import { AddressOverrides } from "./address-overrides.ts";
import { BufferPool } from "./buffer-pool.ts";
import { Connection } from "./connection.ts";
import { ConnectionLimits } from "./connection-limits.ts";
import type { Listener } from "./listener.ts";
import { RequestMemory } from "./request-memory.ts";
import type { Listen } from "./server.ts";
import { readFrom, readInto } from "./socket-reads.ts";
import type { TlsDoors } from "./tls/tls-doors.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** Frames in pieces and fetched records use this memory again; more than this is given back to the system. */
const idleBytesMax = 16 << 20;
const checkMs = 1000;
/** Of one address and one reason, a failed handshake is told once in this time. */
const handshakeLogMs = 60_000;
const inProcess = "in-process";
/** How long a client may be connected without having authenticated itself, however busily it talks; Kafka would wait for ever. */
const unknownMsMax = 60_000;

/** A listener before its port is known. */
export interface ListenerSpec {
  readonly name: string;
  /** PLAINTEXT unless said otherwise. */
  readonly securityProtocol?: SecurityProtocol;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly advertisedHost?: string;
  readonly advertisedPort?: number;
}

/** What answers requests, and the configs that connections follow. */
interface Service extends Gatekeepers {
  readonly dispatcher: Dispatcher;
  readonly config: () => BrokerConfig;
  readonly limits: ConnectionLimits;
  readonly memory: RequestMemory;
}

/** What stands between connecting and being served. */
interface Gatekeepers {
  /** Undefined if no listener has TLS. */
  readonly tls: TlsDoors | undefined;
  readonly saslListeners: ReadonlyMap<string, SaslListener>;
  readonly rates: ConnectionRates;
}

/** All doors and all connections of the broker. */
export class Listeners implements Closeable {
  readonly pool = new BufferPool(idleBytesMax);
  readonly #servers = new Opened();
  readonly #bound: Listener[] = [];
  readonly #connections = new Set<Connection>();
  readonly #waitingRoom: WaitingRoom;
  readonly #logger: Logger;
  readonly #limit: LogLimit;
  readonly #handshakeLimit: LogLimit;
  readonly #clock: Clock;
  readonly #counts: BrokerCounts;
  readonly #listen: Listen;
  #service: Service | undefined;
  #cancelIdleCheck: Cancel = () => {};
  #lastId = 0;

  constructor(logger: Logger, clock: Clock, counts: BrokerCounts, listen: Listen) {
    this.#logger = logger.named("kafka.network");
    this.#limit = new LogLimit(clock, this.#logger);
    this.#handshakeLimit = new LogLimit(clock, this.#logger, { linesMax: 1, periodMs: handshakeLogMs });
    this.#clock = clock;
    this.#counts = counts;
    this.#listen = listen;
    this.#waitingRoom = new WaitingRoom(clock);
  }

  /** All doors, in the order in which they were opened. */
  get bound(): readonly Listener[] {
    return this.#bound;
  }

  /** Those who are connected now. */
  get clients(): readonly ConnectionFacts[] {
    return [...this.#connections].map(({ facts }) => facts);
  }

  /** Bytes of requests that have come in part or wait behind others. */
  get requestBytesHeld(): number {
    return this.#service?.memory.heldBytes ?? 0;
  }

  /** Binds a port. Clients that connect wait until `serve`. */
  async bind(spec: ListenerSpec, backlog: number): Promise<Listener> {
    let listener: Listener | undefined;
    const server = await this.#listen(
      spec,
      backlog,
      (socket) => this.#waitingRoom.enter(socket, () => listener as Listener),
      (cause) => this.#turnedAway("a client could not be accepted", { listener: spec.name, reason: cause.message }),
    );
    this.#servers.add(server);
    listener = {
      name: spec.name,
      securityProtocol: spec.securityProtocol ?? "PLAINTEXT",
      host: server.address.host,
      port: server.address.port,
      advertisedHost: spec.advertisedHost ?? server.address.host,
      advertisedPort: spec.advertisedPort ?? server.address.port,
    };
    this.#bound.push(listener);
    return listener;
  }

  /** Starts answering. */
  serve(dispatcher: Dispatcher, config: () => BrokerConfig, gatekeepers: Gatekeepers): void {
    const memory = new RequestMemory(
      () => config().queuedMaxRequestBytes,
      () => this.#regulateAll(),
    );
    const overrides = new AddressOverrides("a host of max.connections.per.ip.overrides", this.#logger);
    const limits = new ConnectionLimits(config, overrides, gatekeepers.rates);
    overrides.of(config().maxConnectionsPerIpOverrides); // names are looked up before the first client comes
    const service = { dispatcher, config, limits, memory, ...gatekeepers };
    this.#service = service;
    this.#cancelIdleCheck = this.#clock.every(checkMs, () => {
      this.#closeIdle(config().connectionsMaxIdleMs);
      this.#closeUnknown();
      this.#closeExcess();
      memory.check();
      this.#waitingRoom.admitWaiting(); // the limits may have been raised
    });
    this.#waitingRoom.open({
      limits,
      serve: (socket, listener, address) => {
        if (hasTls(listener.securityProtocol)) this.#shakeHands(socket, listener, address, service);
        else this.#serveSocket(socket, listener, address, service);
      },
      refused: ({ name: listener }, remote, reason) => this.#turnedAway("connection refused", { remote, listener, reason }),
    });
  }

  /** Serves a client inside the process, over any duplex stream. */
  attach(stream: Duplex, listener: Listener): void {
    if (this.#service === undefined) return void stream.destroy();
    const connection = this.#connect(stream, listener, inProcess, this.#service);
    readFrom(stream, (chunk, length) => connection.receive(chunk, length));
  }

  async close(): Promise<void> {
    this.#cancelIdleCheck();
    const closed = this.#servers.close();
    this.#waitingRoom.close();
    for (const connection of [...this.#connections]) connection.close("the broker stops");
    this.#service?.dispatcher.watch.close();
    this.#limit.close();
    await this.#service?.tls?.close();
    this.#handshakeLimit.close();
    await closed;
  }

  #regulateAll(): void {
    for (const connection of this.#connections) connection.regulate();
  }

  /** Clients that try again and again don't fill the log. */
  #turnedAway(message: string, facts: { readonly remote?: string; readonly listener: string; readonly reason: string }): void {
    if (this.#limit.admits(`${facts.remote ?? facts.listener}: ${facts.reason}`)) this.#logger.info(message, facts);
  }

  #serveSocket(socket: Socket, listener: Listener, address: string, service: Service): void {
    let connection: Connection | undefined;
    const adopted = readInto(socket, (chunk, length) => connection?.receive(chunk, length));
    connection = this.#connect(adopted, listener, address, service);
    adopted.once("close", () => this.#left(listener, address, service));
  }

  /** A client counts as connected from before its handshake on. */
  #shakeHands(socket: Socket, listener: Listener, address: string, service: Service): void {
    const counts = this.#counts.listener(listener.name);
    socket.once("close", () => this.#left(listener, address, service));
    service.tls?.open(listener, socket, {
      secured: (stream, principal) => {
        if (listener.securityProtocol === "SSL") {
          // With SASL on top the client has yet to say who it is.
          counts.authentications++;
          counts.authenticationsWithoutReauthentication++;
        }
        const connection = this.#connect(stream, listener, address, service, principal);
        readFrom(stream, (chunk, length) => connection.receive(chunk, length));
      },
      failed: (reason) => {
        counts.authenticationsFailed++;
        const isNews = this.#handshakeLimit.admits(`${address}: ${reason}`);
        if (isNews) this.#logger.warn("TLS handshake failed", { remote: address, listener: listener.name, reason });
      },
    });
  }

  #left(listener: Listener, address: string, { limits }: Service): void {
    limits.leave(listener.name, address);
    this.#waitingRoom.admitWaiting();
  }

  #connect(stream: Duplex, listener: Listener, remoteHost: string, service: Service, principal: Principal = anonymous): Connection {
    const { dispatcher, config, memory } = service;
    const facts: ConnectionFacts = {
      id: ++this.#lastId,
      listener,
      remoteHost,
      remotePort: stream instanceof Socket ? stream.remotePort : undefined,
      inProcess: remoteHost === inProcess,
      principal,
      softwareName: "",
      softwareVersion: "",
      ...this.#authentication(listener, remoteHost, service, (proved) => {
        facts.principal = proved;
      }),
    };
    const connection = new Connection({
      stream,
      facts,
      dispatcher,
      logger: this.#logger,
      clock: this.#clock,
      pool: this.pool,
      memory,
      counts: this.#counts.listener(listener.name),
      frameBytesMax: config().socketRequestMaxBytes,
    });
    this.#connections.add(connection);
    stream.once("close", () => this.#connections.delete(connection));
    connection.regulate();
    return connection;
  }

  /** What a client has to go through first. Nobody asks this process itself. */
  #authentication(
    { name }: Listener,
    remoteHost: string,
    { saslListeners }: Service,
    onPrincipal: (principal: Principal) => void,
  ): Pick<ConnectionFacts, "authentication"> {
    const listener = remoteHost === inProcess ? undefined : saslListeners.get(name);
    if (listener === undefined) return {};
    return { authentication: new Authentication({ listener, clock: this.#clock, counts: this.#counts.listener(name), onPrincipal }) };
  }

  /** Closes those that should have said long ago who they are. */
  #closeUnknown(): void {
    for (const connection of this.#connections) {
      const unknownForMs = connection.facts.authentication?.unknownForMs ?? 0;
      if (unknownForMs > unknownMsMax) connection.close("it did not authenticate itself in time");
    }
  }

  /** Closes those that have been silent for longest if there are more than may be: `max.connections` was lowered. */
  #closeExcess(): void {
    const excess = this.#service?.limits.excess ?? 0;
    if (excess === 0) return;
    const overTcp = [...this.#connections].filter(({ facts }) => !facts.inProcess);
    const longestSilent = overTcp.sort((a, b) => a.lastActiveMs - b.lastActiveMs).slice(0, excess);
    for (const connection of longestSilent) connection.close("max.connections was lowered");
  }

  /** Closes what has been silent for `connections.max.idle.ms`; a negative time never ends. */
  #closeIdle(maxIdleMs: number): void {
    if (maxIdleMs < 0) return;
    const silentSinceMs = this.#clock.monotonicMs() - maxIdleMs;
    for (const connection of this.#connections) {
      if (connection.lastActiveMs < silentSinceMs) connection.close("it was idle");
    }
  }
}
