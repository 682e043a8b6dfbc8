import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Clock, MillraceError, messageOf } from "@millrace/kit";
import type { CryptoKey, FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters } from "jose";

/** Finds the key that a token is signed with. Throws if there is none. */
export type KeyResolver = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/** The keys of who makes tokens (RFC 7517), as last heard of. */
export interface KeySet {
  /** Throws MillraceError if there are none. */
  current(): Promise<KeyResolver>;
  /** The same, asked for anew unless that was done a moment ago: a token was signed with a key that isn't among them. */
  afterMissing(): Promise<KeyResolver>;
}

export interface KeySetOptions {
  readonly url: string;
  /** How old the keys may get, and the pauses between attempts to get others. */
  readonly refreshMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly clock: Clock;
}

const answerTimeoutMs = 5_000;
/** Tokens that name keys which there are not make the keys asked for again this often at most. */
const missingKeyPauseMs = 10_000;

function failure(url: string, cause: unknown): MillraceError {
  const [place] = url.split(/[?#]/, 1); // what follows may be a secret
  return new MillraceError("CONNECTION_FAILED", `the keys at ${place} can't be read: ${messageOf(cause)}`, {
    hint: "is sasl.oauthbearer.jwks.endpoint.url right?",
    cause,
  });
}

/** Throws MillraceError if the keys can't be read now: a broker must not start that nobody could log in to. */
export async function openKeySet(options: KeySetOptions): Promise<KeySet> {
  const { createLocalJWKSet } = await import("jose");
  const resolver = (text: string): KeyResolver => createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  const keys: KeySet = options.url.startsWith("file:") ? new KeyFile(options.url, resolver) : new RemoteKeys(options, resolver);
  await keys.current();
  return keys;
}

/** A file, read again whenever it has changed. */
class KeyFile implements KeySet {
  readonly #url: string;
  readonly #resolver: (text: string) => KeyResolver;
  #read: { readonly changedMs: number; readonly resolver: KeyResolver } | undefined;

  constructor(url: string, resolver: (text: string) => KeyResolver) {
    this.#url = url;
    this.#resolver = resolver;
  }

  async current(): Promise<KeyResolver> {
    try {
      const path = fileURLToPath(this.#url);
      const { mtimeMs: changedMs } = statSync(path);
      if (this.#read?.changedMs !== changedMs) this.#read = { changedMs, resolver: this.#resolver(readFileSync(path, "utf8")) };
      return this.#read.resolver;
    } catch (cause) {
      throw failure(this.#url, cause);
    }
  }

  afterMissing(): Promise<KeyResolver> {
    return this.current();
  }
}

/** Keys that a provider tells. As in Kafka the old ones stay good while it is away. */
class RemoteKeys implements KeySet {
  readonly #options: KeySetOptions;
  readonly #resolver: (text: string) => KeyResolver;
  #known: { readonly atMs: number; readonly resolver: KeyResolver } | undefined;
  #asking: Promise<KeyResolver> | undefined;
  #failures = 0;
  #againAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: KeySetOptions, resolver: (text: string) => KeyResolver) {
    this.#options = options;
    this.#resolver = resolver;
  }

  current(): Promise<KeyResolver> {
    return this.#notOlderThan(this.#options.refreshMs);
  }

  afterMissing(): Promise<KeyResolver> {
    return this.#notOlderThan(missingKeyPauseMs);
  }

  async #notOlderThan(ageMs: number): Promise<KeyResolver> {
    const nowMs = this.#options.clock.monotonicMs();
    const known = this.#known;
    if (known !== undefined && (nowMs - known.atMs < ageMs || nowMs < this.#againAtMs)) return known.resolver;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<KeyResolver> {
    const { url, clock, retryBackoffMs, retryBackoffMaxMs } = this.#options;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs), headers: { accept: "application/json" } });
      if (!response.ok) throw new Error(`it answers with status ${response.status}`);
      const resolver = this.#resolver(await response.text());
      this.#known = { atMs: clock.monotonicMs(), resolver };
      this.#failures = 0;
      return resolver;
    } catch (cause) {
      this.#againAtMs = clock.monotonicMs() + Math.min(retryBackoffMaxMs, retryBackoffMs * 2 ** this.#failures++);
      if (this.#known === undefined) throw failure(url, cause);
      return this.#known.resolver;
    }
  }
}
