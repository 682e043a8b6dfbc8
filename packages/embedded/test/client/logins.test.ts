import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Broker, startBroker } from "@millrace/broker";
import { type Admin, openAdmin, openSecurity } from "@millrace/client";
import { MemoryFiles } from "@millrace/files";
import { ManualClock, MillraceError, seededRandom, silentLogger } from "@millrace/kit";

const lifetimeMs = 10_000;
const prefix = "listener.name.sasl.";
const module = (name: string) => `org.apache.kafka.common.security.${name}LoginModule required`;
const modules: Readonly<Record<string, string>> = {
  PLAIN: module("plain.Plain"),
  "SCRAM-SHA-256": module("scram.Scram"),
  "SCRAM-SHA-512": module("scram.Scram"),
};

let broker: Broker;
let clock: ManualClock;
const bootstrap = (name: string) => `127.0.0.1:${broker.listeners.find((listener) => listener.name === name)?.port}`;

before(async () => {
  clock = new ManualClock();
  broker = await startBroker({
    files: new MemoryFiles(clock),
    directory: "data",
    nodeId: 0,
    listeners: [
      { name: "PLAIN", host: "127.0.0.1", port: 0 },
      { name: "SASL", securityProtocol: "SASL_PLAINTEXT", host: "127.0.0.1", port: 0 },
    ],
    properties: {
      [`${prefix}sasl.enabled.mechanisms`]: Object.keys(modules).join(","),
      [`${prefix}connections.max.reauth.ms`]: String(lifetimeMs),
      [`${prefix}plain.sasl.jaas.config`]: `${modules.PLAIN} user_alice="it's, alice";`,
      [`${prefix}scram-sha-256.sasl.jaas.config`]: `${modules["SCRAM-SHA-256"]};`,
      [`${prefix}scram-sha-512.sasl.jaas.config`]: `${modules["SCRAM-SHA-512"]};`,
      "connection.failed.authentication.delay.ms": "0",
    },
    clock,
    random: seededRandom(1),
    logger: silentLogger,
  });
  const admin = openAdmin({ bootstrapServers: bootstrap("PLAIN"), clock });
  for (const mechanism of ["SCRAM-SHA-256", "SCRAM-SHA-512"] as const) {
    await admin.alterUserScramCredentials([{ user: "alice", mechanism, password: "it's, alice" }]);
  }
  await admin.createTopics([{ name: "t", partitionCount: 1 }]);
  await admin.close();
});
after(() => broker.close());

async function properties(
  mechanism: string,
  { user = "alice", password = "it's, alice", jaas = modules[mechanism] ?? modules.PLAIN } = {},
) {
  const given = {
    "security.protocol": "sasl_plaintext",
    "sasl.mechanism": mechanism,
    "sasl.jaas.config": `${jaas} username="${user}" password="${password}";`,
  };
  return (await openSecurity({ properties: given, clock, random: seededRandom(2) })).security;
}

async function adminOf(mechanism: string, more: Parameters<typeof properties>[1] = {}, listener = "SASL"): Promise<Admin> {
  return openAdmin({ bootstrapServers: bootstrap(listener), security: await properties(mechanism, more), clock, operationTimeoutMs: 5000 });
}

for (const mechanism of Object.keys(modules)) {
  test(`a client logs in by ${mechanism}`, async () => {
    const admin = await adminOf(mechanism);
    assert.deepEqual(
      (await admin.listTopics()).map(({ name }) => name),
      ["t"],
    );
    await admin.close();
  });

  test(`a wrong password for ${mechanism} fails at once, with the broker's words`, async () => {
    const admin = await adminOf(mechanism, { password: "it's, bob" });
    const text = mechanism === "PLAIN" ? "Invalid username or password" : `invalid credentials with SASL mechanism ${mechanism}`;
    await assert.rejects(admin.listTopics(), (thrown) => {
      assert.ok(thrown instanceof MillraceError && thrown.code === "AUTHENTICATION_FAILED");
      assert.match(thrown.message, new RegExp(`^127\\.0\\.0\\.1:\\d+ refuses the login by ${mechanism}: Authentication failed.*${text}$`));
      return !thrown.message.includes("bob");
    });
    await admin.close();
  });
}

describe("a client is told what is wrong when", () => {
  test("the listener has other mechanisms", async () => {
    const { login } = await properties("PLAIN");
    assert.ok(login);
    const security = { login: { ...login, mechanism: "GSSAPI" } };
    const admin = openAdmin({ bootstrapServers: bootstrap("SASL"), security, clock });
    const message = /refuses the login by GSSAPI: it takes PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 only/;
    await assert.rejects(admin.listTopics(), { code: "AUTHENTICATION_FAILED", message });
    await admin.close();
  });

  test("the listener asks for no login", async () => {
    const admin = await adminOf("PLAIN", {}, "PLAIN");
    await assert.rejects(admin.listTopics(), { code: "AUTHENTICATION_FAILED", message: /it asks for no login/, hint: /right listener/ });
    await admin.close();
  });
});

async function counted(name: string): Promise<number> {
  const exported = { topic: () => false, group: () => false, showAllOffsets: false };
  const process = { idleRatio: () => 0, idleNanos: () => 0, diskReadBytes: () => 0, diskWriteBytes: () => 0 };
  const families = await broker.metrics({ naming: "jmxPrometheusExporter", exported, process });
  const family = families.find((each) => each.name === `kafka_server_socket_server_metrics_${name}_total`);
  return [...(family?.samples() ?? [])].find(({ labels }) => labels.listener === "SASL")?.value ?? 0;
}

test("a client logs in again before its login ends, on the same connection, whatever it does", async () => {
  const admin = await adminOf("SCRAM-SHA-512");
  await admin.listTopics();
  const [logins, renewals] = [await counted("successful_authentication"), await counted("successful_reauthentication")];
  for (let round = 1; round <= 3; round++) {
    clock.advance(lifetimeMs * 0.96);
    const answers: Array<ReturnType<Admin["listTopics"]>> = [];
    for (let turn = 0; turn < 50; turn++) {
      answers.push(admin.listTopics());
      await new Promise((resolve) => setImmediate(resolve)); // some come in the middle of the login
    }
    assert.ok((await Promise.all(answers)).every(({ length }) => length === 1));
  }
  assert.equal(await counted("successful_authentication"), logins);
  assert.ok((await counted("successful_reauthentication")) - renewals >= 3);
  await admin.close();
});

test("a login that can't be renewed ends the connection and is told", async () => {
  const admin = await adminOf("SCRAM-SHA-256", {});
  await admin.listTopics();
  const root = openAdmin({ bootstrapServers: bootstrap("PLAIN"), clock });
  await root.alterUserScramCredentials([{ user: "alice", mechanism: "SCRAM-SHA-256", password: "another" }]);
  clock.advance(lifetimeMs);
  await assert.rejects(admin.listTopics(), { code: "AUTHENTICATION_FAILED", message: /during re-authentication/ });
  await admin.close();
  await root.close();
});
