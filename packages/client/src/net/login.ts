import { addressText, MillraceError } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import type { SaslClient } from "@millrace/security";
import type { Address } from "./address.ts";
import type { Connection } from "./connection.ts";
import { commonVersion, type ServedVersions } from "./versions.ts";

/** How a client proves to brokers who it is. */
export interface Login {
  /** Kafka's name of the SASL mechanism. */
  readonly mechanism: string;
  /** The client's end of a new exchange. Throws if nothing can be proved, for example because no token is to be had. */
  begin(): SaslClient | Promise<SaslClient>;
}

interface Options {
  readonly address: Address;
  readonly connection: Connection;
  readonly served: ServedVersions;
  readonly login: Login;
  readonly timeoutMs: number;
}

function refused({ address, login }: Options, reason: string, hint: string): MillraceError {
  const message = `${addressText(address)} refuses the login by ${login.mechanism}: ${reason}`;
  return new MillraceError("AUTHENTICATION_FAILED", message, { hint });
}

/**
 * Logs in on a connection, for the first time or again (KIP-368). How long that is good for, in milliseconds; 0: for ever. Throws
 * AUTHENTICATION_FAILED, which trying again does not change, and what `Connection.request` throws.
 */
export async function logIn(options: Options): Promise<number> {
  const { login } = options;
  const exchange = await login.begin();
  await nameMechanism(options);
  let message: Buffer | undefined = exchange.begin();
  for (;;) {
    const { authBytes, sessionLifetimeMs } = await authenticate(options, message);
    message = exchange.answer(Buffer.concat([authBytes].flat()));
    if (message === undefined) return sessionLifetimeMs;
  }
}

async function nameMechanism(options: Options): Promise<void> {
  const { connection, served, login, timeoutMs } = options;
  // Version 0 would make messages of the mechanism come bare.
  const version = commonVersion(apis.saslHandshake, served, { minVersion: 1 });
  const { errorCode, mechanisms } = await connection.request(apis.saslHandshake, version, { mechanism: login.mechanism }, timeoutMs);
  if (errorCode === 0) return;
  if (errorCode === errors.ILLEGAL_SASL_STATE.code) {
    throw refused(options, "it asks for no login", "is this the right listener? security.protocol says whether one asks for a login");
  }
  const enabled = mechanisms.length === 0 ? "no mechanism" : mechanisms.toSorted().join(", ");
  throw refused(options, `it takes ${enabled} only`, "set sasl.mechanism, and sasl.jaas.config with it");
}

async function authenticate(options: Options, message: Buffer) {
  const { connection, served, timeoutMs } = options;
  const version = commonVersion(apis.saslAuthenticate, served);
  const reply = await connection.request(apis.saslAuthenticate, version, { authBytes: message }, timeoutMs);
  if (reply.errorCode === 0) return reply;
  const reason = reply.errorMessage ? reply.errorMessage : `error ${reply.errorCode}`;
  throw refused(options, reason, "are user and password right, or the token, and is the user known to the broker?");
}
