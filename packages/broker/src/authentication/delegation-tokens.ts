import { createHmac } from "node:crypto";
import type { Random } from "@millrace/kit";
import type { DelegationTokenRecord } from "@millrace/protocol";
import { newCredential, parsePrincipal, type ScramAccount, type ScramMechanism } from "@millrace/security";
import type { StoredTokens } from "../metadata/delegation-tokens.ts";

/** What delegation tokens are worked out from. */
interface Options {
  readonly stored: StoredTokens;
  /** `delegation.token.secret.key`; null or empty: there are no tokens. */
  readonly secretKey: string | null;
  readonly random: Random;
}

/** Delegation tokens with their secrets: the HMAC of a token's id, which nobody can make up without the broker's key (KIP-48). */
export class DelegationTokens {
  readonly #stored: StoredTokens;
  readonly #key: string;
  readonly #random: Random;
  /** Ids by secrets in base64, as far as anybody has asked. */
  readonly #ids = new Map<string, string>();
  readonly #known = new Set<string>();
  readonly #accounts = new WeakMap<DelegationTokenRecord, Map<string, ScramAccount>>();

  constructor({ stored, secretKey, random }: Options) {
    this.#stored = stored;
    this.#key = secretKey ?? "";
    this.#random = random;
  }

  get enabled(): boolean {
    return this.#key !== "";
  }

  hmacOf(id: string): Buffer {
    return createHmac("sha512", this.#key).update(id).digest();
  }

  all(): Iterable<DelegationTokenRecord> {
    return this.#stored.all();
  }

  /** The token with a secret. */
  withHmac(hmac: Buffer): DelegationTokenRecord | undefined {
    for (const { tokenId } of this.#stored.all()) {
      if (this.#known.has(tokenId)) continue;
      this.#known.add(tokenId);
      this.#ids.set(this.hmacOf(tokenId).toString("base64"), tokenId);
    }
    const id = this.#ids.get(hmac.toString("base64"));
    return id === undefined ? undefined : this.#stored.get(id);
  }

  /** What a client proves that logs in with a token: it is its owner then, until the token ends. The password is the secret in base64. */
  account(mechanism: ScramMechanism, id: string): ScramAccount | undefined {
    const token = this.#stored.get(id);
    if (token === undefined || !this.enabled) return undefined;
    const accounts = this.#accounts.get(token) ?? new Map<string, ScramAccount>();
    this.#accounts.set(token, accounts);
    const known = accounts.get(mechanism.name);
    if (known !== undefined) return known;
    const credential = newCredential(mechanism, this.hmacOf(id).toString("base64"), mechanism.iterationsMin, this.#random);
    const identity = { name: parsePrincipal(token.owner).name, byToken: true, expiresAtMs: token.expirationTimestamp };
    const account = { credential, identity };
    accounts.set(mechanism.name, account);
    return account;
  }

  /** A token is gone. */
  forget(id: string): void {
    this.#known.delete(id);
    this.#ids.delete(this.hmacOf(id).toString("base64"));
  }
}
