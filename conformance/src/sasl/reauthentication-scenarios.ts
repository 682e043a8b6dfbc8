import { sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import type { SaslCredentials } from "../connecting/credentials.ts";
import type { Talk } from "../differential/talk.ts";
import { saslClient } from "../wire/login.ts";
import { served } from "./exchange.ts";
import { reauthenticationMs } from "./listeners.ts";
import { passwordOf } from "./login.ts";
import type { TokenProvider } from "./tokens.ts";
import type { SaslScenario, Transcript } from "./transcript.ts";

/** Whether a login is good for as long as the listener says. */
function lifetimeOf(lifetimeMs: number): string {
  return lifetimeMs === reauthenticationMs ? "as long as the listener says" : lifetimeMs > 0 ? "some time" : String(lifetimeMs);
}

/** Logs in anew with whatever credentials, and notes each answer. */
async function anew(transcript: Transcript, name: string, talk: Talk, credentials: SaslCredentials): Promise<void> {
  const named = await transcript.say(`${name}: handshake`, talk, apis.saslHandshake, 1, { mechanism: credentials.mechanism });
  if (named === undefined || named.errorCode !== 0) return;
  const client = saslClient(credentials);
  for (let next: Buffer | undefined = client.begin(); next !== undefined; ) {
    const answer = await talk.ask(apis.saslAuthenticate, 2, { authBytes: next });
    if (typeof answer === "string") return transcript.note(`${name}: end`, answer);
    const { errorCode, errorMessage, sessionLifetimeMs } = answer;
    if (errorCode !== 0) return transcript.note(`${name}: end`, { errorCode, errorMessage, afterwards: await served(talk) });
    next = client.answer(Buffer.from(answer.authBytes));
    if (next === undefined) transcript.note(`${name}: end`, { lifetime: lifetimeOf(sessionLifetimeMs), afterwards: await served(talk) });
  }
}

/** A connection that is logged in to, on which logins end. */
async function begun(transcript: Transcript, name: string, credentials: SaslCredentials, listener = "reauth"): Promise<Talk> {
  const { talk, lifetimeMs } = await transcript.logIn(credentials, listener);
  transcript.note(`${name}: first`, lifetimeOf(lifetimeMs));
  return talk;
}

function seconds(provider: TokenProvider): readonly (readonly [name: string, first: SaslCredentials, second: SaslCredentials])[] {
  const [alice, scram] = [passwordOf("alice"), passwordOf("alice", "SCRAM-SHA-256")];
  const token = provider.credentials("right", "alice");
  return [
    ["PLAIN, the same", alice, alice],
    ["PLAIN, wrong password", alice, { ...passwordOf("bob"), username: "alice" } as SaslCredentials],
    ["PLAIN, another user", alice, passwordOf("bob")],
    ["PLAIN, then SCRAM-SHA-256", alice, scram],
    ["SCRAM-SHA-256, the same", scram, scram],
    ["SCRAM-SHA-256, wrong password", scram, { ...passwordOf("bob", "SCRAM-SHA-256"), username: "alice" } as SaslCredentials],
    ["SCRAM-SHA-256, another user", scram, passwordOf("bob", "SCRAM-SHA-256")],
    ["SCRAM-SHA-256, then SCRAM-SHA-512", scram, passwordOf("alice", "SCRAM-SHA-512")],
    ["OAUTHBEARER, the same", token, token],
    ["OAUTHBEARER, expired", token, provider.credentials("expired", "alice")],
    ["OAUTHBEARER, another user", token, provider.credentials("right", "bob")],
    ["OAUTHBEARER, then PLAIN", token, alice],
  ];
}

/** The second login on a connection. */
function secondLogins(provider: TokenProvider): SaslScenario["run"] {
  return async (transcript) => {
    for (const [name, first, second] of seconds(provider)) await anew(transcript, name, await begun(transcript, name, first), second);
    const unknown = await begun(transcript, "no such mechanism", passwordOf("alice"));
    const refusal = await transcript.say("no such mechanism: handshake", unknown, apis.saslHandshake, 1, { mechanism: "NONE" });
    if (refusal !== undefined) transcript.note("no such mechanism: then", await served(unknown));
    const amid = await begun(transcript, "a request amid", passwordOf("alice"));
    await amid.call(apis.saslHandshake, 1, { mechanism: "PLAIN" });
    await transcript.say("a request amid: then", amid, apis.metadata, 13, { topics: [] }, { fields: ["brokers", "controllerId"] });
    const endless = await begun(transcript, "where logins don't end", passwordOf("alice"), "sasl");
    await anew(transcript, "where logins don't end", endless, passwordOf("alice"));
    const byToken = await begun(transcript, "a token's end", provider.credentials("right", "alice"), "sasl");
    await anew(transcript, "a token's end", byToken, provider.credentials("right", "alice"));
  };
}

/** Clients that let their login end. */
async function lateLogins(transcript: Transcript): Promise<void> {
  const late = await begun(transcript, "late", passwordOf("alice"));
  const gone = await begun(transcript, "gone", passwordOf("alice"));
  const asking = await begun(transcript, "asking for versions", passwordOf("alice"));
  await sleep(systemClock, reauthenticationMs + 300);
  await anew(transcript, "late", late, passwordOf("alice"));
  transcript.note("gone: then", await served(gone));
  await transcript.say("asking for versions: then", asking, apis.apiVersions, 0, {}, { fields: ["apiKeys"] });
}

/** Logging in again on the same connection (KIP-368). */
export function reauthenticationScenarios(provider: TokenProvider): readonly SaslScenario[] {
  return [
    { name: "re-authentication", run: secondLogins(provider) },
    { name: "re-authentication that comes late", run: lateLogins },
  ];
}
