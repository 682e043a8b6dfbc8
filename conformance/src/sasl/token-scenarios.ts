import { systemClock } from "@millrace/kit";
import { apis, type CreateDelegationTokenRequest, type DescribeDelegationTokenResponse, type Draft } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import { createAcls } from "../authorization/preparation.ts";
import type { SaslCredentials } from "../connecting/credentials.ts";
import type { Talk } from "../differential/talk.ts";
import type { Blanks } from "../differential/verdict-of.ts";
import { served } from "./exchange.ts";
import { passwordOf } from "./login.ts";
import type { SaslScenario, Transcript } from "./transcript.ts";

const user = "User";
const dayMs = 86_400_000;

interface Token {
  readonly id: string;
  readonly hmac: Buffer;
}

/** Ids, secrets and times differ from run to run; how far times are apart does not. */
const tokenBlanks: Blanks = {
  fields: ["hmac", "issueTimestampMs", "issueTimestamp"],
  unordered: ["tokens", "renewers"],
};

interface Times {
  readonly issueTimestampMs?: number;
  readonly issueTimestamp?: number;
  readonly expiryTimestampMs?: number;
  readonly expiryTimestamp?: number;
  readonly maxTimestampMs?: number;
  readonly maxTimestamp?: number;
}

/** A reply or a token of one, with times told from when it was made. */
function fromIssue<T extends Times>(reply: T): unknown {
  const issueMs = reply.issueTimestampMs ?? reply.issueTimestamp ?? 0;
  if (issueMs <= 0) return reply;
  const told = Object.entries(reply).map(([name, value]) => {
    if (name === "tokenId") return [name, /^[\w-]{22}$/.test(String(value)) ? "an id" : value];
    return [name, /^(expiry|max)/.test(name) ? Number(value) - issueMs : value];
  });
  return Object.fromEntries(told);
}

/** Those who have to do with tokens, each on a connection of their own. */
function people(transcript: Transcript) {
  const known = (name: string): Talk => transcript.known(passwordOf(name));
  return { dora: known("dora"), bob: known("bob"), carol: known("carol"), admin: known("admin") };
}

/** Makes a token and notes what is told of it. */
async function create(
  transcript: Transcript,
  name: string,
  talk: Talk,
  draft: Draft<CreateDelegationTokenRequest>,
  version = 3,
): Promise<Token | undefined> {
  const reply = await talk.call(apis.createDelegationToken, version, draft);
  transcript.note(name, fromIssue(reply), tokenBlanks);
  const { errorCode, tokenId, hmac } = reply;
  if (errorCode !== 0) return undefined;
  transcript.note(`${name}: secret`, Buffer.from(hmac).length);
  return { id: tokenId, hmac: Buffer.from(hmac) };
}

const renewers = (...names: readonly string[]) => names.map((principalName) => ({ principalType: user, principalName }));

const drafts: Readonly<Record<string, Draft<CreateDelegationTokenRequest>>> = {
  "as long as may be": { maxLifetimeMs: -1 },
  "no life asked for": { maxLifetimeMs: 0 },
  "a second": { maxLifetimeMs: 1000 },
  "two days": { maxLifetimeMs: 2 * dayMs },
  "longer than may be": { maxLifetimeMs: 100 * dayMs },
  "one renewer": { maxLifetimeMs: -1, renewers: renewers("carol") },
  "two renewers": { maxLifetimeMs: -1, renewers: renewers("carol", "bob") },
  "a renewer twice": { maxLifetimeMs: -1, renewers: renewers("carol", "carol") },
  "a renewer without a name": { maxLifetimeMs: -1, renewers: renewers("") },
  "a group as renewer": { maxLifetimeMs: -1, renewers: [{ principalType: "Group", principalName: "g" }] },
  "for oneself by name": { maxLifetimeMs: -1, ownerPrincipalType: user, ownerPrincipalName: "dora" },
  "for another": { maxLifetimeMs: -1, ownerPrincipalType: user, ownerPrincipalName: "bob" },
  "for nobody": { maxLifetimeMs: -1, ownerPrincipalType: user, ownerPrincipalName: "" },
  "for somebody of no type": { maxLifetimeMs: -1, ownerPrincipalType: null, ownerPrincipalName: "bob" },
  "for somebody of an empty type": { maxLifetimeMs: -1, ownerPrincipalType: "", ownerPrincipalName: "bob" },
  "for a group": { maxLifetimeMs: -1, ownerPrincipalType: "Group", ownerPrincipalName: "g" },
};

async function creations(transcript: Transcript): Promise<void> {
  const { dora, admin } = people(transcript);
  for (const version of [1, 2, 3]) await create(transcript, `version ${version}`, dora, { maxLifetimeMs: -1 }, version);
  for (const [name, draft] of Object.entries(drafts)) {
    await create(transcript, name, dora, draft);
    if (draft.ownerPrincipalName) await create(transcript, `${name}, by a super user`, admin, draft);
  }
}

/** Makes a token and waits until it is known: Apache Kafka's controller learns of it by its own records. */
async function made(talk: Talk, draft: Draft<CreateDelegationTokenRequest>): Promise<Token> {
  const { tokenId, hmac } = await talk.call(apis.createDelegationToken, 3, draft);
  await talk.until("the token is known", () => isKnown(talk, tokenId));
  return { id: tokenId, hmac: Buffer.from(hmac) };
}

async function isKnown(talk: Talk, id: string): Promise<boolean> {
  const { tokens } = await talk.call(apis.describeDelegationToken, 3, { owners: null });
  return tokens.some(({ tokenId }) => tokenId === id);
}

/** When a token ends, told from now: to the minute, since the answer took a while. */
function minutesLeft(expiryTimestampMs: number): number {
  return expiryTimestampMs <= 0 ? expiryTimestampMs : Math.round((expiryTimestampMs - systemClock.now()) / 60_000) || 0;
}

async function renew(
  transcript: Transcript,
  name: string,
  talk: Talk,
  { hmac }: Pick<Token, "hmac">,
  renewPeriodMs: number,
): Promise<void> {
  for (const version of [1, 2]) {
    const { errorCode, expiryTimestampMs } = await talk.call(apis.renewDelegationToken, version, { hmac, renewPeriodMs });
    transcript.note(`${name}, version ${version}`, { errorCode, minutesLeft: minutesLeft(expiryTimestampMs) });
  }
}

async function expire(
  transcript: Transcript,
  name: string,
  talk: Talk,
  { hmac }: Pick<Token, "hmac">,
  expiryTimePeriodMs: number,
  versions: readonly number[] = [1, 2],
): Promise<void> {
  for (const version of versions) {
    const { errorCode, expiryTimestampMs } = await talk.call(apis.expireDelegationToken, version, { hmac, expiryTimePeriodMs });
    transcript.note(`${name}, version ${version}`, { errorCode, minutesLeft: minutesLeft(expiryTimestampMs) });
  }
}

async function renewals(transcript: Transcript): Promise<void> {
  const { dora, bob, carol, admin } = people(transcript);
  const token = await made(dora, { maxLifetimeMs: 3 * dayMs, renewers: renewers("carol") });
  const hourMs = 3_600_000;
  await renew(transcript, "by the owner, an hour", dora, token, hourMs);
  await renew(transcript, "by the owner, as long as may be", dora, token, -1);
  await renew(transcript, "by the owner, no time", dora, token, 0);
  await renew(transcript, "by the owner, longer than it may live", dora, token, 30 * dayMs);
  await renew(transcript, "by the renewer", carol, token, 2 * hourMs);
  await renew(transcript, "by somebody else", bob, token, hourMs);
  await renew(transcript, "by a super user", admin, token, hourMs);
  await renew(transcript, "no such token", dora, { hmac: Buffer.from("none") }, hourMs);
  await renew(transcript, "an empty secret", dora, { hmac: Buffer.alloc(0) }, hourMs);
  const others = await made(admin, { maxLifetimeMs: -1, ownerPrincipalType: user, ownerPrincipalName: "bob" });
  await renew(transcript, "by who asked for it", admin, others, hourMs);
  await renew(transcript, "by whom it is for", bob, others, hourMs);
}

async function endings(transcript: Transcript): Promise<void> {
  const { dora, bob, carol, admin } = people(transcript);
  const token = await made(dora, { maxLifetimeMs: 3 * dayMs, renewers: renewers("carol") });
  const hourMs = 3_600_000;
  await expire(transcript, "by somebody else", bob, token, hourMs);
  await expire(transcript, "by somebody else, at once", bob, token, -1);
  await expire(transcript, "by a super user", admin, token, hourMs);
  await expire(transcript, "no such token", dora, { hmac: Buffer.from("none") }, hourMs);
  await expire(transcript, "in an hour", dora, token, hourMs);
  await expire(transcript, "by the renewer", carol, token, 2 * hourMs);
  await expire(transcript, "later than it may live", dora, token, 30 * dayMs);
  await expire(transcript, "at once", dora, token, -1, [2]);
  await dora.until("the token is no more", async () => !(await isKnown(dora, token.id)));
  await renew(transcript, "when it is no more", dora, token, hourMs);
  await expire(transcript, "when it is no more, at once", dora, token, -1);
  const brief = await made(dora, { maxLifetimeMs: 1 });
  await dora.until("the token has expired", async () => {
    const { errorCode } = await dora.call(apis.renewDelegationToken, 2, { hmac: brief.hmac, renewPeriodMs: 1 });
    return errorCode !== 0;
  });
  await renew(transcript, "when it has expired", dora, brief, hourMs);
  await renew(transcript, "of another that has expired", bob, brief, hourMs);
  await expire(transcript, "when it has expired", dora, brief, hourMs);
  await expire(transcript, "when it has expired, by somebody else", bob, brief, hourMs);
  await expire(transcript, "when it has expired, at once", dora, brief, -1, [1]);
}

function acl(principal: string, operation: number, resourceType: number, resourceName: string) {
  return {
    resourceType,
    resourceName,
    resourcePatternType: patternTypes.LITERAL,
    principal: `User:${principal}`,
    host: "*",
    operation,
    permissionType: permissionTypes.ALLOW,
  };
}

/** Tokens of this case that somebody is told of, in order of their names. */
async function descriptions(transcript: Transcript): Promise<void> {
  const { dora, bob, carol, admin } = people(transcript);
  const administrator = transcript.talk(undefined);
  const tokens: Readonly<Record<string, Token>> = {
    "dora's": await made(dora, { maxLifetimeMs: -1 }),
    "dora's, carol renews it": await made(dora, { maxLifetimeMs: -1, renewers: renewers("carol") }),
    "carol's by admin": await made(admin, { maxLifetimeMs: -1, ownerPrincipalType: user, ownerPrincipalName: "carol" }),
    "a group's by admin": await made(admin, { maxLifetimeMs: -1, ownerPrincipalType: "Group", ownerPrincipalName: "g" }),
  };
  const names = new Map(Object.entries(tokens).map(([name, { id }]) => [id, name]));
  const told = ({ errorCode, tokens: all }: DescribeDelegationTokenResponse) => ({
    errorCode,
    tokens: all
      .flatMap((token) => {
        const known = names.get(token.tokenId);
        return known === undefined ? [] : [{ known, ...(fromIssue(token) as object), secret: Buffer.from(token.hmac).length }];
      })
      .sort((a, b) => (a.known < b.known ? -1 : 1)),
  });
  const describe = async (name: string, talk: Talk, owners: readonly string[] | null, version = 3): Promise<void> => {
    const asked = owners?.map((principalName) => ({ principalType: user, principalName })) ?? null;
    transcript.note(name, told(await talk.call(apis.describeDelegationToken, version, { owners: asked })), tokenBlanks);
  };
  for (const version of [1, 2, 3]) await describe(`dora, all, version ${version}`, dora, null, version);
  await describe("dora, none", dora, []);
  await describe("dora, her own", dora, ["dora"]);
  await describe("dora, of carol", dora, ["carol"]);
  await describe("dora, of both", dora, ["carol", "dora", "nobody"]);
  await describe("carol, all", carol, null);
  await describe("admin, all", admin, null);
  await describe("admin, of dora", admin, ["dora"]);
  await describe("admin, his own", admin, ["admin"]);
  await describe("bob, all", bob, null);
  await createAcls(administrator, [acl("bob", aclOperations.DESCRIBE, resourceTypes.DELEGATION_TOKEN, tokens["dora's"]?.id ?? "")]);
  await describe("bob, all, who may see one", bob, null);
  await describe("bob, of dora, who may see one", bob, ["dora"]);
  await createAcls(administrator, [acl("bob", aclOperations.DESCRIBE_TOKENS, resourceTypes.USER, "User:carol")]);
  await describe("bob, all, who may see carol's", bob, null);
  await createAcls(administrator, [acl("bob", aclOperations.CREATE_TOKENS, resourceTypes.USER, "User:carol")]);
  await create(transcript, "bob makes one for carol", bob, { maxLifetimeMs: -1, ownerPrincipalType: user, ownerPrincipalName: "carol" });
  await create(transcript, "bob makes one for dora", bob, { maxLifetimeMs: -1, ownerPrincipalType: user, ownerPrincipalName: "dora" });
}

function proofOf({ id, hmac }: Token, mechanism: "SCRAM-SHA-256" | "SCRAM-SHA-512"): SaslCredentials {
  return { mechanism, username: id, password: hmac.toString("base64"), byToken: true };
}

/** Who logged in with a token is its owner, but may not ask about tokens. */
async function loggedIn(transcript: Transcript): Promise<void> {
  const { dora } = people(transcript);
  const token = await made(dora, { maxLifetimeMs: -1 });
  for (const mechanism of ["SCRAM-SHA-256", "SCRAM-SHA-512"] as const) {
    const { talk, lifetimeMs } = await transcript.logIn(proofOf(token, mechanism));
    transcript.note(`${mechanism}: a day at most`, lifetimeMs > dayMs / 2 && lifetimeMs <= dayMs);
    transcript.note(`${mechanism}: then`, await served(talk));
    const { hmac } = token;
    await transcript.say(`${mechanism}: create`, talk, apis.createDelegationToken, 3, { maxLifetimeMs: -1 });
    await transcript.say(`${mechanism}: renew`, talk, apis.renewDelegationToken, 2, { hmac, renewPeriodMs: -1 });
    await transcript.say(`${mechanism}: end`, talk, apis.expireDelegationToken, 2, { hmac, expiryTimePeriodMs: -1 });
    await transcript.say(`${mechanism}: describe`, talk, apis.describeDelegationToken, 3, { owners: null });
  }
  await dora.call(apis.expireDelegationToken, 2, { hmac: token.hmac, expiryTimePeriodMs: -1 });
  await dora.until("the token is no more", async () => !(await isKnown(dora, token.id)));
  const refused = await transcript.logIn(proofOf(token, "SCRAM-SHA-256")).then(
    () => "logged in",
    ({ message }: Error) => message,
  );
  transcript.note("when it is no more", refused);
}

/** Delegation tokens, by users who logged in (KIP-48, KIP-373). */
export const tokenScenarios: readonly SaslScenario[] = [
  { name: "CreateDelegationToken", run: creations },
  { name: "RenewDelegationToken", run: renewals },
  { name: "ExpireDelegationToken", run: endings },
  { name: "DescribeDelegationToken", run: descriptions },
  { name: "logged in with a delegation token", run: loggedIn },
];
