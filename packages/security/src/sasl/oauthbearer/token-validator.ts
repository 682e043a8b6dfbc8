import { type Clock, MillraceError, messageOf } from "@millrace/kit";
import type { JWTPayload, JWTVerifyOptions } from "jose";
import type { KeyResolver, KeySet } from "./key-sets.ts";
import type { TokenValidator, TokenVerdict } from "./oauthbearer-server.ts";

/** What a token has to be like, as Kafka's `sasl.oauthbearer.*` say it. */
export interface TokenRules {
  /** Undefined: anybody. */
  readonly issuer: string | undefined;
  /** A token has to be for one of these; for nobody in particular if there are none. */
  readonly audiences: readonly string[];
  readonly clockSkewSeconds: number;
  readonly scopeClaim: string;
  readonly subClaim: string;
}

/** Signatures that only the provider can make. A secret that both ends know would be no proof, and `none` is none. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"];

const invalid = (because: string): TokenVerdict => ({ outcome: "invalid", because });

/** Checks signed tokens. */
export async function openTokenValidator(keys: KeySet, rules: TokenRules, clock: Clock): Promise<TokenValidator> {
  const { jwtVerify, errors } = await import("jose");
  const options = (): JWTVerifyOptions => ({
    algorithms,
    clockTolerance: rules.clockSkewSeconds,
    currentDate: new Date(clock.now()),
    requiredClaims: ["exp", "iat"],
    ...(rules.issuer === undefined ? {} : { issuer: rules.issuer }),
    ...(rules.audiences.length === 0 ? {} : { audience: [...rules.audiences] }),
  });
  const payloadOf = async (token: string, resolver: KeyResolver) => (await jwtVerify(token, resolver, options())).payload;
  return async (token) => {
    try {
      return judged(await payloadOf(token, await keys.current()), rules);
    } catch (thrown) {
      if (!(thrown instanceof errors.JWKSNoMatchingKey)) return refusal(thrown, errors.JOSEError);
    }
    try {
      return judged(await payloadOf(token, await keys.afterMissing()), rules);
    } catch (thrown) {
      return refusal(thrown, errors.JOSEError);
    }
  };
}

function refusal(thrown: unknown, JOSEError: new (...args: never[]) => Error): TokenVerdict {
  if (thrown instanceof JOSEError || thrown instanceof MillraceError) return invalid(messageOf(thrown));
  throw thrown;
}

function judged(claims: JWTPayload, { audiences, scopeClaim, subClaim }: TokenRules): TokenVerdict {
  // As in Kafka: a token for somebody in particular is for nobody here.
  if (audiences.length === 0 && claims.aud !== undefined) return invalid('it has an "aud" claim, and no audience is expected');
  const { exp = 0, iat = 0, [subClaim]: subject } = claims;
  if (exp < iat) return invalid("it ends before it is made");
  if (typeof (subject ?? "") !== "string") return invalid(`its "${subClaim}" claim is no text`);
  const problem = scopeProblem(claims[scopeClaim]);
  if (problem !== undefined) return { outcome: problem.outcome, because: `its "${scopeClaim}" claim ${problem.because}` };
  if (typeof subject !== "string" || subject.trim() === "") return invalid(`it has no "${subClaim}" claim that is a text`);
  const expiresAtMs = Math.round(exp * 1000);
  return expiresAtMs < 0 ? invalid("it ends before 1970") : { outcome: "valid", principal: subject.trim(), expiresAtMs };
}

/** The first one that Kafka comes across. */
function scopeProblem(scope: unknown): { readonly outcome: "invalid" | "broken"; readonly because: string } | undefined {
  const seen = new Set<string>();
  for (const each of typeof scope === "string" ? [scope] : Array.isArray(scope) ? scope : []) {
    if (typeof each !== "string") return { outcome: "broken", because: "has something that is no text" };
    const text = each.trim();
    if (text === "") return { outcome: "invalid", because: "has something blank" };
    if (seen.has(text)) return { outcome: "invalid", because: "has something twice" };
    seen.add(text);
  }
  return undefined;
}
