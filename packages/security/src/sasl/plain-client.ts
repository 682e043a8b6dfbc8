import type { SaslClient } from "./exchange.ts";

/** The client's end of PLAIN (RFC 4616): user and password, as they are. */
export class PlainClient implements SaslClient {
  readonly #user: string;
  readonly #password: string;

  constructor(user: string, password: string) {
    this.#user = user;
    this.#password = password;
  }

  begin(): Buffer {
    return Buffer.from(`\0${this.#user}\0${this.#password}`);
  }

  answer(): undefined {}
}
