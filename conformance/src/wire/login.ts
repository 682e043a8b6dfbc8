import { MillraceError, systemRandom } from "@millrace/kit";
import { type Api, apis, type Draft, type SaslAuthenticateResponse } from "@millrace/protocol";
import { PlainClient, ScramClient, scramMechanismOf, scramNonce } from "@millrace/security";
import { decodeReply, frameOf } from "../differential/talk.ts";
import type { RawConnection } from "./connection.ts";

/** Who logs in, and how. */
export interface Login {
  readonly mechanism: "PLAIN" | "SCRAM-SHA-256";
  readonly user: string;
  readonly password: string;
  /** The user is a token's id, the password its secret (KIP-48). */
  readonly byToken?: boolean;
}

const header = { correlationId: 1, clientId: "referee" };

/** Goes through a login by itself, apart from what a case exercises. Throws AUTHENTICATION_FAILED if the broker refuses. */
export async function logIn(connection: RawConnection, login: Login): Promise<void> {
  const ask = async <Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response> => {
    connection.send(frameOf(api, version, draft, header));
    const answer = await connection.next(15_000);
    if (typeof answer === "string") throw new MillraceError("PROTOCOL_VIOLATION", `${api.name}: ${answer}`);
    return decodeReply(api, version, answer.frame, header.correlationId);
  };
  const { mechanism } = login;
  await ask(apis.saslHandshake, 1, { mechanism });
  const end = clientOf(login);
  for (let message: Buffer | undefined = end.begin(); message !== undefined; ) {
    const reply: SaslAuthenticateResponse = await ask(apis.saslAuthenticate, 2, { authBytes: message });
    if (reply.errorCode !== 0) throw new MillraceError("AUTHENTICATION_FAILED", `${login.user}: ${reply.errorMessage}`);
    message = end.answer(reply.authBytes as Buffer);
  }
}

function clientOf({ mechanism, user, password, byToken = false }: Login) {
  const scram = scramMechanismOf(mechanism);
  if (scram === undefined) return new PlainClient(user, password);
  return new ScramClient(scram, { user, password, extensions: byToken ? { tokenauth: "true" } : {} }, scramNonce(systemRandom));
}
