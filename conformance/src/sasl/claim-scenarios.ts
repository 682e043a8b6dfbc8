import { OAuthBearerClient } from "@millrace/security";
import { beginExchange, message, served } from "./exchange.ts";
import type { Making, TokenProvider } from "./tokens.ts";
import type { SaslScenario, Transcript } from "./transcript.ts";

const hourSeconds = 3600;

/** Undefined takes a claim away. */
const claims: Readonly<Record<string, Making["claims"]>> = {
  "for many, among them this": { aud: ["others", "kafka"] },
  "for many, not this": { aud: ["others", "kafkas"] },
  "for nobody": { aud: undefined },
  "for a number": { aud: 1 },
  "from nobody": { iss: undefined },
  "no end": { exp: undefined },
  "an end that is a text": { exp: "tomorrow" },
  "no beginning": { iat: undefined },
  "made tomorrow": { iat: 24 * hourSeconds, exp: 48 * hourSeconds },
  "ends before it is made": { iat: 2 * hourSeconds, exp: hourSeconds },
  "good from tomorrow on": { nbf: 24 * hourSeconds },
  "good from just now on": { nbf: 10 },
  "ended just now": { iat: -hourSeconds, exp: -10 },
  "ended a while ago": { exp: -60 },
  "of nobody": { sub: undefined },
  "of a blank": { sub: " " },
  "of a number": { sub: 7 },
  "with blanks around": { sub: " alice " },
  "of somebody unheard of": { sub: "unheard of" },
  "a scope": { scope: "read" },
  "many scopes": { scope: ["read", "write"] },
  "a scope twice": { scope: ["read", "read "] },
  "an empty scope": { scope: "" },
  "scopes of which one is empty": { scope: ["read", ""] },
  "a scope that is a number": { scope: 3 },
  "scopes that are numbers": { scope: [3] },
  "a scope that is nothing": { scope: null },
};

const headers: Readonly<Record<string, Making["header"]>> = {
  "an algorithm of a secret": { alg: "HS256" },
  "another algorithm": { alg: "RS256" },
  "no algorithm": { alg: undefined },
  "no key's name": { kid: undefined },
  "a type": { typ: "at+jwt" },
  "something critical": { crit: ["unknown"], unknown: true },
};

/** What no token is. */
const texts: Readonly<Record<string, string>> = {
  "no token": "abc",
  "two parts": "e30.e30",
  "four parts": "e30.e30.e30.e30",
  "three of nothing": "..",
  "no JSON": "YQ.YQ.YQ",
};

async function tryToken(transcript: Transcript, listener: string, name: string, token: string): Promise<void> {
  const talk = await beginExchange(transcript.talk(listener), "OAUTHBEARER");
  const answer = await message(transcript, name, talk, new OAuthBearerClient(token).begin());
  if (answer?.length === 0) transcript.note(`${name}: then`, await served(talk));
}

function signed(provider: TokenProvider): SaslScenario["run"] {
  return async (transcript) => {
    for (const [name, each] of Object.entries(claims))
      await tryToken(transcript, "sasl", name, provider.token({ claims: each ?? {} }, "alice"));
    for (const [name, header] of Object.entries(headers))
      await tryToken(transcript, "sasl", name, provider.token({ header: header ?? {} }, "alice"));
    for (const [name, text] of Object.entries(texts)) await tryToken(transcript, "sasl", name, text);
  };
}

/** Tokens that nobody has signed, where they are believed. */
function unsigned(listener: string, provider: TokenProvider): SaslScenario["run"] {
  return async (transcript) => {
    for (const [name, each] of Object.entries({ right: {}, ...claims }))
      await tryToken(transcript, listener, name, provider.token({ claims: each ?? {}, by: "none" }, "alice"));
    await tryToken(transcript, listener, "signed", provider.token({}, "alice"));
    for (const [name, text] of Object.entries(texts)) await tryToken(transcript, listener, name, text);
  };
}

/** What OAUTHBEARER's tokens say. */
export function claimScenarios(provider: TokenProvider): readonly SaslScenario[] {
  return [
    { name: "OAUTHBEARER, what tokens say", run: signed(provider) },
    { name: "OAUTHBEARER, unsigned tokens", run: unsigned("unsigned", provider) },
    { name: "OAUTHBEARER, unsigned tokens with a scope", run: unsigned("scoped", provider) },
  ];
}
