import { MillraceError } from "@millrace/kit";
import { isSameDigest } from "../constant-time.ts";
import type { SaslClient } from "../exchange.ts";
import { type ScramMechanism, scramIterationsMax } from "../mechanisms.ts";
import { clientKey, hmac, saltedPassword, serverKey, storedKey } from "./credential.ts";
import { clientFirstBare, parseServerFinal, parseServerFirst } from "./messages.ts";

export interface ScramLogin {
  readonly user: string;
  readonly password: string;
  /** Extensions of Kafka: `tokenauth` says that a delegation token is meant. */
  readonly extensions?: Readonly<Record<string, string>>;
}

const gs2Header = "n,,";
/** The most rounds a server may ask for: more than any needs, and few enough not to hold this process up for long. */
const iterationsMax = 100 * scramIterationsMax;

type State =
  | { readonly waitsFor: "challenge" }
  | { readonly waitsFor: "nothing" }
  | { readonly waitsFor: "proof"; readonly signature: Buffer };

function refuse(reason: string): MillraceError {
  return new MillraceError("AUTHENTICATION_FAILED", `the server's SCRAM messages are not as they have to be: ${reason}`);
}

/** The client's end of SCRAM (RFC 5802). The password does not leave it, and the server has to prove that it knows the user, too. */
export class ScramClient implements SaslClient {
  readonly #mechanism: ScramMechanism;
  readonly #login: ScramLogin;
  readonly #nonce: string;
  readonly #first: string;
  #state: State = { waitsFor: "challenge" };

  /** `nonce` is to be a new one, which nobody can guess. */
  constructor(mechanism: ScramMechanism, login: ScramLogin, nonce: string) {
    this.#mechanism = mechanism;
    this.#login = login;
    this.#nonce = nonce;
    this.#first = clientFirstBare(login.user, this.#nonce, login.extensions ?? {});
  }

  begin(): Buffer {
    return Buffer.from(gs2Header + this.#first);
  }

  answer(challenge: Buffer): Buffer | undefined {
    const state = this.#state;
    this.#state = { waitsFor: "nothing" };
    if (state.waitsFor === "challenge") return this.#prove(challenge);
    if (state.waitsFor === "nothing") throw refuse("there is one too many");
    const final = parseServerFinal(challenge);
    if (final === undefined) throw refuse("the last one can't be read");
    if ("error" in final) throw refuse(`it says ${final.error}`);
    if (!isSameDigest(final.signature, state.signature)) {
      throw refuse("it does not know the user");
    }
    return undefined;
  }

  #prove(challenge: Buffer): Buffer {
    const asked = parseServerFirst(challenge);
    if (asked === undefined) throw refuse("the first one can't be read");
    const { nonce, salt, iterations } = asked;
    if (!nonce.startsWith(this.#nonce) || nonce === this.#nonce) throw refuse("the nonce is not this client's");
    if (iterations < this.#mechanism.iterationsMin) throw refuse(`${iterations} iterations are too few`);
    if (iterations > iterationsMax) throw refuse(`${iterations} iterations are too many`);
    const { hash } = this.#mechanism;
    const salted = saltedPassword(this.#mechanism, this.#login.password, salt, iterations);
    const key = clientKey(this.#mechanism, salted);
    const withoutProof = `c=${Buffer.from(gs2Header).toString("base64")},r=${nonce}`;
    const said = `${this.#first},${challenge.toString()},${withoutProof}`;
    const signature = hmac(hash, storedKey(this.#mechanism, key), said);
    const proof = Buffer.from(key.map((byte, at) => byte ^ (signature[at] ?? 0)));
    this.#state = { waitsFor: "proof", signature: hmac(hash, serverKey(this.#mechanism, salted), said) };
    return Buffer.from(`${withoutProof},p=${proof.toString("base64")}`);
  }
}
