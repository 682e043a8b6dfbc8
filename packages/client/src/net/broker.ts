import { type Clock, type MillraceError, type Random, sleep } from "@millrace/kit";
import type { Api, Draft } from "@millrace/protocol";
import type { Address } from "./address.ts";
import { type BackOff, backOffMs } from "./back-off.ts";
import type { Connect } from "./connect.ts";
import { Connection } from "./connection.ts";
import { commonVersion, negotiateVersions, type ServedVersions } from "./versions.ts";

/** What all connections of one client share. */
export interface NetworkOptions {
  readonly clientId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly connect: Connect;
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
}

/** One broker's address and the connection to it, made when first needed and again, after a pause, when it broke. */
export class Broker {
  readonly address: Address;
  readonly #options: NetworkOptions;
  #session: Session | undefined;
  #opening: Promise<Session> | undefined;
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
    const { connection, served } = await this.#open();
    const version = commonVersion(api, served, options);
    return connection.request(api, version, draft(version), options.timeoutMs ?? this.#options.requestTimeoutMs);
  }

  /** As `request`, for a request that is not answered. */
  async post<Request, Response>(api: Api<Request, Response>, draft: DraftFor<Request>, options: RequestOptions = {}): Promise<void> {
    const { connection, served } = await this.#open();
    const version = commonVersion(api, served, options);
    return connection.post(api, version, draft(version));
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
      if (this.#closed !== undefined) throw this.#closed;
      return { connection, served };
    } catch (failure) {
      connection.close();
      throw failure;
    }
  }
}
