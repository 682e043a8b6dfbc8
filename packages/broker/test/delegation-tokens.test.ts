import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { apis, type CreateDelegationTokenResponse, errorByCode, errors } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import type { RawClient } from "./harness/raw-client.ts";
import { logIn } from "./harness/sasl-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const hourMs = 3_600_000;
const listener = { name: "SASL-9094", securityProtocol: "SASL_PLAINTEXT", host: "127.0.0.1", port: 0 } as const;
const plain = { name: "PLAIN-9092", host: "127.0.0.1", port: 0 } as const;
const prefix = "listener.name.sasl-9094.";
const users = ["alice", "bob", "carol", "admin"];
const properties = {
  [`${prefix}sasl.enabled.mechanisms`]: "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
  [`${prefix}plain.sasl.jaas.config`]: `org.apache.kafka.common.security.plain.PlainLoginModule required ${users.map((user) => `user_${user}="pw"`).join(" ")};`,
  [`${prefix}scram-sha-256.sasl.jaas.config`]: "org.apache.kafka.common.security.scram.ScramLoginModule required;",
  [`${prefix}scram-sha-512.sasl.jaas.config`]: "org.apache.kafka.common.security.scram.ScramLoginModule required;",
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:admin",
  "connections.max.idle.ms": "-1",
  "delegation.token.secret.key": "the broker's secret",
  "delegation.token.expiry.time.ms": String(hourMs),
  "delegation.token.max.lifetime.ms": String(10 * hourMs),
  "delegation.token.expiry.check.interval.ms": String(100 * hourMs),
  "connection.failed.authentication.delay.ms": "0",
};

async function start(more: Record<string, string> = {}): Promise<TestBroker> {
  return TestBroker.start({ ...properties, ...more }, { listeners: [plain, listener] });
}

async function as(it: TestBroker, user: string): Promise<RawClient> {
  const client = it.connectTo(listener.name);
  assert.equal((await logIn(client, { mechanism: "PLAIN", user, password: "pw" })).errorCode, 0);
  return client;
}

type Token = CreateDelegationTokenResponse;

async function create(
  client: RawClient,
  { renewers = [] as string[], maxLifetimeMs = -1, owner = null as string | null } = {},
): Promise<Token> {
  return client.call(apis.createDelegationToken, 3, {
    ownerPrincipalType: owner === null ? null : "User",
    ownerPrincipalName: owner,
    renewers: renewers.map((principalName) => ({ principalType: "User", principalName })),
    maxLifetimeMs,
  });
}

async function logInBy(it: TestBroker, { tokenId, hmac }: Token, mechanism = "SCRAM-SHA-256") {
  const client = it.connectTo(listener.name);
  const password = (hmac as Buffer).toString("base64");
  return { client, reply: await logIn(client, { mechanism, user: tokenId, password, extensions: { tokenauth: "true" } }) };
}

const nameOf = ({ errorCode }: { errorCode: number }) => errorByCode(errorCode).name;

describe("delegation tokens", () => {
  let it: TestBroker;
  let alice: RawClient;
  before(async () => {
    it = await start();
    alice = await as(it, "alice");
  });
  after(() => it.stop());

  test("are made for whoever asks, for as long as the broker allows", async () => {
    const token = await create(alice, { renewers: ["bob"] });
    const nowMs = it.clock.now();
    assert.equal(nameOf(token), "NONE");
    assert.deepEqual([token.principalType, token.principalName, token.tokenRequesterPrincipalName], ["User", "alice", "alice"]);
    assert.deepEqual([token.issueTimestampMs, token.expiryTimestampMs, token.maxTimestampMs], [nowMs, nowMs + hourMs, nowMs + 10 * hourMs]);
    assert.equal(token.hmac.length, 64);
    const short = await create(alice, { maxLifetimeMs: 1000 });
    assert.deepEqual([short.expiryTimestampMs, short.maxTimestampMs], [nowMs + 1000, nowMs + 1000]);
    assert.notEqual(short.tokenId, token.tokenId);
  });

  for (const mechanism of ["SCRAM-SHA-256", "SCRAM-SHA-512"]) {
    test(`let in as their owners by ${mechanism}, until they end, and ask for no further tokens`, async () => {
      const token = await create(alice);
      const { client, reply } = await logInBy(it, token, mechanism);
      assert.deepEqual([reply.errorCode, reply.sessionLifetimeMs], [0, hourMs]);
      assert.equal(nameOf(await create(client)), "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED");
      const renewed = await client.call(apis.renewDelegationToken, 2, { hmac: token.hmac });
      const expired = await client.call(apis.expireDelegationToken, 2, { hmac: token.hmac });
      for (const { errorCode, expiryTimestampMs } of [renewed, expired]) {
        assert.deepEqual([errorCode, expiryTimestampMs], [errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code, -1]);
      }
      assert.equal(nameOf(await client.call(apis.describeDelegationToken, 3, { owners: null })), "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED");
      client.close();
    });
  }

  test("don't let in who has only a part of them", async () => {
    const token = await create(alice);
    const other = await create(alice);
    const wrong = await logInBy(it, { ...token, hmac: other.hmac });
    assert.equal(nameOf(wrong.reply), "SASL_AUTHENTICATION_FAILED");
    const unknown = await logInBy(it, { ...token, tokenId: "none" });
    assert.equal(nameOf(unknown.reply), "SASL_AUTHENTICATION_FAILED");
    const client = it.connectTo(listener.name);
    const asUser = await logIn(client, {
      mechanism: "SCRAM-SHA-256",
      user: token.tokenId,
      password: (token.hmac as Buffer).toString("base64"),
    });
    assert.equal(nameOf(asUser), "SASL_AUTHENTICATION_FAILED");
  });

  test("are renewed by their owners and renewers, within their longest life", async () => {
    const token = await create(alice, { renewers: ["bob"], maxLifetimeMs: 2 * hourMs });
    const nowMs = it.clock.now();
    const renew = async (client: RawClient, renewPeriodMs: number) =>
      client.call(apis.renewDelegationToken, 2, { hmac: token.hmac, renewPeriodMs });
    assert.equal((await renew(alice, 1000)).expiryTimestampMs, nowMs + 1000);
    const bob = await as(it, "bob");
    assert.equal((await renew(bob, -1)).expiryTimestampMs, nowMs + hourMs);
    it.clock.advance(hourMs);
    assert.equal((await renew(bob, 5 * hourMs)).expiryTimestampMs, nowMs + 2 * hourMs);
    assert.equal(nameOf(await renew(await as(it, "carol"), -1)), "DELEGATION_TOKEN_OWNER_MISMATCH");
    assert.equal(
      nameOf(await alice.call(apis.renewDelegationToken, 2, { hmac: Buffer.from("none"), renewPeriodMs: 1 })),
      "DELEGATION_TOKEN_NOT_FOUND",
    );
    it.clock.advance(hourMs + 1);
    assert.equal(nameOf(await renew(alice, -1)), "DELEGATION_TOKEN_EXPIRED");
  });

  test("are ended by their owners, at once or later", async () => {
    const token = await create(alice);
    const nowMs = it.clock.now();
    const expire = async (client: RawClient, expiryTimePeriodMs: number) =>
      client.call(apis.expireDelegationToken, 2, { hmac: token.hmac, expiryTimePeriodMs });
    assert.equal(nameOf(await expire(await as(it, "carol"), -1)), "DELEGATION_TOKEN_OWNER_MISMATCH");
    assert.equal((await expire(alice, 500)).expiryTimestampMs, nowMs + 500);
    assert.equal((await logInBy(it, token)).reply.sessionLifetimeMs, 500);
    assert.deepEqual(await expire(alice, -1), { errorCode: 0, expiryTimestampMs: nowMs, throttleTimeMs: 0 });
    assert.equal(nameOf((await logInBy(it, token)).reply), "SASL_AUTHENTICATION_FAILED");
    assert.equal(nameOf(await expire(alice, -1)), "DELEGATION_TOKEN_NOT_FOUND");
  });

  test("that have expired let nobody do anything", async () => {
    const token = await create(alice, { maxLifetimeMs: 1000 });
    it.clock.advance(1001);
    const { client, reply } = await logInBy(it, token);
    assert.deepEqual([reply.errorCode, reply.sessionLifetimeMs], [0, 0]); // as with Kafka
    it.clock.advance(1);
    client.send(apis.metadata, 12, { topics: [] });
    assert.equal(await client.frame(), undefined);
  });

  test("for others need leave", async () => {
    assert.equal(nameOf(await create(alice, { owner: "bob" })), "DELEGATION_TOKEN_AUTHORIZATION_FAILED");
    const admin = await as(it, "admin");
    const token = await create(admin, { owner: "bob" });
    assert.deepEqual([nameOf(token), token.principalName, token.tokenRequesterPrincipalName], ["NONE", "bob", "admin"]);
    const creation = {
      resourceType: resourceTypes.USER,
      resourceName: "User:bob",
      resourcePatternType: patternTypes.LITERAL,
      principal: "User:alice",
      host: "*",
      operation: aclOperations.CREATE_TOKENS,
      permissionType: permissionTypes.ALLOW,
    };
    await admin.call(apis.createAcls, 3, { creations: [creation] });
    assert.equal(nameOf(await create(alice, { owner: "bob" })), "NONE");
  });

  test("are shown to those whom they concern, and who may see them", async () => {
    const token = await create(alice, { renewers: ["bob"] });
    const shown = async (user: string, owners: string[] | null = null) => {
      const client = await as(it, user);
      const asked = owners?.map((principalName) => ({ principalType: "User", principalName })) ?? null;
      const { tokens } = await client.call(apis.describeDelegationToken, 3, { owners: asked });
      client.close();
      return tokens.filter(({ tokenId }) => tokenId === token.tokenId);
    };
    const [described] = await shown("alice");
    assert.deepEqual(described?.hmac, token.hmac);
    assert.deepEqual(described?.renewers, [{ principalType: "User", principalName: "bob" }]);
    const counts = [
      await shown("bob"),
      await shown("admin"),
      await shown("carol"),
      await shown("admin", []),
      await shown("admin", ["carol"]),
      await shown("bob", ["alice"]),
    ];
    assert.deepEqual(
      counts.map(({ length }) => length),
      [1, 1, 0, 0, 0, 1],
    );
  });

  test("are shown with whoever renews them, even somebody without a name", async () => {
    const { tokenId } = await create(alice, { renewers: [""] });
    const { errorCode, tokens } = await alice.call(apis.describeDelegationToken, 3, { owners: null });
    const renewers = tokens.find((token) => token.tokenId === tokenId)?.renewers;
    assert.deepEqual([errorCode, renewers], [0, [{ principalType: "User", principalName: "" }]]);
  });

  test("are made for nobody of whom there is a name alone", async () => {
    const asked = { ownerPrincipalType: null, ownerPrincipalName: "bob", maxLifetimeMs: -1 };
    const { errorCode, principalName, tokenId } = await (await as(it, "admin")).call(apis.createDelegationToken, 3, asked);
    assert.deepEqual([errorCode, principalName, tokenId], [errors.UNKNOWN_SERVER_ERROR.code, "ANONYMOUS", ""]);
  });

  test("are no business of who has not logged in", async () => {
    const { errorCode, issueTimestampMs, tokenId } = await create(it.client);
    assert.deepEqual([errorCode, issueTimestampMs, tokenId], [errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code, -1, ""]);
  });

  test("can have users as renewers only", async () => {
    const renewers = [{ principalType: "Group", principalName: "g" }];
    assert.equal(nameOf(await alice.call(apis.createDelegationToken, 1, { renewers, maxLifetimeMs: -1 })), "INVALID_PRINCIPAL_TYPE");
  });
});

test("tokens survive a restart on a snapshot, and those that have expired are removed in time", async () => {
  const it = await start({ "metadata.log.max.record.bytes.between.snapshots": "1" });
  const alice = await as(it, "alice");
  const long = await create(alice);
  const short = await create(alice, { maxLifetimeMs: 1000 });
  await it.stop();
  const again = await TestBroker.start(properties, { files: it.files, clock: it.clock, seed: 2, listeners: [plain, listener] });
  assert.equal((await logInBy(again, long)).reply.errorCode, 0);
  const listed = async (broker: TestBroker) => {
    const { tokens } = await (await as(broker, "alice")).call(apis.describeDelegationToken, 3, { owners: null });
    return tokens.map(({ tokenId }) => tokenId);
  };
  assert.deepEqual((await listed(again)).sort(), [long.tokenId, short.tokenId].sort());
  again.clock.advance(100 * hourMs);
  assert.deepEqual(await listed(again), []);
  await again.stop();
});

test("without a key of the broker's there are none", async () => {
  const it = await start({ "delegation.token.secret.key": "" });
  const alice = await as(it, "alice");
  assert.equal(nameOf(await create(alice)), "DELEGATION_TOKEN_AUTH_DISABLED");
  assert.equal(nameOf(await alice.call(apis.renewDelegationToken, 1, { hmac: Buffer.alloc(1) })), "DELEGATION_TOKEN_AUTH_DISABLED");
  assert.equal(nameOf(await alice.call(apis.expireDelegationToken, 1, { hmac: Buffer.alloc(1) })), "DELEGATION_TOKEN_AUTH_DISABLED");
  assert.equal(nameOf(await alice.call(apis.describeDelegationToken, 1, { owners: null })), "DELEGATION_TOKEN_AUTH_DISABLED");
  await it.stop();
});
