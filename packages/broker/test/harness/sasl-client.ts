import { apis, type SaslAuthenticateResponse } from "@millrace/protocol";
import { PlainClient, type SaslClient, ScramClient, scramMechanismOf } from "@millrace/security";
import type { RawClient } from "./raw-client.ts";

/** The client's end of a mechanism, without randomness. */
export function saslClient(mechanism: string, user: string, password: string, extensions: Record<string, string> = {}): SaslClient {
  const scram = scramMechanismOf(mechanism);
  return scram === undefined ? new PlainClient(user, password) : new ScramClient(scram, { user, password, extensions }, "nonce");
}

interface Login {
  readonly mechanism: string;
  readonly user: string;
  readonly password: string;
  /** Of SaslAuthenticate. */
  readonly version?: number;
  readonly extensions?: Record<string, string>;
}

/** Goes through a login with SaslHandshake 1. What the broker said last. */
export async function logIn(
  client: RawClient,
  { mechanism, user, password, version = 2, extensions }: Login,
): Promise<SaslAuthenticateResponse> {
  const { errorCode } = await client.call(apis.saslHandshake, 1, { mechanism });
  if (errorCode !== 0) throw new Error(`SaslHandshake is answered with ${errorCode}`);
  const end = saslClient(mechanism, user, password, extensions);
  let message: Buffer | undefined = end.begin();
  for (;;) {
    const reply: SaslAuthenticateResponse = await client.call(apis.saslAuthenticate, version, { authBytes: message });
    if (reply.errorCode !== 0) return reply;
    message = end.answer(reply.authBytes as Buffer);
    if (message === undefined) return reply;
  }
}
