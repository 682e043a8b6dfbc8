import { type AlterUserScramCredentialsRequest, apis, type Draft } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";

type ScramChanges = Draft<AlterUserScramCredentialsRequest>;

/** On a listener that asks nobody who they are. */
async function saslOff(notes: Notes): Promise<void> {
  for (const mechanism of ["PLAIN", "NONE"]) await notes.each(`handshake ${mechanism}`, apis.saslHandshake, [0, 1], { mechanism });
  await notes.each("authenticate", apis.saslAuthenticate, [0, 2], { authBytes: Buffer.from("\0user\0password") });
}

/** Of a broker that has no secret to make tokens with, from somebody who did not log in. */
async function noTokens(notes: Notes): Promise<void> {
  const hmac = Buffer.from("no token's");
  await notes.each("create", apis.createDelegationToken, [1, 3], { maxLifetimeMs: -1 });
  await notes.each("renew", apis.renewDelegationToken, [1, 2], { hmac, renewPeriodMs: -1 });
  await notes.each("expire", apis.expireDelegationToken, [1, 2], { hmac, expiryTimePeriodMs: -1 });
  await notes.each("describe all", apis.describeDelegationToken, [1, 3], { owners: null });
  await notes.each("describe none", apis.describeDelegationToken, [1, 3], { owners: [] });
}

/** Of users' passwords; nobody has to have one to be served here. */
async function scramCredentials(notes: Notes): Promise<void> {
  const { talk } = notes;
  const user = (name: string) => `${notes.prefix}${name}`;
  const secret = { salt: Buffer.from("a salt"), saltedPassword: Buffer.alloc(32, 7), iterations: 4096, mechanism: 1 };
  const describe = async (what: string, names: readonly string[]): Promise<void> => {
    const asked = { users: names.map((name) => ({ name: user(name) })) };
    await notes.each(what, apis.describeUserScramCredentials, [0, 0], asked, { unordered: ["results", "credentialInfos"] });
  };
  const alter = (what: string, changes: ScramChanges) => notes.each(what, apis.alterUserScramCredentials, [0, 0], changes);
  await describe("nobody", ["a"]);
  await alter("two users", {
    upsertions: [
      { ...secret, name: user("a") },
      { ...secret, name: user("b"), mechanism: 2 },
    ],
  });
  await alter("another mechanism", { upsertions: [{ ...secret, name: user("a"), mechanism: 2, iterations: 5000 }] });
  await alter("refused", {
    upsertions: [
      { ...secret, name: "" },
      { ...secret, name: user("few"), iterations: 4095 },
      { ...secret, name: user("many"), iterations: 16_385 },
      { ...secret, name: user("unknown"), mechanism: 0 },
      { ...secret, name: user("twice") },
      { ...secret, name: user("twice"), mechanism: 2 },
    ],
    deletions: [{ name: user("b"), mechanism: 1 }],
  });
  await alter("nothing", {});
  await talk.until("all credentials are known", async () => {
    const { results } = await talk.call(apis.describeUserScramCredentials, 0, { users: [{ name: user("a") }] });
    return results[0]?.credentialInfos.length === 2;
  });
  await describe("users", ["a", "b", "few"]);
  await describe("the same user twice", ["a", "a"]);
  await alter("no longer", {
    deletions: [
      { name: user("a"), mechanism: 1 },
      { name: user("b"), mechanism: 2 },
    ],
  });
}

export const loginScenarios: readonly Scenario[] = [
  { name: "SASL where nobody is asked for it", run: saslOff },
  { name: "SCRAM credentials", run: scramCredentials },
  { name: "Delegation tokens where there are none", run: noTokens },
];
