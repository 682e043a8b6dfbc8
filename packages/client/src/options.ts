import { type Clock, type Random, systemClock, systemRandom } from "@millrace/kit";
import { parseBootstrapServers } from "./net/address.ts";
import type { BackOff } from "./net/back-off.ts";
import type { NetworkOptions } from "./net/broker.ts";
import { type Connect, tcpConnect } from "./net/connect.ts";
import type { Security } from "./security/security.ts";

/** What every client takes. */
export interface ClientOptions {
  /** `host:port`, several separated by commas or as a list. They need not be all brokers: the others are learnt from these. */
  readonly bootstrapServers: string | readonly string[];
  /** As brokers name this client in logs, quotas and groups. Default `millrace`. */
  readonly clientId?: string;
  /** How long one reply may take. Default 30 s. */
  readonly requestTimeoutMs?: number;
  /** How long an operation is tried again while brokers are away or busy. Default 60 s. */
  readonly operationTimeoutMs?: number;
  /** How long opening a connection may take. Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Pauses between attempts of an operation. Default from 100 ms to 1 s. */
  readonly retryBackOff?: BackOff;
  /** Pauses between attempts to connect to one broker. Default from 50 ms to 1 s. */
  readonly reconnectBackOff?: BackOff;
  /** Age at which what is known about the cluster is asked anew. Default 5 minutes. */
  readonly metadataMaxAgeMs?: number;
  /** Largest reply taken from a broker. Default 128 MiB. */
  readonly replyBytesMax?: number;
  /** How streams to brokers are opened. Default: as `security` says, or TCP without TLS. */
  readonly connect?: Connect;
  /** TLS and logins, as `openSecurity` makes them from Kafka's properties. Default: neither. */
  readonly security?: Security;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Whether this process goes on for as long as the client is in use, even while it only waits. Default true. */
  readonly holdsProcess?: boolean;
}

export interface ClusterOptions extends NetworkOptions {
  readonly bootstrap: ReturnType<typeof parseBootstrapServers>;
  readonly operationTimeoutMs: number;
  readonly retryBackOff: BackOff;
  readonly metadataMaxAgeMs: number;
  readonly holdsProcess: boolean;
}

/** Fills in the defaults. Throws CONFIG_INVALID for bootstrap servers that are none. */
export function clusterOptions(options: ClientOptions): ClusterOptions {
  const clock = options.clock ?? systemClock;
  return {
    bootstrap: parseBootstrapServers(options.bootstrapServers),
    clientId: options.clientId ?? "millrace",
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    operationTimeoutMs: options.operationTimeoutMs ?? 60_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    retryBackOff: options.retryBackOff ?? { firstMs: 100, lastMs: 1_000 },
    reconnectBackOff: options.reconnectBackOff ?? { firstMs: 50, lastMs: 1_000 },
    metadataMaxAgeMs: options.metadataMaxAgeMs ?? 300_000,
    replyBytesMax: options.replyBytesMax ?? 128 * 1024 * 1024,
    connect: options.connect ?? options.security?.connect ?? tcpConnect(clock),
    login: options.security?.login,
    clock,
    random: options.random ?? systemRandom,
    holdsProcess: options.holdsProcess ?? true,
  };
}
