import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { systemClock } from "@millrace/kit";
import type { SaslCredentials } from "../connecting/credentials.ts";

const keyId = "the provider's";
const hourSeconds = 3600;
export const issuer = "https://tokens.example.com";
export const audience = "kafka";

/** How a token is wrong, or not. */
export interface Making {
  /** In place of what it holds; times are told in seconds from now. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly keyId?: string;
  /** `none`: nobody signs it. `stranger`: somebody does whose key the broker does not know. */
  readonly by?: "provider" | "stranger" | "none";
}

const times: ReadonlySet<string> = new Set(["iat", "exp", "nbf"]);

const makings = {
  right: {},
  expired: { claims: { iat: -2 * hourSeconds, exp: -hourSeconds } },
  "bad signature": { by: "stranger" },
  "unknown key": { by: "stranger", keyId: "a stranger's" },
  "alg none": { by: "none" },
  "for others": { claims: { aud: "somebody else" } },
  "from others": { claims: { iss: "https://others.example.com" } },
} as const satisfies Readonly<Record<string, Making>>;

export type TokenName = keyof typeof makings;
export const tokenNames = Object.keys(makings) as readonly TokenName[];

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Who makes tokens (RFC 7519), with what a broker needs to check them; `close` removes the files. */
export class TokenProvider {
  readonly #folder = mkdtempSync(join(tmpdir(), "millrace-tokens-"));
  readonly #provider = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  readonly #stranger = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  /** Its keys (RFC 7517). */
  readonly keysUrl: string;

  constructor() {
    const key = { ...this.#provider.publicKey.export({ format: "jwk" }), kid: keyId, use: "sig", alg: "ES256" };
    this.keysUrl = pathToFileURL(this.#write("keys.json", JSON.stringify({ keys: [key] }))).href;
  }

  /** What a client proves with a token of a user. */
  credentials(name: TokenName, user: string): SaslCredentials {
    const token = this.token(makings[name], user);
    return { mechanism: "OAUTHBEARER", token, file: this.#write(`${name} of ${user}`.replaceAll(/\W/g, "-"), token) };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  token({ claims = {}, header: more = {}, keyId: kid = keyId, by = "provider" }: Making, user: string): string {
    const nowSeconds = Math.trunc(systemClock.now() / 1000);
    const all = { sub: user, iss: issuer, aud: audience, iat: 0, exp: 12 * hourSeconds, ...claims };
    const placed = Object.entries(all).map(([name, value]) => [
      name,
      times.has(name) && typeof value === "number" ? nowSeconds + value : value,
    ]);
    const header = by === "none" ? { alg: "none" } : { alg: "ES256", kid };
    const content = `${encoded({ ...header, ...more })}.${encoded(Object.fromEntries(placed))}`;
    if (by === "none") return `${content}.`;
    return `${content}.${signature(content, (by === "provider" ? this.#provider : this.#stranger).privateKey)}`;
  }

  #write(name: string, text: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }
}

function signature(content: string, key: KeyObject): string {
  return sign("sha256", Buffer.from(content), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
}
