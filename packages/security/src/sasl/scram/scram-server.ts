import { isSameDigest } from "../constant-time.ts";
import { cutOff, refused, refusedBecause, type SaslIdentity, type SaslServer, type ServerStep } from "../exchange.ts";
import type { ScramMechanism } from "../mechanisms.ts";
import { hmac, type ScramCredential, storedKey } from "./credential.ts";
import { type ClientFirst, parseClientFinal, parseClientFirst, serverFirstText } from "./messages.ts";

/** A user's or a delegation token's credential, and who has proved what when it is proved. */
export interface ScramAccount {
  readonly credential: ScramCredential;
  readonly identity: SaslIdentity;
}

/** Where a server finds accounts. */
export interface ScramAccounts {
  user(name: string): ScramAccount | undefined;
  /** By the token's id. */
  token(id: string): ScramAccount | undefined;
}

/** KIP-48: the name is a delegation token's id, and the password its secret. */
const tokenExtension = "tokenauth";

interface Challenge extends ScramAccount {
  readonly nonce: string;
  /** What both sides have said so far. */
  readonly said: string;
}

/** The server's end of SCRAM (RFC 5802). */
export class ScramServer implements SaslServer {
  readonly #mechanism: ScramMechanism;
  readonly #accounts: ScramAccounts;
  readonly #nonce: string;
  #challenge: Challenge | undefined;

  /** `nonce` is to be a new one, which nobody can guess. */
  constructor(mechanism: ScramMechanism, accounts: ScramAccounts, nonce: string) {
    this.#mechanism = mechanism;
    this.#accounts = accounts;
    this.#nonce = nonce;
  }

  step(message: Buffer): ServerStep {
    const challenge = this.#challenge;
    this.#challenge = undefined;
    return challenge === undefined ? this.#first(message) : this.#final(message, challenge);
  }

  #first(message: Buffer): ServerStep {
    const first = parseClientFirst(message);
    if (first === undefined) return refused;
    const account = this.#find(first);
    if (account === undefined) return refused;
    if (first.authorizationId !== "" && first.authorizationId !== first.user) {
      return refusedBecause("Authentication failed: Client requested an authorization id that is different from username");
    }
    const { salt, iterations } = account.credential;
    if (iterations < this.#mechanism.iterationsMin) return refused;
    const nonce = first.nonce + this.#nonce;
    const text = serverFirstText({ nonce, salt, iterations });
    this.#challenge = { ...account, nonce, said: `${first.bare},${text}` };
    return { outcome: "challenge", message: Buffer.from(text) };
  }

  #find({ user, extensions }: ClientFirst): ScramAccount | undefined {
    const byToken = extensions.get(tokenExtension)?.toLowerCase() === "true";
    return byToken ? this.#accounts.token(user) : this.#accounts.user(user);
  }

  #final(message: Buffer, { nonce, said, credential, identity }: Challenge): ServerStep {
    const final = parseClientFinal(message);
    if (final === undefined || final.nonce !== nonce) return refused;
    const { hash } = this.#mechanism;
    const all = `${said},${final.withoutProof}`;
    const signature = hmac(hash, credential.storedKey, all);
    if (final.proof.length !== signature.length) return cutOff;
    const clientKey = signature.map((byte, at) => byte ^ (final.proof[at] ?? 0));
    if (!isSameDigest(storedKey(this.#mechanism, Buffer.from(clientKey)), credential.storedKey)) return refused;
    const proof = hmac(hash, credential.serverKey, all).toString("base64");
    return { outcome: "authenticated", message: Buffer.from(`v=${proof}`), identity };
  }
}
