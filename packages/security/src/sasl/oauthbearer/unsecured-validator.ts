import type { Clock } from "@millrace/kit";
import type { TokenVerdict } from "./oauthbearer-server.ts";

type Claims = Readonly<Record<string, unknown>>;

const invalid = (because: string): TokenVerdict => ({ outcome: "invalid", because });
const prefix = "unsecuredValidator";

interface Rules {
  readonly principalClaim: string;
  readonly scopeClaim: string;
  readonly requiredScope: readonly string[];
  readonly clockSkewMs: number;
}

/**
 * Believes tokens that nobody has signed, as Kafka's handler for trying things out does. `options` are those of the JAAS config. It is
 * for listeners that say in as many words that they want it.
 */
export function unsecuredValidator(options: ReadonlyMap<string, string>, clock: Clock): (token: string) => TokenVerdict {
  const option = (name: string) => options.get(prefix + name)?.trim() ?? "";
  const rules: Rules = {
    principalClaim: option("PrincipalClaimName") || "sub",
    scopeClaim: option("ScopeClaimName") || "scope",
    requiredScope: option("RequiredScope").split(" ").filter(Boolean),
    clockSkewMs: Number(option("AllowableClockSkewMs")) || 0,
  };
  return (token) => judged(token, rules, clock.now());
}

function judged(token: string, rules: Rules, nowMs: number): TokenVerdict {
  const [header, claims, signature, ...others] = token.split(".");
  if (header === undefined || claims === undefined || signature === undefined || others.length > 0) return invalid("it has no three parts");
  if (jsonOf(header)?.alg !== "none" || signature !== "") return invalid("it is signed");
  const decoded = jsonOf(claims);
  return decoded === undefined ? invalid("its claims can't be read") : judgedClaims(decoded, rules, nowMs);
}

function judgedClaims(claims: Claims, { principalClaim, scopeClaim, requiredScope, clockSkewMs }: Rules, nowMs: number): TokenVerdict {
  const { [principalClaim]: principal, iat, exp } = claims;
  if (typeof principal !== "string" || principal.trim() === "") return invalid(`it has no "${principalClaim}" claim that is a text`);
  if (typeof exp !== "number" || (iat !== undefined && typeof iat !== "number")) return invalid("its times are no numbers");
  if (iat !== undefined && iat * 1000 > nowMs + clockSkewMs) return invalid("it is from the future");
  if (nowMs - clockSkewMs >= exp * 1000) return invalid("it has expired");
  if (iat !== undefined && exp <= iat) return invalid("it ends before it begins");
  const scope = scopeOf(claims[scopeClaim]);
  if (scope === undefined) return invalid(`its "${scopeClaim}" claim is neither a text nor a list`);
  const missing = requiredScope.find((each) => !scope.includes(each));
  if (missing === undefined) return { outcome: "valid", principal, expiresAtMs: Math.round(exp * 1000) };
  return { outcome: "insufficient", because: `its scope lacks ${missing}`, requiredScope: `[${requiredScope.join(", ")}]` };
}

/** Undefined for what can be none. */
function scopeOf(value: unknown): string[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value !== "string" && !Array.isArray(value)) return undefined;
  return [value].flat().flatMap((each: unknown) => (typeof each === "string" ? [each.trim()] : []));
}

function jsonOf(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
