import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { jsonLogger, seededRandom } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import type { RawClient } from "./harness/raw-client.ts";
import { logIn } from "./harness/sasl-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const listener = { name: "SASL-9094", securityProtocol: "SASL_PLAINTEXT", host: "127.0.0.1", port: 0 } as const;
const plain = { name: "PLAIN-9092", host: "127.0.0.1", port: 0 } as const;
const prefix = "listener.name.sasl-9094.";
const longName = "n".repeat(10_000);
const properties = {
  [`${prefix}sasl.enabled.mechanisms`]: "PLAIN,SCRAM-SHA-256,OAUTHBEARER",
  [`${prefix}plain.sasl.jaas.config`]: `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="pw" user_${longName}="pw";`,
  [`${prefix}scram-sha-256.sasl.jaas.config`]: "org.apache.kafka.common.security.scram.ScramLoginModule required;",
  [`${prefix}oauthbearer.sasl.jaas.config`]: "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;",
  [`${prefix}oauthbearer.sasl.server.callback.handler.class`]:
    "org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler",
  "listener.name.sasl-9094.sasl.server.max.receive.size": "100000",
  "socket.listen.backlog.size": "512",
};

let it: TestBroker;
let lines: number;
before(async () => {
  const logger = jsonLogger({ level: "info", now: () => 0, write: () => lines++ });
  lines = 0;
  it = await TestBroker.start(properties, { listeners: [plain, listener], logger });
});
after(() => it.stop());

const alice = { mechanism: "PLAIN", user: "alice", password: "pw" };

/** Somebody who has nothing to do with it is served. */
async function stillServes(): Promise<void> {
  const client = it.connectTo(listener.name);
  assert.equal((await logIn(client, alice)).errorCode, 0);
  assert.equal((await client.call(apis.metadata, 12, { topics: [] })).errorCode, 0);
  client.close();
}

/** Lets time go on until something has happened. */
async function inTime<T>(happening: Promise<T>): Promise<T> {
  let isOver = false;
  void happening.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    it.clock.advance(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return happening;
}

async function isClosed(client: RawClient): Promise<void> {
  assert.equal(await client.frame(), undefined);
}

function frame(content: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(content.length);
  return Buffer.concat([size, content]);
}

test("two thousand wrong logins at once are each refused, late, and fill neither the log nor the memory", async () => {
  const before = process.memoryUsage().rss;
  const attempt = async () => {
    const client = it.connectTo(listener.name);
    const login = logIn(client, { ...alice, password: "wrong" });
    return { client, login };
  };
  lines = 0;
  const attempts = [];
  for (let begun = 0; begun < 2000; begun += 200) {
    const some = await Promise.all(Array.from({ length: 200 }, attempt));
    attempts.push(...some);
    await stillServes();
  }
  let answered = 0;
  for (const { login } of attempts) void login.then(() => answered++);
  await stillServes();
  assert.equal(answered, 0);
  // Both ends of two thousand connections are in this process; what waits for its answer is small.
  assert.ok(process.memoryUsage().rss - before < 150_000_000);
  for (const { client, login } of attempts) {
    assert.equal((await inTime(login)).errorCode, errors.SASL_AUTHENTICATION_FAILED.code);
    await isClosed(client);
    client.close();
  }
  assert.ok(lines < 100, `${lines} lines were logged`);
  await stillServes();
});

describe("nobody gets in", () => {
  const random = seededRandom(5);

  test("by anything that is said before or after a handshake", async () => {
    const messages = [
      Buffer.alloc(0),
      Buffer.from("\0alice\0pw"),
      Buffer.from("n,,n=alice,r=x"),
      Buffer.of(1),
      Buffer.from("n,,\u0001auth=Bearer x\u0001\u0001"),
      Buffer.from([0, 3, 0, 12, 0, 0, 0, 1, 0xff, 0xff, 0, 1, 1, 0, 0]),
      Buffer.from([0, 36, 0, 2, 0, 0, 0, 1, 0xff, 0xff, 0, 2, 1, 0]),
      Buffer.from([0, 17, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 0, 5, ...Buffer.from("PLAIN")]),
      Buffer.from([0, 17, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0, 13, ...Buffer.from("SCRAM-SHA-256")]),
      Buffer.from([0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]),
    ];
    const pick = () => messages[random.below(messages.length)] ?? assert.fail();
    for (let round = 0; round < 300; round++) {
      const client = it.connectTo(listener.name);
      const said = Array.from({ length: 1 + random.below(6) }, pick);
      for (const message of said) client.sendBytes(frame(message));
      client.sendBytes(frame(Buffer.from([0, 3, 0, 12, 0, 0, 0, 99, 0xff, 0xff, 0, 1, 1, 0, 0])));
      client.end();
      for (let answer = await inTime(client.frame()); answer !== undefined; answer = await inTime(client.frame())) {
        // The last request, for the topics, is answered at most with an error of SASL's.
        if (answer.length >= 4 && answer.readInt32BE(0) === 99)
          assert.ok(answer.includes(Buffer.from([0, errors.ILLEGAL_SASL_STATE.code])));
      }
    }
    await stillServes();
  });

  test("by one client's half of a login and another one's", async () => {
    const [first, second] = [it.connectTo(listener.name), it.connectTo(listener.name)];
    for (const client of [first, second]) await client.call(apis.saslHandshake, 1, { mechanism: "SCRAM-SHA-256" });
    second.send(apis.saslAuthenticate, 2, { authBytes: Buffer.from("c=biws,r=x,p=AAAA") });
    assert.ok((await inTime(second.frame()))?.includes("invalid credentials"));
    await isClosed(second);
    first.close();
  });
});

describe("messages that are too much", () => {
  test("are cut off at sasl.server.max.receive.size before they come, and what comes is no more than that", async () => {
    for (const size of [100_001, 0x7fffffff, -1]) {
      const client = it.connectTo(listener.name);
      const announced = Buffer.alloc(4);
      announced.writeInt32BE(size);
      client.sendBytes(announced);
      await isClosed(client);
    }
    await stillServes();
  });

  test("are refused up to there, and hold nobody up", async () => {
    const messages: Readonly<Record<string, Buffer>> = {
      PLAIN: Buffer.from(`\0${"a".repeat(49_000)}\0${"b".repeat(49_000)}`),
      "SCRAM-SHA-256": Buffer.from(`n,,n=${"=2C".repeat(20_000)},r=${"x".repeat(30_000)}`),
      OAUTHBEARER: Buffer.from(`n,,\u0001auth=Bearer ${"x".repeat(90_000)}\u0001\u0001`),
    };
    for (const [mechanism, authBytes] of Object.entries(messages)) {
      const client = it.connectTo(listener.name);
      await client.call(apis.saslHandshake, 1, { mechanism });
      const startedMs = performance.now();
      client.send(apis.saslAuthenticate, 2, { authBytes });
      await stillServes();
      assert.ok((await inTime(client.frame())) !== undefined);
      assert.ok(performance.now() - startedMs < 2000, mechanism);
      client.close();
    }
  });

  test("a mechanism of 30 kB is refused, and told nobody at length", async () => {
    const client = it.connectTo(listener.name);
    const handshake = client.call(apis.saslHandshake, 1, { mechanism: "M".repeat(30_000) });
    await stillServes();
    assert.equal((await inTime(handshake)).errorCode, errors.UNSUPPORTED_SASL_MECHANISM.code);
    await isClosed(client);
  });

  test("a principal of 10 kB is one as any other", async () => {
    const client = it.connectTo(listener.name);
    assert.equal((await logIn(client, { ...alice, user: longName })).errorCode, 0);
    assert.equal((await client.call(apis.metadata, 12, { topics: [] })).errorCode, 0);
    client.close();
  });
});

test("logins that never end are ended after a minute, however busily they go on", async () => {
  const silent = Array.from({ length: 50 }, () => it.connectTo(listener.name));
  const halfway = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const client = it.connectTo(listener.name);
      await client.call(apis.saslHandshake, 1, { mechanism: "SCRAM-SHA-256" });
      return client;
    }),
  );
  const dripping = it.connectTo(listener.name);
  const asking = it.connectTo(listener.name);
  await asking.call(apis.saslHandshake, 1, { mechanism: "OAUTHBEARER" });
  const token = Buffer.from("n,,\u0001auth=Bearer x\u0001\u0001");
  dripping.sendBytes(Buffer.of(0, 0, 100, 0));
  for (let seconds = 0; seconds < 62; seconds++) {
    dripping.sendBytes(Buffer.of(1));
    if (seconds < 58) assert.equal((await asking.call(apis.saslAuthenticate, 2, { authBytes: token })).errorCode, 0);
    it.clock.advance(1000);
  }
  for (const client of [...silent, ...halfway, dripping, asking]) await isClosed(client);
  await stillServes();
});
