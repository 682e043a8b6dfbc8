import type { SaslClient } from "../exchange.ts";
import { initialResponseText } from "./initial-response.ts";

/** The client's end of OAUTHBEARER (RFC 7628). */
export class OAuthBearerClient implements SaslClient {
  readonly #first: Buffer;

  constructor(token: string, extensions: Readonly<Record<string, string>> = {}) {
    this.#first = Buffer.from(initialResponseText(token, extensions));
  }

  begin(): Buffer {
    return this.#first;
  }

  /** A challenge is what is wrong with the token. It has to be acknowledged before the server ends the exchange. */
  answer(challenge: Buffer): Buffer | undefined {
    return challenge.length === 0 ? undefined : Buffer.of(1);
  }
}
