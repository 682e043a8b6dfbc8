import type { Clock, Random } from "@millrace/kit";
import type { Connect } from "../net/connect.ts";
import type { Login } from "../net/login.ts";

/** How a client speaks to brokers, and how it proves who it is. */
export interface Security {
  /** Opens streams with TLS; undefined where there is none. */
  readonly connect?: Connect;
  readonly login?: Login;
}

export interface SecurityOptions {
  /** Kafka's properties of clients, such as `security.protocol`. */
  readonly properties: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** What properties say. */
export interface OpenedSecurity {
  readonly security: Security;
  /** Names of properties that are none, or have no effect here. */
  readonly unused: readonly string[];
}

/**
 * Reads Kafka's properties of clients and what they name. What that takes is loaded now. Throws CONFIG_INVALID, which names the
 * property and no secret.
 */
export async function openSecurity(options: SecurityOptions): Promise<OpenedSecurity> {
  const { readSecurity } = await import("./read-security.ts");
  return readSecurity(options);
}
