import { MillraceError } from "@millrace/kit";

const prefix = "unsecuredLogin";
const lifetimeSecondsDefault = 3600;

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** The first character parts the others. */
function listOf(text: string): string[] {
  return text === "" ? [] : text.slice(1).split(text.charAt(0));
}

const claimKinds: ReadonlyArray<readonly [kind: string, read: (text: string) => unknown]> = [
  ["StringClaim_", (text) => text],
  ["NumberClaim_", Number],
  ["ListClaim_", listOf],
];

/**
 * A token that nobody has signed, of the claims that a JAAS config lists: what Kafka's clients use where nothing is said about tokens, for
 * brokers that believe anybody. Throws CONFIG_INVALID.
 */
export function unsecuredToken(options: ReadonlyMap<string, string>, nowMs: number): string {
  const claims: Record<string, unknown> = {};
  for (const [name, text] of options) {
    for (const [kind, read] of claimKinds) if (name.startsWith(prefix + kind)) claims[name.slice((prefix + kind).length)] = read(text);
  }
  const principalClaim = options.get(`${prefix}PrincipalClaimName`) ?? "sub";
  if (claims[principalClaim] === undefined) {
    throw new MillraceError("CONFIG_INVALID", `sasl.jaas.config: it has no option ${prefix}StringClaim_${principalClaim}`, {
      hint: "for signed tokens set sasl.oauthbearer.token.endpoint.url",
    });
  }
  const lifetimeSeconds = Number(options.get(`${prefix}LifetimeSeconds`) ?? lifetimeSecondsDefault);
  const nowSeconds = nowMs / 1000;
  return `${part({ alg: "none" })}.${part({ iat: nowSeconds, exp: nowSeconds + lifetimeSeconds, ...claims })}.`;
}
