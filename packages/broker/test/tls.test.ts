import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { describe, test } from "node:test";
import { type ConnectionOptions, connect } from "node:tls";
import { apis } from "@millrace/protocol";
import { certificatePem, certify } from "./harness/certificates.ts";
import { RawClient } from "./harness/raw-client.ts";
import type { TestBroker } from "./harness/test-broker.ts";
import {
  authority,
  eventually,
  keyStorePath,
  names,
  server,
  shakeHands,
  startTlsBroker,
  trusting,
  withCertificate,
  writeKeyStore,
} from "./harness/tls-broker.ts";

const alice = certify("alice", { kind: "client" }, { issuer: authority });
const stranger = certify("alice", { kind: "client" }, { issuer: certify("authority", { kind: "authority" }) });

/** What a client is told that does not get in: TLS 1.3 tells it when it reads. */
async function refusalOf(port: number, options: ConnectionOptions): Promise<string> {
  const socket = connect({ port, ...options });
  socket.resume();
  const failed = once(socket, "error").then(([error]) => (error as NodeJS.ErrnoException).code ?? "");
  return Promise.race([failed, once(socket, "end").then(() => "no reason")]);
}

async function answers(socket: Socket): Promise<number> {
  const client = new RawClient(socket);
  const { errorCode } = await client.call(apis.apiVersions, 0, {});
  client.close();
  return errorCode;
}

describe("listeners with TLS", () => {
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    test(`answer over ${version}, also with large requests and answers, and listeners without TLS go on as before`, async () => {
      const { broker, port, plainPort } = await startTlsBroker();
      const socket = await shakeHands(port, { ...trusting, minVersion: version, maxVersion: version });
      assert.equal(socket.getProtocol(), version);
      const client = new RawClient(socket);
      await broker.createTopic("t");
      await broker.produce("t", 0, ["x".repeat(300_000)]);
      const topics = [{ topic: "t", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
      const ids = Array.from({ length: 10 }, () => client.send(apis.fetch, 11, { maxWaitMs: 0, minBytes: 1, sessionEpoch: -1, topics }));
      for (const id of ids) {
        const { responses } = await client.receive(apis.fetch, 11, id);
        assert.ok((responses[0]?.partitions[0]?.records?.length ?? 0) > 300_000);
      }
      client.close();
      assert.equal(await answers(connectTcp(plainPort, "127.0.0.1")), 0);
      await broker.stop();
    });
  }

  test("offer no weak protocol or cipher, and what is configured", async () => {
    const { broker, port, failures } = await startTlsBroker();
    const old: ConnectionOptions = { ...trusting, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" };
    assert.equal(await refusalOf(port, old), "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
    const weak: ConnectionOptions = { ...trusting, maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA:AES128-SHA" };
    assert.match(await refusalOf(port, weak), /HANDSHAKE_FAILURE/);
    await eventually(() => failures().length === 2);
    assert.match(failures()[0] ?? "", /none of the versions/);
    assert.match(failures()[1] ?? "", /no cipher suite in common/);
    await broker.stop();
    const only = await startTlsBroker({
      "ssl.enabled.protocols": "TLSv1.2",
      "listener.name.tls-9093.ssl.cipher.suites": "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    });
    const socket = await shakeHands(only.port, { ...trusting, ciphers: "ECDHE-ECDSA-AES128-SHA" });
    assert.deepEqual([socket.getProtocol(), socket.getCipher().standardName], ["TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"]);
    socket.destroy();
    await only.broker.stop();
  });

  test("don't start with a key or certificates that can't be used", async () => {
    const property = "listener.name.tls-9093.ssl.keystore.location";
    await assert.rejects(startTlsBroker({ [property]: "none.pem" }), {
      code: "CONFIG_INVALID",
      message: `${property}: there is no file none.pem`,
    });
    await assert.rejects(startTlsBroker({ "ssl.principal.mapping.rules": "RULE:(/" }), { code: "CONFIG_INVALID" });
    await assert.rejects(startTlsBroker({ "listener.name.tls-9093.ssl.client.auth": "maybe" }), { code: "CONFIG_INVALID" });
  });
});

describe("clients with certificates", () => {
  const required = { "listener.name.tls-9093.ssl.client.auth": "required" };
  const asked = { ...required, "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };

  /** Whom the authorizer turns away is in its log. */
  async function principalOf(options: ConnectionOptions, properties: Readonly<Record<string, string>>) {
    const { broker, port, lines } = await startTlsBroker({ ...asked, ...properties });
    const client = new RawClient(await shakeHands(port, options));
    await client.call(apis.createAcls, 3, { creations: [] });
    client.close();
    await broker.stop();
    return lines.find(({ message }) => message === "denied")?.principal;
  }

  test("are whom the rules make of their names", async () => {
    assert.equal(await principalOf(withCertificate(alice), {}), "User:CN=alice");
    assert.equal(await principalOf(withCertificate(alice), { "ssl.principal.mapping.rules": "RULE:CN=(.*)/$1/U" }), "User:ALICE");
    const own = {
      "ssl.principal.mapping.rules": "RULE:CN=(.*)/x/",
      "listener.name.tls-9093.ssl.principal.mapping.rules": "RULE:CN=(.*)/y/",
    };
    assert.equal(await principalOf(withCertificate(alice), own), "User:y");
    const requested = { "listener.name.tls-9093.ssl.client.auth": "requested" };
    assert.equal(await principalOf(trusting, requested), "User:ANONYMOUS");
    assert.equal(await principalOf(withCertificate(alice), requested), "User:CN=alice");
    assert.equal(await principalOf(withCertificate(alice), { "listener.name.tls-9093.ssl.client.auth": "none" }), "User:ANONYMOUS");
  });

  test("are cut off if no rule is about them, with the reason logged", async () => {
    const { broker, port, failures } = await startTlsBroker({ ...required, "ssl.principal.mapping.rules": "RULE:CN=bob/x/" });
    const socket = connect({ port, ...withCertificate(alice) });
    socket.resume();
    await once(socket, "close");
    assert.deepEqual(failures(), ["no rule of ssl.principal.mapping.rules is about CN=alice"]);
    await broker.stop();
  });

  const expired = certify("alice", { kind: "client" }, { issuer: authority, when: "expired" });
  const early = certify("alice", { kind: "client" }, { issuer: authority, when: "early" });
  const ofServer = certify("alice", { kind: "server", names: [] }, { issuer: certify("alice", { kind: "client" }, { issuer: authority }) });
  const cases: [what: string, options: ConnectionOptions, alert: RegExp, reason: RegExp][] = [
    ["none", trusting, /BAD_CERTIFICATE/, /has no certificate/],
    [
      "an untrusted one",
      withCertificate(stranger),
      /CERTIFICATE_UNKNOWN/,
      /can't be trusted: unable to (verify leaf signature|get issuer cert)/,
    ],
    ["an expired one", withCertificate(expired), /CERTIFICATE_UNKNOWN/, /can't be trusted: cert has expired/],
    ["one of the future", withCertificate(early), /CERTIFICATE_UNKNOWN/, /can't be trusted: cert not yet valid/],
    ["one that no authority issued", withCertificate(ofServer), /CERTIFICATE_UNKNOWN/, /can't be trusted/],
  ];
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    test(`are told over ${version} why they don't get in, and the log tells it once`, async () => {
      const { broker, clock, port, failures, lines } = await startTlsBroker(required);
      for (const [what, options, alert, reason] of cases) {
        for (let attempt = 0; attempt < 3; attempt++) {
          assert.match(await refusalOf(port, { ...options, minVersion: version, maxVersion: version }), alert, what);
        }
        await eventually(() => failures().some((line) => reason.test(line)));
      }
      assert.equal(new Set(failures()).size, failures().length);
      clock.advance(61_000);
      assert.ok(lines.some(({ message, left }) => message === "more of the same was not logged" && left === 2));
      const socket = await shakeHands(port, { ...withCertificate(alice), minVersion: version, maxVersion: version });
      assert.equal(await answers(socket), 0);
      await broker.stop();
    });
  }

  test("a bad certificate is no better than none where one is only requested", async () => {
    const { broker, port } = await startTlsBroker({ "listener.name.tls-9093.ssl.client.auth": "requested" });
    assert.match(await refusalOf(port, withCertificate(stranger)), /CERTIFICATE_UNKNOWN/);
    await broker.stop();
  });

  test("with SASL on top, only the listener's own setting asks for certificates (KIP-684)", async () => {
    const loginModule = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    const mechanism = { "sasl.enabled.mechanisms": "SCRAM-SHA-512" };
    const scram = { ...mechanism, "listener.name.tls-9093.scram-sha-512.sasl.jaas.config": loginModule };
    const general = await startTlsBroker({ ...scram, "ssl.client.auth": "required" }, "SASL_SSL");
    (await shakeHands(general.port)).destroy();
    await general.broker.stop();
    const own = await startTlsBroker({ ...scram, ...required }, "SASL_SSL");
    assert.match(await refusalOf(own.port, trusting), /BAD_CERTIFICATE/);
    await own.broker.stop();
  });
});

describe("keys and certificates of a running listener", () => {
  const renewed = certify("broker", { kind: "server", names }, { issuer: authority });
  const renamed = certify("another", { kind: "server", names }, { issuer: authority });
  const serialOf = async (port: number) => {
    const socket = await shakeHands(port);
    const serial = socket.getPeerX509Certificate()?.serialNumber;
    socket.destroy();
    return serial;
  };
  const alter = async (broker: TestBroker, name: string, value: string) => {
    const configs = [{ name: `listener.name.tls-9093.${name}`, configOperation: 0, value }];
    const { responses } = await broker.call(apis.incrementalAlterConfigs, 1, {
      resources: [{ resourceType: 4, resourceName: "0", configs }],
    });
    return responses[0];
  };

  test("are read anew when the file changes, and open connections go on", async () => {
    const { broker, clock, files, port, lines } = await startTlsBroker();
    const client = new RawClient(await shakeHands(port));
    await client.call(apis.apiVersions, 0, {});
    assert.equal(await serialOf(port), server.certificate.serialNumber);
    clock.advance(20_000);
    writeKeyStore(files, renamed);
    clock.advance(20_000);
    assert.equal(await serialOf(port), server.certificate.serialNumber);
    assert.match(String(lines.find(({ message }) => message === "new keys and certificates are not taken")?.reason), /DistinguishedName/);
    writeKeyStore(files, renewed);
    clock.advance(20_000);
    assert.equal(await serialOf(port), renewed.certificate.serialNumber);
    assert.equal((await client.call(apis.apiVersions, 0, {})).errorCode, 0);
    client.close();
    await broker.stop();
  });

  test("are read anew at once when the path is set again, also to what it is", async () => {
    const { broker, clock, files, port } = await startTlsBroker();
    assert.equal((await alter(broker, "ssl.keystore.location", keyStorePath))?.errorCode, 0);
    clock.advance(1);
    writeKeyStore(files, renewed);
    assert.equal((await alter(broker, "ssl.keystore.location", keyStorePath))?.errorCode, 0);
    assert.equal(await serialOf(port), renewed.certificate.serialNumber);
    await broker.stop();
  });

  test("are refused where they can't be used, and the old ones stay", async () => {
    const { broker, port } = await startTlsBroker();
    const missing = await alter(broker, "ssl.keystore.location", "none.pem");
    assert.equal(missing?.errorCode, 42);
    assert.match(missing?.errorMessage ?? "", /^Invalid value .*Validation of dynamic config update of SSLFactory failed: .*none.pem/);
    assert.equal((await alter(broker, "ssl.keystore.type", "JKS"))?.errorCode, 42);
    assert.equal(await serialOf(port), server.certificate.serialNumber);
    await broker.stop();
  });

  test("whom clients' certificates have to come from can be changed", async () => {
    const { broker, port } = await startTlsBroker({ "listener.name.tls-9093.ssl.client.auth": "required" });
    assert.match(await refusalOf(port, withCertificate(stranger)), /CERTIFICATE_UNKNOWN/);
    assert.equal((await alter(broker, "ssl.truststore.certificates", certificatePem(server)))?.errorCode, 0);
    assert.match(await refusalOf(port, withCertificate(alice)), /CERTIFICATE_UNKNOWN/);
    assert.equal((await alter(broker, "ssl.truststore.certificates", certificatePem(server) + certificatePem(authority)))?.errorCode, 0);
    assert.equal(await answers(await shakeHands(port, withCertificate(alice))), 0);
    await broker.stop();
  });
});
