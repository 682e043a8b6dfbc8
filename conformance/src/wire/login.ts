import { MillraceError, systemRandom } from "@millrace/kit";
import { type Api, apis, type Draft, type SaslAuthenticateResponse } from "@millrace/protocol";
import { OAuthBearerClient, PlainClient, type SaslClient, ScramClient, scramMechanismOf, scramNonce } from "@millrace/security";
import type { SaslCredentials } from "../connecting/credentials.ts";
import { decodeReply, frameOf } from "../differential/talk.ts";
import { RawConnection } from "./connection.ts";

const header = { correlationId: 1, clientId: "referee" };

/**
 * Goes through a login by itself, apart from what a case exercises; how long it is good for, in milliseconds. Throws AUTHENTICATION_FAILED
 * if the broker refuses.
 */
export async function logIn(connection: RawConnection, credentials: SaslCredentials): Promise<number> {
  const ask = async <Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response> => {
    connection.send(frameOf(api, version, draft, header));
    const answer = await connection.next(15_000);
    if (typeof answer === "string") throw new MillraceError("PROTOCOL_VIOLATION", `${api.name}: ${answer}`);
    return decodeReply(api, version, answer.frame, header.correlationId);
  };
  const { mechanism } = credentials;
  await ask(apis.saslHandshake, 1, { mechanism });
  const end = saslClient(credentials);
  for (let message: Buffer | undefined = end.begin(); ; ) {
    const reply: SaslAuthenticateResponse = await ask(apis.saslAuthenticate, 2, { authBytes: message });
    if (reply.errorCode !== 0) throw new MillraceError("AUTHENTICATION_FAILED", reply.errorMessage ?? "");
    message = end.answer(reply.authBytes as Buffer);
    if (message === undefined) return reply.sessionLifetimeMs;
  }
}

/** A connection that is logged in to. */
export async function loggedIn(address: string, credentials: SaslCredentials, localAddress?: string): Promise<RawConnection> {
  const connection = await RawConnection.open(address, localAddress);
  await logIn(connection, credentials);
  return connection;
}

/** The client's end of a login. */
export function saslClient(credentials: SaslCredentials): SaslClient {
  if (credentials.mechanism === "OAUTHBEARER") return new OAuthBearerClient(credentials.token);
  const { mechanism, username, password, byToken = false } = credentials;
  const scram = scramMechanismOf(mechanism);
  if (scram === undefined) return new PlainClient(username, password);
  const extensions = byToken ? { tokenauth: "true" } : {};
  return new ScramClient(scram, { user: username, password, extensions }, scramNonce(systemRandom));
}
