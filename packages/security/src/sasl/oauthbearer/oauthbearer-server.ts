import { cutOff, nothing, refused, refusedBecause, type SaslServer, type ServerStep } from "../exchange.ts";
import { parseInitialResponse } from "./initial-response.ts";

/** What a token is worth. */
export type TokenVerdict =
  | { readonly outcome: "valid"; readonly principal: string; readonly expiresAtMs: number }
  /** `because` is for the log alone. */
  | { readonly outcome: "invalid"; readonly because: string }
  /** Kafka stumbles over it: the client is told nothing. */
  | { readonly outcome: "broken"; readonly because: string }
  | { readonly outcome: "insufficient"; readonly because: string; readonly requiredScope: string };

export type TokenValidator = (token: string) => TokenVerdict | Promise<TokenVerdict>;

/** What a client says that has been told why its token won't do. */
const acknowledgement = 1;

function errorText(verdict: Extract<TokenVerdict, { outcome: "invalid" | "insufficient" }>): string {
  if (verdict.outcome === "invalid") return '{"status":"invalid_token"}';
  return `{"status":"insufficient_scope", "scope":"${verdict.requiredScope}"}`;
}

/** The server's end of OAUTHBEARER (RFC 7628). */
export class OAuthBearerServer implements SaslServer {
  readonly #validate: TokenValidator;
  /** What the client has been told that is wrong with its token. */
  #error: string | undefined;

  constructor(validate: TokenValidator) {
    this.#validate = validate;
  }

  async step(message: Buffer): Promise<ServerStep> {
    if (message.length === 1 && message[0] === acknowledgement && this.#error !== undefined) return refusedBecause(this.#error);
    this.#error = undefined;
    const response = parseInitialResponse(message);
    if (response === undefined) return refused;
    if (response.scheme !== "bearer") return cutOff;
    const verdict = await this.#validate(response.token);
    if (verdict.outcome === "broken") return cutOff;
    if (verdict.outcome !== "valid") {
      this.#error = errorText(verdict);
      return { outcome: "challenge", message: Buffer.from(this.#error) };
    }
    const { principal, expiresAtMs } = verdict;
    const { authorizationId } = response;
    if (authorizationId !== "" && authorizationId !== principal) {
      return refusedBecause(
        `Authentication failed: Client requested an authorization id (${authorizationId}) that is different from the token's principal name (${principal})`,
      );
    }
    return { outcome: "authenticated", message: nothing, identity: { name: principal, expiresAtMs } };
  }
}
