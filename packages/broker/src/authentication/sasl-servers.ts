import type { Clock, Logger, Random } from "@millrace/kit";
import {
  OAuthBearerServer,
  openKeySet,
  openTokenValidator,
  PlainServer,
  type ScramAccounts,
  type ScramMechanism,
  ScramServer,
  scramMechanismOf,
  scramNonce,
  type TokenValidator,
  unsecuredValidator,
} from "@millrace/security";
import { LogLimit } from "../api/log-limit.ts";
import type { OAuthSettings } from "./oauth-settings.ts";
import type { MakeServer } from "./sasl-listener.ts";
import type { MechanismSettings } from "./sasl-settings.ts";

/** What the servers' ends of mechanisms need. */
export interface ServerParts {
  /** Accounts with credentials of one SCRAM mechanism. */
  readonly scramAccounts: (mechanism: ScramMechanism) => ScramAccounts;
  readonly random: Random;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Throws CONNECTION_FAILED if OAUTHBEARER can't get the keys that it needs. */
export async function serverMaker(settings: MechanismSettings, parts: ServerParts): Promise<MakeServer> {
  const { mechanism, options, oauth } = settings;
  const scram = scramMechanismOf(mechanism);
  if (scram !== undefined) {
    const accounts = parts.scramAccounts(scram);
    return () => new ScramServer(scram, accounts, scramNonce(parts.random));
  }
  if (oauth === undefined) return () => new PlainServer((user) => options.get(`user_${user}`));
  const validate = told(await validator(oauth, options, parts), parts);
  return () => new OAuthBearerServer(validate);
}

async function validator(oauth: OAuthSettings, options: ReadonlyMap<string, string>, { clock }: ServerParts): Promise<TokenValidator> {
  if (oauth.kind === "unsigned") return unsecuredValidator(options, clock);
  return openTokenValidator(await openKeySet({ ...oauth.keys, clock }), oauth.rules, clock);
}

/** Clients aren't told why their tokens won't do; the log is. */
function told(validate: TokenValidator, { clock, logger }: ServerParts): TokenValidator {
  const limit = new LogLimit(clock, logger);
  return async (token) => {
    const verdict = await validate(token);
    if (verdict.outcome !== "valid" && limit.admits(verdict.because)) logger.info("a token was refused", { reason: verdict.because });
    return verdict;
  };
}
