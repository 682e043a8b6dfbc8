import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { apis } from "@millrace/protocol";
import { keyStore, trustStore } from "@millrace/security/certificates";
import { certify, type Pair } from "./harness/certificates.ts";
import { RawClient } from "./harness/raw-client.ts";
import { authority, names, server, shakeHands, startTlsBroker, withCertificate, writeStore } from "./harness/tls-broker.ts";

const random = { bytes: (count: number) => randomBytes(count) };
const password = "s3cret";
const stored = ({ certificate, key }: Pair) =>
  keyStore({ chain: [certificate, authority.certificate], key, name: "broker" }, password, random);
const trusted = (...pairs: Pair[]) => trustStore(new Map(pairs.map(({ certificate }, at) => [`ca-${at}`, certificate])), password, random);

const own = "listener.name.tls-9093.ssl";
/** What the harness gives in PEM is left behind. */
const properties = {
  "ssl.truststore.certificates": undefined,
  [`${own}.keystore.type`]: "PKCS12",
  [`${own}.keystore.location`]: "tls/keys.p12",
  [`${own}.keystore.password`]: password,
  "ssl.truststore.type": "JKS",
  [`${own}.truststore.location`]: "tls/trust.p12",
  [`${own}.truststore.password`]: password,
  [`${own}.client.auth`]: "required",
};

const start = (given: Readonly<Record<string, string | undefined>> = {}) =>
  startTlsBroker({ ...properties, ...given }, "SSL", (files) => {
    writeStore(files, "tls/keys.p12", stored(server));
    writeStore(files, "tls/trust.p12", trusted(authority));
  });

const alice = certify("alice", { kind: "client" }, { issuer: authority });

async function servesFor(port: number): Promise<{ client: RawClient; serial: string | undefined }> {
  const socket = await shakeHands(port, withCertificate(alice));
  const client = new RawClient(socket);
  assert.equal((await client.call(apis.apiVersions, 0, {})).errorCode, 0);
  return { client, serial: socket.getPeerX509Certificate()?.serialNumber };
}

describe("listeners with stores of Java", () => {
  test("serve, and take another store in without dropping who is connected", async () => {
    const { broker, clock, files, port, lines } = await start();
    const { client, serial } = await servesFor(port);
    assert.equal(serial, server.certificate.serialNumber);
    const renewed = certify("broker", { kind: "server", names }, { issuer: authority });
    clock.advance(20_000);
    writeStore(files, "tls/keys.p12", stored(renewed));
    clock.advance(20_000);
    const other = await servesFor(port);
    assert.equal(other.serial, renewed.certificate.serialNumber);
    assert.equal((await client.call(apis.apiVersions, 0, {})).errorCode, 0);
    writeStore(files, "tls/keys.p12", stored(renewed).subarray(0, 500));
    clock.advance(20_000);
    const refused = lines.find(({ message }) => message === "new keys and certificates are not taken");
    assert.equal(refused?.reason, `${own}.keystore.location: it is neither a PKCS12 nor a JKS store, or it is damaged`);
    assert.equal((await servesFor(port)).serial, renewed.certificate.serialNumber);
    for (const each of [client, other.client]) each.close();
    await broker.stop();
  });

  test("don't start with what can't be used, and never say a password", async () => {
    const wrong = { [`${own}.keystore.password`]: "hunter2" };
    await assert.rejects(start(wrong), {
      code: "CONFIG_INVALID",
      message: `${own}.keystore.password: it is wrong, or the store has been changed: tls/keys.p12`,
    });
    await assert.rejects(start({ [`${own}.truststore.password`]: "hunter2" }), {
      message: `${own}.truststore.password: it is wrong, or the store has been changed: tls/trust.p12`,
    });
    await assert.rejects(start({ [`${own}.keystore.location`]: "tls/trust.p12" }), {
      message: `${own}.keystore.location: there is no private key in it`,
    });
  });

  test("can be altered while the broker runs, from PEM to a store and to another password", async () => {
    const { broker, port, files } = await startTlsBroker();
    writeStore(files, "tls/keys.p12", stored(server));
    const alter = async (values: Readonly<Record<string, string>>) => {
      const configs = Object.entries(values).map(([name, value]) => ({ name: `${own}.keystore.${name}`, configOperation: 0, value }));
      const resources = [{ resourceType: 4, resourceName: "0", configs }];
      return (await broker.call(apis.incrementalAlterConfigs, 1, { resources })).responses[0];
    };
    const to = { type: "PKCS12", location: "tls/keys.p12" };
    const wrong = await alter({ ...to, password: "hunter2" });
    assert.equal(wrong?.errorCode, 42);
    assert.ok(!wrong.errorMessage?.includes("hunter2"), wrong.errorMessage ?? "");
    assert.equal((await alter({ ...to, password }))?.errorCode, 0);
    (await shakeHands(port)).destroy();
    await broker.stop();
  });
});
