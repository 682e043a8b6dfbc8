import { type Clock, MillraceError, type Random } from "@millrace/kit";
import { OAuthBearerClient, PlainClient, type SaslMechanism, ScramClient, scramMechanismOf, scramNonce } from "@millrace/security";
import type { Login } from "../net/login.ts";
import { oauthTokens } from "./oauth-tokens.ts";

export interface LoginSource {
  /** Of the login module in `sasl.jaas.config`. */
  readonly options: ReadonlyMap<string, string>;
  /** Kafka's properties of clients. */
  readonly properties: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Throws CONFIG_INVALID if an option is missing. */
export function loginOf(mechanism: SaslMechanism, source: LoginSource): Login {
  const { options, random } = source;
  if (mechanism === "OAUTHBEARER") {
    const tokens = oauthTokens(source);
    return { mechanism, begin: async () => new OAuthBearerClient(await tokens.next(), tokens.extensions) };
  }
  const user = option(options, "username");
  const password = option(options, "password");
  const scram = scramMechanismOf(mechanism);
  if (scram === undefined) return { mechanism, begin: () => new PlainClient(user, password) };
  const byToken = options.get("tokenauth")?.toLowerCase() === "true";
  const login = { user, password, extensions: byToken ? { tokenauth: "true" } : {} };
  return { mechanism, begin: () => new ScramClient(scram, login, scramNonce(random)) };
}

function option(options: ReadonlyMap<string, string>, name: string): string {
  const value = options.get(name);
  if (value !== undefined && value !== "") return value;
  throw new MillraceError("CONFIG_INVALID", `sasl.jaas.config: it has no option ${name}`, {
    hint: 'it reads <class> required username="..." password="...";',
  });
}
