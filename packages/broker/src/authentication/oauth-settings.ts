import type { KeySetOptions, TokenRules } from "@millrace/security";
import type { ListenerConfig } from "./listener-config.ts";

const handlerClass = "sasl.server.callback.handler.class";
const jwksUrl = "sasl.oauthbearer.jwks.endpoint.url";
const packageName = "org.apache.kafka.common.security.oauthbearer";
const secured = `${packageName}.OAuthBearerValidatorCallbackHandler`;
const unsecured = `${packageName}.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`;

/** How a listener checks tokens. */
export type OAuthSettings =
  | { readonly kind: "signed"; readonly keys: Omit<KeySetOptions, "clock">; readonly rules: TokenRules }
  /** Whoever says a name is believed. */
  | { readonly kind: "unsigned" };

/** Reads what OAUTHBEARER follows. What is wrong with it goes to the config's problems. */
export function oauthSettings(config: ListenerConfig): OAuthSettings | undefined {
  const handler = config.ofMechanism(handlerClass);
  if (handler === unsecured) return { kind: "unsigned" };
  if (handler === secured) return signedSettings(config);
  const name = config.nameOf(handlerClass);
  // Kafka would take unsigned tokens.
  if (handler === undefined)
    config.complain(`${name} is not given, and tokens would have to be believed that nobody has signed: set it to ${secured}`);
  else config.complain(`${name}: Java classes can't be loaded; there is ${secured}`);
  return undefined;
}

function signedSettings(config: ListenerConfig): OAuthSettings | undefined {
  const url = config.text(jwksUrl)?.trim() ?? "";
  const refreshMs = config.number("sasl.oauthbearer.jwks.endpoint.refresh.ms");
  if (url === "") {
    config.complain(
      `The OAuth validator for the broker requires "${jwksUrl}" to be configured so that JWT signatures can be verified, but it was not set.`,
    );
    return undefined;
  }
  const problem = urlProblem(url);
  if (problem !== undefined) {
    config.complain(`${jwksUrl}: ${problem}`);
    return undefined;
  }
  if (refreshMs <= 0) config.complain(`sasl.oauthbearer.jwks.endpoint.refresh.ms: ${refreshMs} has to be positive`);
  return { kind: "signed", keys: { url, refreshMs, ...backoff(config) }, rules: rules(config) };
}

/** What it holds is not shown: a password may be in it. */
function urlProblem(url: string): string | undefined {
  if (!/^(?:https?|file):/i.test(url) || !URL.canParse(url)) return "it is no URL of http, https or file";
  const { username, password } = new URL(url);
  return username === "" && password === "" ? undefined : "a user and password in it are not sent; the keys have to be there for everybody";
}

function backoff(config: ListenerConfig) {
  return {
    retryBackoffMs: config.number("sasl.oauthbearer.jwks.endpoint.retry.backoff.ms"),
    retryBackoffMaxMs: config.number("sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms"),
  };
}

function rules(config: ListenerConfig): TokenRules {
  return {
    issuer: config.text("sasl.oauthbearer.expected.issuer")?.trim() || undefined,
    audiences: config.list("sasl.oauthbearer.expected.audience"),
    clockSkewSeconds: config.number("sasl.oauthbearer.clock.skew.seconds"),
    scopeClaim: config.text("sasl.oauthbearer.scope.claim.name")?.trim() || "scope",
    subClaim: config.text("sasl.oauthbearer.sub.claim.name")?.trim() || "sub",
  };
}
