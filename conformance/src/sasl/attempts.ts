import type { SecurityProtocol } from "@millrace/security";
import type { PasswordCredentials, SaslCredentials } from "../connecting/credentials.ts";
import type { Accounts } from "./accounts.ts";
import { passwordOf } from "./login.ts";
import { type TokenName, type TokenProvider, tokenNames } from "./tokens.ts";

/** What some clients can't do. */
export type Ability = "delegation tokens";

/** A client that tries to log in to a listener. */
export interface LoginAttempt {
  readonly name: string;
  /** Name of the further listener; the plain one if left out. */
  readonly listener?: string;
  readonly protocol: SecurityProtocol;
  readonly credentials?: (accounts: Accounts) => SaslCredentials;
  readonly takes?: Ability;
}

const mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] as const;

/** Credentials of one mechanism, right and wrong. */
function passwordsOf(mechanism: PasswordCredentials["mechanism"]): Readonly<Record<string, SaslCredentials>> {
  const right = passwordOf("alice", mechanism);
  return {
    right,
    "wrong password": { ...right, mechanism, username: "alice", password: "not-alice-secret" },
    "unknown user": { ...right, mechanism, username: "nobody", password: "alice-secret" },
  };
}

function withSecret(token: SaslCredentials, password: string): SaslCredentials {
  return "password" in token ? { ...token, password } : token;
}

/** Right, wrong and missing credentials of each mechanism, on a listener that has them all. */
function onEvery(listener: string, protocol: "SASL_PLAINTEXT" | "SASL_SSL", provider: TokenProvider): LoginAttempt[] {
  const to = (what: string, credentials: (accounts: Accounts) => SaslCredentials): LoginAttempt => ({
    name: `${protocol}, ${what}`,
    listener,
    protocol,
    credentials,
  });
  const passwords = mechanisms.flatMap((mechanism) =>
    Object.entries(passwordsOf(mechanism)).map(([what, credentials]) => to(`${mechanism}, ${what}`, () => credentials)),
  );
  const tokens = tokenNames.map((name: TokenName) => {
    const credentials = provider.credentials(name, "alice");
    return to(`OAUTHBEARER, ${name}`, () => credentials);
  });
  const delegation = [
    to("delegation token, right", ({ token }) => token),
    to("delegation token, wrong secret", ({ token }) => withSecret(token, "bm90IGl0cyBzZWNyZXQ=")),
    to("delegation token, unknown", ({ token }) => ({ ...token, username: "no-token" }) as SaslCredentials),
  ].map((attempt) => ({ ...attempt, takes: "delegation tokens" as const }));
  const none = { name: `${protocol}, no SASL`, listener, protocol: protocol === "SASL_SSL" ? "SSL" : "PLAINTEXT" } as const;
  return [...passwords, ...tokens, ...delegation, none];
}

/** All of them, mechanisms that are not enabled, and listeners that speak otherwise. */
export function loginAttempts(provider: TokenProvider): readonly LoginAttempt[] {
  const token = provider.credentials("right", "alice");
  const plain = passwordOf("alice");
  const limited = [plain, passwordOf("alice", "SCRAM-SHA-256"), token, passwordOf("alice", "SCRAM-SHA-512")];
  return [
    ...onEvery("sasl", "SASL_PLAINTEXT", provider),
    ...onEvery("saslssl", "SASL_SSL", provider),
    ...limited.map(
      (credentials): LoginAttempt => ({
        name: `only SCRAM-SHA-512 is enabled, ${credentials.mechanism}`,
        listener: "limited",
        protocol: "SASL_PLAINTEXT",
        credentials: () => credentials,
      }),
    ),
    { name: "SASL where nobody is asked for it", protocol: "SASL_PLAINTEXT", credentials: () => plain },
    { name: "SASL_SSL to SASL_PLAINTEXT", listener: "sasl", protocol: "SASL_SSL", credentials: () => plain },
    { name: "SASL_PLAINTEXT to SASL_SSL", listener: "saslssl", protocol: "SASL_PLAINTEXT", credentials: () => plain },
  ];
}

/** Logins that end while the client goes on. */
export function reauthentications(provider: TokenProvider): readonly SaslCredentials[] {
  return [...mechanisms.map((mechanism) => passwordOf("admin", mechanism)), provider.credentials("right", "admin")];
}
