import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { jsonLogger, MillraceError } from "@millrace/kit";
import { apis, errorByCode, errors } from "@millrace/protocol";
import { saltedPassword, scramMechanismOf } from "@millrace/security";
import type { RawClient } from "./harness/raw-client.ts";
import { logIn, saslClient } from "./harness/sasl-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const listener = { name: "SASL-9094", securityProtocol: "SASL_PLAINTEXT", host: "127.0.0.1", port: 0 } as const;
const plain = { name: "PLAIN-9092", host: "127.0.0.1", port: 0 } as const;
const prefix = "listener.name.sasl-9094.";
const scramModule = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
const plainModule = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="alice-secret" user_bob="bob-secret";';
const properties = {
  [`${prefix}sasl.enabled.mechanisms`]: "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
  [`${prefix}plain.sasl.jaas.config`]: plainModule,
  [`${prefix}scram-sha-256.sasl.jaas.config`]: scramModule,
  [`${prefix}scram-sha-512.sasl.jaas.config`]: scramModule,
  "connection.failed.authentication.delay.ms": "0",
};

async function start(more: Record<string, string> = {}, options: Parameters<typeof TestBroker.start>[1] = {}): Promise<TestBroker> {
  const it = await TestBroker.start({ ...properties, ...more }, { listeners: [plain, listener], ...options });
  for (const name of ["SCRAM-SHA-256", "SCRAM-SHA-512"]) await setPassword(it.client, name, "alice", "alice-scram");
  return it;
}

async function setPassword(client: RawClient, name: string, user: string, password: string): Promise<void> {
  const mechanism = scramMechanismOf(name) ?? assert.fail();
  const salt = Buffer.from("salt");
  const upsertion = {
    name: user,
    mechanism: mechanism.id,
    iterations: 4096,
    salt,
    saltedPassword: saltedPassword(mechanism, password, salt, 4096),
  };
  const { results } = await client.call(apis.alterUserScramCredentials, 0, { deletions: [], upsertions: [upsertion] });
  assert.deepEqual(results, [{ user, errorCode: 0, errorMessage: null }]);
}

const listTopics = (client: RawClient) => client.call(apis.metadata, 12, { topics: [] });

async function isClosed(client: RawClient): Promise<void> {
  assert.equal(await client.frame(), undefined);
}

describe("a client that proves who it is", () => {
  let it: TestBroker;
  before(async () => {
    it = await start();
  });
  after(() => it.stop());

  for (const [mechanism, password] of [
    ["PLAIN", "alice-secret"],
    ["SCRAM-SHA-256", "alice-scram"],
    ["SCRAM-SHA-512", "alice-scram"],
  ] as const) {
    for (const version of [0, 1, 2]) {
      test(`gets in by ${mechanism}, SaslAuthenticate ${version}`, async () => {
        const client = it.connectTo(listener.name);
        const { errorCode, errorMessage, sessionLifetimeMs } = await logIn(client, { mechanism, user: "alice", password, version });
        assert.deepEqual([errorCode, errorMessage, sessionLifetimeMs], [0, "", 0]);
        assert.equal((await listTopics(client)).errorCode, 0);
        client.close();
      });
    }

    test(`gets in by ${mechanism} with bare messages, as old clients do`, async () => {
      const client = it.connectTo(listener.name);
      const { mechanisms } = await client.call(apis.saslHandshake, 0, { mechanism });
      assert.deepEqual([...mechanisms].sort(), ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]);
      const end = saslClient(mechanism, "alice", password);
      for (let message: Buffer | undefined = end.begin(); message !== undefined; ) {
        client.sendBytes(Buffer.concat([Buffer.of(0, 0, 0, message.length), message]));
        message = end.answer((await client.frame()) ?? assert.fail("closed"));
      }
      assert.equal((await listTopics(client)).errorCode, 0);
      client.close();
    });
  }

  test("may ask for the versions first, again after it could not be told", async () => {
    const client = it.connectTo(listener.name);
    assert.equal(
      (await client.call(apis.apiVersions, 3, { clientSoftwareName: "?", clientSoftwareVersion: "1" })).errorCode,
      errors.INVALID_REQUEST.code,
    );
    const { apiKeys } = await client.call(apis.apiVersions, 3, { clientSoftwareName: "test", clientSoftwareVersion: "1" });
    assert.ok(apiKeys.some(({ apiKey, maxVersion }) => apiKey === apis.saslAuthenticate.key && maxVersion === 2));
    assert.equal((await logIn(client, { mechanism: "PLAIN", user: "bob", password: "bob-secret" })).errorCode, 0);
    client.close();
  });

  test("is told that it is in when it wants in again", async () => {
    const client = it.connectTo(listener.name);
    await logIn(client, { mechanism: "PLAIN", user: "bob", password: "bob-secret" });
    const handshake = await client.call(apis.saslHandshake, 1, { mechanism: "PLAIN" });
    assert.deepEqual(handshake, { errorCode: errors.ILLEGAL_SASL_STATE.code, mechanisms: [] });
    const { errorCode, errorMessage } = await client.call(apis.saslAuthenticate, 2, { authBytes: Buffer.from("\0bob\0bob-secret") });
    assert.deepEqual(
      [errorCode, errorMessage],
      [errors.ILLEGAL_SASL_STATE.code, "SaslAuthenticate request received after successful authentication"],
    );
    assert.equal((await listTopics(client)).errorCode, 0);
    client.close();
  });
});

describe("a client that doesn't", () => {
  let it: TestBroker;
  before(async () => {
    it = await start();
  });
  after(() => it.stop());

  for (const [what, mechanism, user, password, message] of [
    ["by a wrong password", "PLAIN", "alice", "bob-secret", "Authentication failed: Invalid username or password"],
    ["by an unknown user", "PLAIN", "carol", "alice-secret", "Authentication failed: Invalid username or password"],
    ["by a wrong password", "SCRAM-SHA-256", "alice", "wrong", generic("SCRAM-SHA-256")],
    ["by an unknown user", "SCRAM-SHA-512", "carol", "alice-scram", generic("SCRAM-SHA-512")],
    ["by another mechanism's password", "SCRAM-SHA-512", "alice", "alice-secret", generic("SCRAM-SHA-512")],
  ] as const) {
    test(`is refused ${what} by ${mechanism}, and the connection ends`, async () => {
      const client = it.connectTo(listener.name);
      const { errorCode, errorMessage } = await logIn(client, { mechanism, user, password });
      assert.deepEqual([errorByCode(errorCode).name, errorMessage], ["SASL_AUTHENTICATION_FAILED", message]);
      await isClosed(client);
    });
  }

  test("is told nothing when its proof has another length", async () => {
    const client = it.connectTo(listener.name);
    await client.call(apis.saslHandshake, 1, { mechanism: "SCRAM-SHA-256" });
    const { authBytes } = await client.call(apis.saslAuthenticate, 2, { authBytes: Buffer.from("n,,n=alice,r=client") });
    const [nonce = ""] = Buffer.from(authBytes).toString().split(",");
    client.send(apis.saslAuthenticate, 2, { authBytes: Buffer.from(`c=biws,${nonce},p=AAAA`) });
    await isClosed(client);
  });

  test("is refused without a word where messages are bare", async () => {
    const client = it.connectTo(listener.name);
    await client.call(apis.saslHandshake, 0, { mechanism: "PLAIN" });
    client.sendBytes(Buffer.from("\0\0\0\x08\0alice\0x", "latin1"));
    await isClosed(client);
  });

  test("is told which mechanisms there are when it wants another", async () => {
    const client = it.connectTo(listener.name);
    const { errorCode, mechanisms } = await client.call(apis.saslHandshake, 1, { mechanism: "GSSAPI" });
    assert.equal(errorCode, errors.UNSUPPORTED_SASL_MECHANISM.code);
    assert.deepEqual([...mechanisms].sort(), ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]);
    await isClosed(client);
  });

  for (const [what, ask] of [
    ["topics", (client: RawClient) => client.send(apis.metadata, 12, { topics: [] })],
    [
      "a login without a mechanism",
      (client: RawClient) => client.send(apis.saslAuthenticate, 2, { authBytes: Buffer.from("\0alice\0alice-secret") }),
    ],
    ["nothing that is a request", (client: RawClient) => client.sendBytes(Buffer.from("GET / HTTP/1.1\r\n\r\n"))],
    ["something empty", (client: RawClient) => client.sendBytes(Buffer.alloc(4))],
    ["another version of the handshake", (client: RawClient) => client.send({ ...apis.saslHandshake }, 2, {} as never)],
  ] as const) {
    test(`is not answered when it asks for ${what}`, async () => {
      const client = it.connectTo(listener.name);
      try {
        ask(client);
      } catch {
        client.sendBytes(Buffer.from([0, 0, 0, 10, 0, 17, 0, 2, 0, 0, 0, 1, 255, 255]));
      }
      await isClosed(client);
    });
  }

  test("is not answered when it asks for the versions twice", async () => {
    const client = it.connectTo(listener.name);
    await client.call(apis.apiVersions, 0, {});
    client.send(apis.apiVersions, 0, {});
    await isClosed(client);
  });

  test("is told so when it asks for something in the middle of a login", async () => {
    const client = it.connectTo(listener.name);
    await client.call(apis.saslHandshake, 1, { mechanism: "PLAIN" });
    const { topics } = await client.call(apis.createTopics, 7, { topics: [{ name: "t", numPartitions: 1, replicationFactor: 1 }] });
    assert.deepEqual(
      topics.map(({ errorCode }) => errorCode),
      [errors.ILLEGAL_SASL_STATE.code],
    );
    await isClosed(client);
    assert.equal((await it.call(apis.metadata, 12, { topics: null })).topics.length, 0);
  });

  test("may not send more than sasl.server.max.receive.size at once", async () => {
    const client = it.connectTo(listener.name);
    await client.call(apis.saslHandshake, 1, { mechanism: "PLAIN" });
    client.sendBytes(Buffer.of(0, 8, 0, 1));
    await isClosed(client);
  });

  test("has a minute for it", async () => {
    const client = it.connectTo(listener.name);
    await client.call(apis.apiVersions, 0, {});
    for (let seconds = 0; seconds < 62; seconds++) it.clock.advance(1000);
    await isClosed(client);
  });
});

function generic(mechanism: string, during = "authentication"): string {
  return `Authentication failed during ${during} due to invalid credentials with SASL mechanism ${mechanism}`;
}

test("a login that failed is answered late", async () => {
  const it = await start({ "connection.failed.authentication.delay.ms": "150" });
  const client = it.connectTo(listener.name);
  let answered = false;
  const login = logIn(client, { mechanism: "PLAIN", user: "alice", password: "wrong" }).finally(() => {
    answered = true;
  });
  const bystander = it.connectTo(listener.name);
  await logIn(bystander, { mechanism: "PLAIN", user: "alice", password: "alice-secret" });
  it.clock.advance(149);
  await listTopics(bystander);
  assert.equal(answered, false);
  it.clock.advance(1);
  assert.equal((await login).errorCode, errors.SASL_AUTHENTICATION_FAILED.code);
  await isClosed(client);
  bystander.close();
  await it.stop();
});

describe("where logins end", () => {
  const maxReauthMs = 10_000;
  const alice = { mechanism: "PLAIN", user: "alice", password: "alice-secret" };
  let it: TestBroker;
  before(async () => {
    it = await start({
      [`${prefix}connections.max.reauth.ms`]: String(maxReauthMs),
      [`${prefix}scram-sha-256.connections.max.reauth.ms`]: "5000",
    });
  });
  after(() => it.stop());

  async function loggedIn(login = alice): Promise<RawClient> {
    const client = it.connectTo(listener.name);
    assert.equal((await logIn(client, login)).errorCode, 0);
    return client;
  }

  test("clients are told when, for each mechanism", async () => {
    const lifetimes = [];
    for (const mechanism of ["PLAIN", "SCRAM-SHA-256"]) {
      const client = it.connectTo(listener.name);
      const { sessionLifetimeMs } = await logIn(client, {
        ...alice,
        mechanism,
        password: mechanism === "PLAIN" ? "alice-secret" : "alice-scram",
      });
      lifetimes.push(sessionLifetimeMs);
      client.close();
    }
    assert.deepEqual(lifetimes, [maxReauthMs, 5000]);
  });

  test("a client that goes on is cut off", async () => {
    const client = await loggedIn();
    it.clock.advance(maxReauthMs);
    assert.equal((await listTopics(client)).errorCode, 0);
    it.clock.advance(1);
    client.send(apis.metadata, 12, { topics: [] });
    await isClosed(client);
  });

  test("a client that logs in again may go on, also late", async () => {
    const client = await loggedIn();
    for (const waitMs of [maxReauthMs / 2, 3 * maxReauthMs]) {
      it.clock.advance(waitMs);
      const { errorCode, sessionLifetimeMs } = await logIn(client, alice);
      assert.deepEqual([errorCode, sessionLifetimeMs], [0, maxReauthMs]);
      it.clock.advance(maxReauthMs);
      assert.equal((await listTopics(client)).errorCode, 0);
    }
    client.close();
  });

  test("it may not do so twice in a second", async () => {
    const client = await loggedIn();
    await logIn(client, alice);
    const handshake = await client.call(apis.saslHandshake, 1, { mechanism: "PLAIN" });
    assert.equal(handshake.errorCode, errors.ILLEGAL_SASL_STATE.code);
    assert.equal((await listTopics(client)).errorCode, 0);
    client.close();
  });

  test("it can't become another, nor change the mechanism, nor be wrong", async () => {
    const bob = await loggedIn();
    const { errorCode, errorMessage } = await logIn(bob, { ...alice, user: "bob", password: "bob-secret" });
    assert.equal(errorCode, errors.SASL_AUTHENTICATION_FAILED.code);
    assert.equal(errorMessage, "Cannot change principals during re-authentication from User.alice: User.bob");
    await isClosed(bob);

    const other = await loggedIn();
    assert.equal((await other.call(apis.saslHandshake, 1, { mechanism: "SCRAM-SHA-256" })).errorCode, 0);
    other.send(apis.saslAuthenticate, 2, { authBytes: saslClient("SCRAM-SHA-256", "alice", "alice-scram").begin() });
    await isClosed(other);

    const unknown = await loggedIn();
    unknown.send(apis.saslHandshake, 1, { mechanism: "NONE" });
    await isClosed(unknown);

    const wrong = await loggedIn({ mechanism: "SCRAM-SHA-512", user: "alice", password: "alice-scram" });
    const again = await logIn(wrong, { mechanism: "SCRAM-SHA-512", user: "alice", password: "wrong" });
    assert.equal(again.errorMessage, generic("SCRAM-SHA-512", "re-authentication"));
    await isClosed(wrong);
  });

  test("logins are counted", async () => {
    const exported = { topic: () => true, group: () => true, showAllOffsets: false };
    const process = { idleRatio: () => 0, idleNanos: () => 0, diskReadBytes: () => 0, diskWriteBytes: () => 0 };
    const families = await it.broker.metrics({ naming: "jmxPrometheusExporter", exported, process });
    const total = (name: string) => {
      const family = families.find((each) => each.name === `kafka_server_socket_server_metrics_${name}_total`);
      return [...(family?.samples() ?? [])].find(({ labels }) => labels.listener === listener.name)?.value;
    };
    assert.deepEqual(
      ["successful_authentication", "failed_authentication", "successful_reauthentication", "failed_reauthentication"].map(total),
      [9, 0, 3, 3],
    );
  });
});

test("passwords survive a restart on a snapshot", async () => {
  const it = await start({ "metadata.log.max.record.bytes.between.snapshots": "1" });
  const gone = { name: "alice", mechanism: 1 };
  await it.client.call(apis.alterUserScramCredentials, 0, { deletions: [gone], upsertions: [] });
  await it.stop();
  const again = await TestBroker.start(properties, { files: it.files, clock: it.clock, seed: 2, listeners: [plain, listener] });
  const outcomes = [];
  for (const mechanism of ["SCRAM-SHA-512", "SCRAM-SHA-256"]) {
    const client = again.connectTo(listener.name);
    outcomes.push((await logIn(client, { mechanism, user: "alice", password: "alice-scram" })).errorCode);
    client.close();
  }
  assert.deepEqual(outcomes, [0, errors.SASL_AUTHENTICATION_FAILED.code]);
  await again.stop();
});

test("nothing of a login comes into the log", async () => {
  const lines: string[] = [];
  const logger = jsonLogger({ level: "info", now: () => 0, write: (line) => lines.push(line) });
  logger.levels.set("root", "trace");
  const it = await start({}, { logger });
  for (const password of ["alice-secret", "wrong-secret"]) {
    const client = it.connectTo(listener.name);
    await logIn(client, { mechanism: "PLAIN", user: "alice", password });
    client.close();
  }
  const half = it.connectTo(listener.name);
  await half.call(apis.saslHandshake, 0, { mechanism: "PLAIN" });
  half.sendBytes(Buffer.from("\0\0\0\x0cwrong-secret", "latin1"));
  await isClosed(half);
  await it.stop();
  assert.ok(lines.some((line) => line.includes("SASL_AUTHENTICATION_FAILED")));
  assert.deepEqual(
    lines.filter((line) => /secret|scram-sha/i.test(line) && /-secret/.test(line)),
    [],
  );
});

describe("a listener that can't be meant so stops the start:", () => {
  const cases: ReadonlyArray<readonly [what: string, given: Record<string, string>, message: RegExp]> = [
    ["no mechanism that there is", {}, /listener SASL-9094 enables the SASL mechanism GSSAPI, which there is not: there are PLAIN, /],
    ["an unknown mechanism", { "sasl.enabled.mechanisms": "plain" }, /the SASL mechanism plain, which there is not/],
    [
      "no JAAS config",
      { "sasl.enabled.mechanisms": "PLAIN" },
      /but listener\.name\.sasl-9094\.plain\.sasl\.jaas\.config is not given: it would be "org\.apache/,
    ],
    [
      "a broken JAAS config",
      { "sasl.enabled.mechanisms": "PLAIN", "plain.sasl.jaas.config": "a required secret" },
      /^listener\.name\.sasl-9094\.plain\.sasl\.jaas\.config: Value not specified for an option in JAAS config at character 12$/,
    ],
    [
      "another login module",
      { "sasl.enabled.mechanisms": "PLAIN", "plain.sasl.jaas.config": "com.example.Mine required;" },
      /names the login module com\.example\.Mine: PLAIN takes org\.apache\.kafka/,
    ],
    [
      "a class that looks at passwords",
      {
        "sasl.enabled.mechanisms": "PLAIN",
        "plain.sasl.jaas.config": plainModule,
        "plain.sasl.server.callback.handler.class": "com.example.Mine",
      },
      /^listener\.name\.sasl-9094\.plain\.sasl\.server\.callback\.handler\.class: Java classes can't be loaded$/,
    ],
    [
      "a config that there is not",
      { "sasl.enabled.mechanisms": "PLAIN", "plain.sasl.jaas.config": plainModule, "plain.connections.max.reauth": "1" },
      /^listener\.name\.sasl-9094\.plain\.connections\.max\.reauth: no listener has such a config$/,
    ],
    [
      "a time that is none",
      { "sasl.enabled.mechanisms": "PLAIN", "plain.sasl.jaas.config": plainModule, "plain.connections.max.reauth.ms": "1h" },
      /Invalid value 1h for configuration listener\.name\.sasl-9094\.plain\.connections\.max\.reauth\.ms: Not a number of type LONG/,
    ],
  ];
  for (const [what, given, message] of cases) {
    test(what, async () => {
      const own = Object.fromEntries(Object.entries(given).map(([name, text]) => [prefix + name, text]));
      await assert.rejects(
        TestBroker.start(own, { listeners: [plain, listener] }),
        (thrown) =>
          thrown instanceof MillraceError &&
          thrown.code === "CONFIG_INVALID" &&
          message.test(thrown.message) &&
          !thrown.message.includes("secret"),
      );
    });
  }
});
