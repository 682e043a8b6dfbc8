import { type Clock, MillraceError, type Random, sleep } from "@millrace/kit";
import type { Api, Draft } from "@millrace/protocol";
import type { Address } from "./address.ts";
import { type BackOff, backOffMs } from "./back-off.ts";
import type { Connect } from "./connect.ts";
import { Connection } from "./connection.ts";
import { type Login, logIn } from "./login.ts";
import { commonVersion, negotiateVersions, type ServedVersions } from "./versions.ts";

/** What all connections of one client share. */
export interface NetworkOptions {
  readonly clientId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly connect: Connect;
  /** Where brokers ask who the client is. */
  readonly login?: Login | undefined;
  readonly connectTimeoutMs: number;
  /** How long a reply may take where a request says nothing else. */
  readonly requestTimeoutMs: number;
  readonly replyBytesMax: number;
  readonly reconnectBackOff: BackOff;
}

export interface RequestOptions {
  /** How long the reply may take. */
  readonly timeoutMs?: number;
  /** Oldest version that will do, where `draft` means something else in older ones. */
  readonly minVersion?: number;
  /** Newest version that will do, where `draft` can't be said in newer ones. */
  readonly maxVersion?: number;
}

/** A request's content, said in the version that both ends know. */
export type DraftFor<Request> = (version: number) => Draft<Request>;

interface Session {
  readonly connection: Connection;
  readonly served: ServedVersions;
  /** When the client has to log in again before it sends anything else; the clock's monotonic milliseconds. */
  logInAgainAtMs: number;
}

/** Share of a login's life after which it is renewed, and by how much that differs. */
const renewalPercentMin = 85;
const renewalPercentSpread = 10;

/** One broker's address and the connection to it, made when first needed and again, after a pause, when it broke. */
export class Broker {
  readonly address: Address;
  readonly #options: NetworkOptions;
  #session: Session | undefined;
  #opening: Promise<Session> | undefined;
  /** The session's login is being renewed: nothing else may be sent. */
  #renewing: Promise<void> | undefined;
  #failures = 0;
  #retryAtMs = 0;
  #closed: MillraceError | undefined;

  constructor(address: Address, options: NetworkOptions) {
    this.address = address;
    this.#options = options;
  }

  get connected(): boolean {
    return this.#session?.connection.usable === true;
  }

  /** Sends a request in the newest version that both ends know. Throws as `Connection.request` does, CONNECTION_FAILED and UNSUPPORTED_VERSION. */
  async request<Request, Response>(api: Api<Request, Response>, draft: DraftFor<Request>, options: RequestOptions = {}): Promise<Response> {
    return this.#send(({ connection, served }) => {
      const version = commonVersion(api, served, options);
      return connection.request(api, version, draft(version), options.timeoutMs ?? this.#options.requestTimeoutMs);
    });
  }

  /** As `request`, for a request that is not answered. */
  async post<Request, Response>(api: Api<Request, Response>, draft: DraftFor<Request>, options: RequestOptions = {}): Promise<void> {
    return this.#send(({ connection, served }) => {
      const version = commonVersion(api, served, options);
      return connection.post(api, version, draft(version));
    });
  }

  /** The versions that the broker serves. */
  async served(): Promise<ServedVersions> {
    return (await this.#open()).served;
  }

  /** What waits for a reply, and what is asked from now on, fails with `reason`. */
  close(reason: MillraceError): void {
    this.#closed = reason;
    this.#session?.connection.close(reason);
  }

  /** Sends something on a session whose login is good. */
  async #send<T>(send: (session: Session) => Promise<T>): Promise<T> {
    for (;;) {
      const session = await this.#open();
      const isDue = this.#options.clock.monotonicMs() >= session.logInAgainAtMs;
      if (this.#renewing === undefined && !isDue) return send(session);
      this.#renewing ??= this.#renew(session).finally(() => {
        this.#renewing = undefined;
      });
      await this.#renewing;
    }
  }

  async #renew(session: Session): Promise<void> {
    try {
      session.logInAgainAtMs = await this.#logIn(session);
    } catch (failure) {
      session.connection.close(failure instanceof MillraceError ? failure : undefined);
      throw failure;
    }
  }

  async #open(): Promise<Session> {
    if (this.#closed !== undefined) throw this.#closed;
    if (this.#session?.connection.usable) return this.#session;
    this.#opening ??= this.#openAnew().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #openAnew(): Promise<Session> {
    const { clock, random, reconnectBackOff } = this.#options;
    const pauseMs = this.#retryAtMs - clock.monotonicMs();
    if (pauseMs > 0) await sleep(clock, pauseMs);
    try {
      const session = await this.#handshake();
      this.#failures = 0;
      this.#session = session;
      return session;
    } catch (failure) {
      this.#failures++;
      this.#retryAtMs = clock.monotonicMs() + backOffMs(reconnectBackOff, this.#failures, random);
      throw failure;
    }
  }

  /** Everything that has to happen before the first request. */
  async #handshake(): Promise<Session> {
    const { connect, clientId, clock, replyBytesMax: frameBytesMax, connectTimeoutMs, requestTimeoutMs } = this.#options;
    const stream = await connect(this.address, connectTimeoutMs);
    const connection = new Connection(stream, { address: this.address, clientId, clock, frameBytesMax });
    try {
      const served = await negotiateVersions(connection, requestTimeoutMs);
      const logInAgainAtMs = await this.#logIn({ connection, served });
      if (this.#closed !== undefined) throw this.#closed;
      return { connection, served, logInAgainAtMs };
    } catch (failure) {
      connection.close();
      throw failure;
    }
  }

  /** When the client has to do so again: before the login ends, and not all clients at once, as Java's do. */
  async #logIn({ connection, served }: Pick<Session, "connection" | "served">): Promise<number> {
    const { login, clock, random, requestTimeoutMs: timeoutMs } = this.#options;
    if (login === undefined) return Number.POSITIVE_INFINITY;
    const lifetimeMs = await logIn({ address: this.address, connection, served, login, timeoutMs });
    if (lifetimeMs <= 0) return Number.POSITIVE_INFINITY;
    return clock.monotonicMs() + (lifetimeMs * (renewalPercentMin + random.below(renewalPercentSpread))) / 100;
  }
}
