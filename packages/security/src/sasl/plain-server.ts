import { isSameSecret } from "./constant-time.ts";
import { nothing, refusedBecause, type SaslServer, type ServerStep } from "./exchange.ts";

const tokensMax = 4;

/** The authorization id, user and password of RFC 4616; those of a message that is none are fewer or more. */
function tokensOf(message: Buffer): string[] {
  return message.toString().split("\0", tokensMax);
}

/** The server's end of PLAIN (RFC 4616). `passwordOf` gives a user's password. */
export class PlainServer implements SaslServer {
  readonly #passwordOf: (user: string) => string | undefined;

  constructor(passwordOf: (user: string) => string | undefined) {
    this.#passwordOf = passwordOf;
  }

  step(message: Buffer): ServerStep {
    const tokens = tokensOf(message);
    const [authorizationId = "", user = "", password = ""] = tokens;
    if (tokens.length !== 3) return refusedBecause(`Invalid SASL/PLAIN response: expected 3 tokens, got ${tokens.length}`);
    if (user === "") return refusedBecause("Authentication failed: username not specified");
    if (password === "") return refusedBecause("Authentication failed: password not specified");
    const expected = this.#passwordOf(user);
    // Unknown users take as long as known ones.
    const isRight = isSameSecret(password, expected ?? "");
    if (expected === undefined || !isRight) return refusedBecause("Authentication failed: Invalid username or password");
    if (authorizationId !== "" && authorizationId !== user) {
      return refusedBecause("Authentication failed: Client requested an authorization id that is different from username");
    }
    return { outcome: "authenticated", message: nothing, identity: { name: user } };
  }
}
