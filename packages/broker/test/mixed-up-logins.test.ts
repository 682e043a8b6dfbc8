import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { after, before, describe, test } from "node:test";
import { connect } from "node:tls";
import { apis, errors } from "@millrace/protocol";
import { certify } from "./harness/certificates.ts";
import { RawClient } from "./harness/raw-client.ts";
import { logIn } from "./harness/sasl-client.ts";
import { authority, shakeHands, startTlsBroker, trusting, withCertificate } from "./harness/tls-broker.ts";

const prefix = "listener.name.tls-9093.";
const login = { mechanism: "PLAIN", user: "alice", password: "pw" };
const properties = {
  [`${prefix}sasl.enabled.mechanisms`]: "PLAIN",
  [`${prefix}plain.sasl.jaas.config`]: 'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="pw";',
  [`${prefix}ssl.client.auth`]: "requested",
  "connection.failed.authentication.delay.ms": "0",
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:alice",
};

const frame = (hex: string) => Buffer.from(hex, "hex");
const metadataRequest = frame("0000000f0003000c00000063ffff0001010000");
const handshake = Buffer.concat([frame("00000015" + "00110001" + "00000001" + "ffff" + "0005"), Buffer.from("PLAIN")]);

/** Everything that a broker says to bytes over a plain connection until it ends that. */
async function toldPlainly(port: number, ...pieces: readonly Buffer[]): Promise<Buffer> {
  const socket = connectTcp(port, "127.0.0.1");
  const told: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => told.push(bytes)).on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  for (const piece of pieces) socket.write(piece);
  await closed;
  return Buffer.concat(told);
}

describe("a listener with SASL over TLS", () => {
  let it: Awaited<ReturnType<typeof startTlsBroker>>;
  before(async () => {
    it = await startTlsBroker(properties, "SASL_SSL");
    await it.broker.createTopic("t");
  });
  after(() => it.broker.stop());

  async function seesTopic(client: RawClient): Promise<boolean> {
    const { topics } = await client.call(apis.metadata, 9, { topics: [{ name: "t" }] });
    return topics[0]?.errorCode === 0;
  }

  test("serves who has done the one and then the other", async () => {
    const client = new RawClient(await shakeHands(it.port));
    assert.equal((await logIn(client, login)).errorCode, 0);
    assert.ok(await seesTopic(client));
    client.close();
  });

  test("hears no login, and no password, before TLS", async () => {
    const password = Buffer.from("\0alice\0pw");
    const size = Buffer.alloc(4);
    size.writeInt32BE(password.length);
    const told = await toldPlainly(it.port, handshake, size, password, metadataRequest);
    // An alert of TLS, and nothing of Kafka's.
    assert.equal(told[0], 0x15);
    assert.ok(told.length <= 14, told.toString("hex"));
  });

  test("serves nobody who has only done TLS, with a good certificate or without", async () => {
    const alice = certify("alice", { kind: "client" }, { issuer: authority });
    for (const options of [trusting, withCertificate(alice)]) {
      const client = new RawClient(await shakeHands(it.port, options));
      await assert.rejects(client.call(apis.metadata, 12, { topics: [] }), /closed the connection/);
    }
  });

  test("knows by the login who somebody is, whatever their certificate says", async () => {
    const certificate = certify("root", { kind: "client" }, { issuer: authority });
    const wrong = new RawClient(await shakeHands(it.port, withCertificate(certificate)));
    assert.equal((await logIn(wrong, { ...login, password: "wrong" })).errorCode, errors.SASL_AUTHENTICATION_FAILED.code);
    assert.equal(await wrong.frame(), undefined);
    const right = new RawClient(await shakeHands(it.port, withCertificate(certificate)));
    assert.equal((await logIn(right, login)).errorCode, 0);
    assert.ok(await seesTopic(right));
    right.close();
  });

  test("ends who begins TLS anew inside of it, in the middle of a login or behind it", async () => {
    for (const steps of [0, 1, 2]) {
      const socket = await shakeHands(it.port);
      const client = new RawClient(socket);
      if (steps === 1) await client.call(apis.saslHandshake, 1, { mechanism: "PLAIN" });
      if (steps === 2) assert.equal((await logIn(client, login)).errorCode, 0);
      // A greeting of TLS reads as the size of a request: much more than any may have.
      client.sendBytes(frame("16030100c8010000c40303"));
      assert.equal(await client.frame(), undefined);
    }
    const survivor = new RawClient(await shakeHands(it.port));
    assert.equal((await logIn(survivor, login)).errorCode, 0);
    survivor.close();
  });
});

describe("a listener with the other", () => {
  test("TLS without SASL has no logins, and nobody becomes another by asking for one", async () => {
    const it = await startTlsBroker({ "authorizer.class.name": properties["authorizer.class.name"], "super.users": "User:alice" });
    await it.broker.createTopic("t");
    const client = new RawClient(await shakeHands(it.port));
    const { errorCode, mechanisms } = await client.call(apis.saslHandshake, 1, { mechanism: "PLAIN" });
    assert.equal(errorCode, errors.ILLEGAL_SASL_STATE.code);
    assert.deepEqual(mechanisms, []);
    const { topics } = await client.call(apis.metadata, 9, { topics: [{ name: "t" }] });
    assert.equal(topics[0]?.errorCode, errors.TOPIC_AUTHORIZATION_FAILED.code);
    client.close();
    await it.broker.stop();
  });

  test("neither answers no greeting of TLS", async () => {
    const it = await startTlsBroker(properties, "SASL_SSL");
    const socket = connect({ port: it.plainPort, ...trusting });
    await once(socket, "error");
    assert.equal((await it.broker.call(apis.apiVersions, 0, {})).errorCode, 0);
    await it.broker.stop();
  });
});
