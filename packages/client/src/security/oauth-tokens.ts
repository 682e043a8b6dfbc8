import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Clock, MillraceError, messageOf } from "@millrace/kit";
import type { LoginSource } from "./logins.ts";
import { unsecuredToken } from "./unsecured-token.ts";

const endpoint = "sasl.oauthbearer.token.endpoint.url";
const clientId = "sasl.oauthbearer.client.credentials.client.id";
const clientSecret = "sasl.oauthbearer.client.credentials.client.secret";
const scope = "sasl.oauthbearer.scope";
const handlerClass = "sasl.login.callback.handler.class";

/** Properties that say where tokens come from. */
export const oauthProperties: readonly string[] = [endpoint, clientId, clientSecret, scope, handlerClass];

/** Kafka's class that gets tokens; without it Kafka makes such as nobody has signed. */
const retrieving = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";
/** Share of a token's life after which another one is got. */
const refreshShare = 0.8;
const answerTimeoutMs = 10_000;

/** Where OAUTHBEARER gets its tokens. */
export interface OAuthTokens {
  /** One that is good for a while. Throws AUTHENTICATION_FAILED if none is to be had. */
  next(): Promise<string>;
  /** Goes along with each token. */
  readonly extensions: Readonly<Record<string, string>>;
}

export function oauthTokens({ options, properties, clock }: LoginSource): OAuthTokens {
  const url = properties[endpoint];
  const handler = properties[handlerClass] ?? (url === undefined ? undefined : retrieving);
  if (handler !== undefined && handler !== retrieving) {
    throw new MillraceError("CONFIG_INVALID", `${handlerClass}: Java classes can't be loaded`, {
      hint: `leave it out, or use ${retrieving}`,
    });
  }
  if (handler === undefined)
    return { next: async () => unsecuredToken(options, clock.now()), extensions: prefixed(options, "unsecuredLoginExtension_") };
  const extensions = prefixed(options, "extension_");
  if (url === undefined) throw new MillraceError("CONFIG_INVALID", `${endpoint}: it is not given`, { hint: `${handlerClass} needs it` });
  if (url.startsWith("file:")) return { next: async () => tokenInFile(url), extensions };
  const request = tokenRequest(options, properties);
  return { next: cached(clock, () => requestToken(url, request)), extensions };
}

function prefixed(options: ReadonlyMap<string, string>, prefix: string): Record<string, string> {
  const found = [...options].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]);
  return Object.fromEntries(found);
}

function noToken(where: string, why: string, cause?: unknown): MillraceError {
  return new MillraceError("AUTHENTICATION_FAILED", `no token is to be had from ${where}: ${why}`, { cause });
}

function tokenInFile(url: string): string {
  try {
    return readFileSync(fileURLToPath(url), "utf8").trim();
  } catch (cause) {
    throw noToken(url, messageOf(cause), cause);
  }
}

/** The client credentials grant of RFC 6749, as Kafka asks for it. */
function tokenRequest(options: ReadonlyMap<string, string>, properties: LoginSource["properties"]): RequestInit {
  const id = properties[clientId] ?? options.get("clientId");
  const secret = properties[clientSecret] ?? options.get("clientSecret");
  const wanted = properties[scope] ?? options.get("scope");
  if (id === undefined || secret === undefined) {
    const missing = id === undefined ? clientId : clientSecret;
    throw new MillraceError("CONFIG_INVALID", `${missing}: it is not given`, { hint: `${endpoint} needs a client's id and secret` });
  }
  const body = new URLSearchParams({ grant_type: "client_credentials", ...(wanted === undefined ? {} : { scope: wanted }) });
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  return { method: "POST", body, headers: { authorization, accept: "application/json" }, redirect: "error" };
}

async function requestToken(url: string, request: RequestInit): Promise<string> {
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(answerTimeoutMs) });
    if (!response.ok) throw noToken(url, `it answers with status ${response.status}`);
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    const token = answer.access_token ?? answer.id_token;
    if (typeof token !== "string" || token === "") throw noToken(url, "its answer has no access_token");
    return token;
  } catch (cause) {
    throw cause instanceof MillraceError ? cause : noToken(url, messageOf(cause), cause);
  }
}

/** Keeps a token for most of its life. */
function cached(clock: Clock, next: () => Promise<string>): () => Promise<string> {
  let kept: { readonly token: string; readonly untilMs: number } | undefined;
  return async () => {
    const nowMs = clock.now();
    if (kept !== undefined && nowMs < kept.untilMs) return kept.token;
    const token = await next();
    kept = { token, untilMs: nowMs + (expiryMs(token, nowMs) - nowMs) * refreshShare };
    return token;
  };
}

/** When a token ends, if it is one that says so. */
function expiryMs(token: string, otherwise: number): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const exp = typeof claims === "object" && claims !== null && "exp" in claims ? Number(claims.exp) : Number.NaN;
    return Number.isFinite(exp) ? exp * 1000 : otherwise;
  } catch {
    return otherwise;
  }
}
