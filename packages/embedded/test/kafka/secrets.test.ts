import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { after, describe, test } from "node:test";
import { connect } from "node:tls";
import { secretKind, userKind } from "@millrace/controllers";
import { Opened, systemClock, systemRandom } from "@millrace/kit";
import type { Secret } from "@millrace/resources";
import { type Authority, issue, newAuthority } from "@millrace/security/certificates";
import { eventually } from "../client/running-broker.ts";
import { platformText } from "../documents.ts";
import { entryOf } from "../stored-secrets.ts";
import { conditionsOf, Directories, RunningPlatform } from "./running-platform.ts";

const directories = new Directories();
const namespace = "default";
const policy = { validityDays: 365, renewalDays: 30, expirationPolicy: "renew-certificate" } as const;
const making = { nowMs: systemClock.now(), serialNumber: () => systemRandom.bytes(16), keys: "ECDSA" } as const;
const pem = (key: Authority["key"]) => key?.export({ type: "pkcs8", format: "pem" }).toString() ?? "";

type Entries = Readonly<Record<string, string>>;
const encoded = (entries: Entries) =>
  Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, Buffer.from(text).toString("base64")]));
const secretText = (name: string, entries: Entries, annotations: object = {}) =>
  JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name, annotations }, data: encoded(entries) });

const authority = () => newAuthority("own", policy, making);

/** A certificate for this machine, as `brokerCertChainAndKey` takes it. */
async function ownEntries(issuer: Authority): Promise<Entries> {
  const use = { kind: "server", names: ["localhost", "127.0.0.1"] } as const;
  const { key, chain } = await issue(issuer, { subject: [["CN", `listener ${systemRandom.uuid()}`]], use }, policy, making);
  return { "tls.key": pem(key), "tls.crt": chain.map(String).join("") };
}

/** The certificate by which a listener is known to whoever connects now. */
async function shownAt(running: RunningPlatform, listener: string): Promise<X509Certificate | undefined> {
  const { status } = await running.kafka();
  const port = status?.listeners?.find(({ name }) => name === listener)?.addresses?.[0]?.port;
  const socket = connect({ host: "127.0.0.1", port: port ?? 0, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  return certificate;
}

async function started(context: { after(work: () => Promise<void>): void }, text: string): Promise<RunningPlatform> {
  const opened = new Opened();
  context.after(() => opened.close());
  return opened.add(await RunningPlatform.start(directories.next(), text));
}

const secretOf = ({ client }: RunningPlatform, name: string) => client.get(secretKind, { namespace, name });

async function change(running: RunningPlatform, name: string, entries: Entries, annotations: object = {}): Promise<void> {
  await running.client.patch(secretKind, { namespace, name }, { metadata: { annotations }, data: encoded(entries) }, { type: "merge" });
}

async function there(running: RunningPlatform, name: string): Promise<Secret> {
  await eventually(`there is ${name}`, async () => (await secretOf(running, name)) !== undefined);
  const secret = await secretOf(running, name);
  assert.ok(secret);
  return secret;
}

const certificateIn = (secret: Secret) => new X509Certificate(entryOf(secret, "ca.crt") ?? "");
const isReady = (running: RunningPlatform) => running.until((kafka) => conditionsOf(kafka).join() === "Ready=True");
const tls = (port: number, more: object = {}) => ({ name: "tls", port, type: "internal", tls: true, ...more });

describe("Secrets of a Kafka that runs", () => {
  after(() => directories.remove());

  test("are made for both authorities where nothing has TLS, with Strimzi's labels, and go with the Kafka", async (context) => {
    const running = await started(context, platformText({}));
    const { uid } = (await running.kafka()).metadata;
    for (const name of ["test-cluster-ca", "test-cluster-ca-cert", "test-clients-ca", "test-clients-ca-cert"]) {
      const { metadata } = await there(running, name);
      assert.equal(metadata.labels?.["strimzi.io/component-type"], "certificate-authority");
      assert.deepEqual([metadata.labels?.["strimzi.io/cluster"], metadata.labels?.["strimzi.io/kind"]], ["test", "Kafka"]);
      assert.deepEqual(
        metadata.ownerReferences?.map((owner) => [owner.kind, owner.name, owner.uid]),
        [["Kafka", "test", uid]],
      );
    }
    await running.edit((spec) => ({ ...spec, entityOperator: { userOperator: {} } }));
    const user = {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaUser",
      metadata: { namespace, name: "alice", labels: { "strimzi.io/cluster": "test" } },
    } as const;
    await running.client.create(userKind, { ...user, spec: { authentication: { type: "tls" } } });
    await eventually("the user has a certificate", async () => entryOf(await secretOf(running, "alice"), "user.crt") !== undefined);
  });

  test("come back when they are deleted: a certificate for the key that is there, or another authority", async (context) => {
    const running = await started(context, platformText({}));
    const before = certificateIn(await there(running, "test-clients-ca-cert"));
    const key = createPrivateKey(entryOf(await there(running, "test-clients-ca"), "ca.key") ?? "");
    await running.client.delete(secretKind, { namespace, name: "test-clients-ca-cert" });
    const again = certificateIn(await there(running, "test-clients-ca-cert"));
    assert.notEqual(again.serialNumber, before.serialNumber);
    assert.ok(again.checkPrivateKey(key));
    await running.client.delete(secretKind, { namespace, name: "test-clients-ca" });
    const other = createPrivateKey(entryOf(await there(running, "test-clients-ca"), "ca.key") ?? "");
    assert.ok(!again.checkPrivateKey(other));
    await eventually("the certificate is the other key's", async () =>
      certificateIn(await there(running, "test-clients-ca-cert")).checkPrivateKey(other),
    );
  });

  test("are renewed and replaced when somebody asks for it", async (context) => {
    const running = await started(context, platformText({}));
    const first = await there(running, "test-cluster-ca-cert");
    await change(running, "test-cluster-ca-cert", {}, { "strimzi.io/force-renew": "true" });
    const generationOf = ({ metadata: { annotations } }: Secret) => [
      annotations?.["strimzi.io/ca-cert-generation"],
      annotations?.["strimzi.io/force-renew"],
    ];
    await eventually("it is renewed", async () => generationOf(await there(running, "test-cluster-ca-cert")).join() === "1,");
    const second = await there(running, "test-cluster-ca-cert");
    assert.ok(certificateIn(second).publicKey.equals(certificateIn(first).publicKey));
    await change(running, "test-cluster-ca", {}, { "strimzi.io/force-replace": "true" });
    await eventually(
      "it is replaced",
      async () => (await there(running, "test-cluster-ca")).metadata.annotations?.["strimzi.io/ca-key-generation"] === "1",
    );
    const third = await there(running, "test-cluster-ca-cert");
    assert.ok(!certificateIn(third).publicKey.equals(certificateIn(first).publicKey));
    assert.ok(
      Object.keys(third.data ?? {}).some((entry) => /^ca-.+Z\.crt$/.test(entry)),
      "the one before is trusted, too",
    );
  });

  test("of somebody else are not overwritten, and that is told", async (context) => {
    const running = await started(context, platformText({}));
    await there(running, "test-clients-ca");
    const name = "test-clients-ca-cert";
    await running.client.update(secretKind, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace, name },
      data: encoded({ own: "mine" }),
    });
    await running.until((kafka) => conditionsOf(kafka).join() === "NotReady=True ResourceConflict");
    assert.deepEqual((await secretOf(running, name))?.data, encoded({ own: "mine" }));
    await running.client.delete(secretKind, { namespace, name });
    await isReady(running);
    assert.ok(entryOf(await there(running, name), "ca.crt"));
  });

  test("with a listener's certificate are taken as they change; what can't be used is told, and the listener goes on", async (context) => {
    const issuer = await authority();
    const first = await ownEntries(issuer);
    const source = { secretName: "own", certificate: "tls.crt", key: "tls.key" };
    const listener = tls(19_461, { configuration: { brokerCertChainAndKey: source } });
    const running = await started(context, `${platformText({}, { listeners: [listener] })}\n---\n${secretText("own", first)}`);
    assert.equal((await shownAt(running, "tls"))?.toString(), first["tls.crt"]);
    const second = await ownEntries(issuer);
    await change(running, "own", second);
    await eventually("it is shown", async () => (await shownAt(running, "tls"))?.toString() === second["tls.crt"]);
    const { status } = await running.until((kafka) => kafka.status?.listeners?.[1]?.certificates?.[0] === second["tls.crt"]);
    assert.equal(status?.listeners?.[1]?.certificates?.length, 1);
    assert.deepEqual(await running.eventsOf(), ["Normal KafkaCertificatesChanged"]);
    await change(running, "own", { ...second, "tls.key": first["tls.key"] ?? "" });
    const wrong = await running.until((kafka) => conditionsOf(kafka).join() === "NotReady=True InvalidResourceException");
    assert.match(wrong.status?.conditions?.[0]?.message ?? "", /^can't use the Secret own: the private key is not that of the certificate/);
    assert.equal((await shownAt(running, "tls"))?.toString(), second["tls.crt"]);
    await change(running, "own", first);
    await isReady(running);
    assert.equal((await shownAt(running, "tls"))?.toString(), first["tls.crt"]);
  });

  test("of an authority that is given are taken as they change: the broker has a certificate of the new one", async (context) => {
    const [first, second] = [await authority(), await authority()];
    const text = platformText({}, { listeners: [tls(19_462)] }).replace(
      '"entityOperator"',
      '"clusterCa":{"generateCertificateAuthority":false},"entityOperator"',
    );
    const given = [
      secretText("test-cluster-ca-cert", { "ca.crt": String(first.certificate) }),
      secretText("test-cluster-ca", { "ca.key": pem(first.key) }),
    ];
    const running = await started(context, [text, ...given].join("\n---\n"));
    assert.ok((await shownAt(running, "tls"))?.verify(first.certificate.publicKey));
    await change(running, "test-cluster-ca", { "ca.key": pem(second.key) }, { "strimzi.io/ca-key-generation": "1" });
    await running.until((kafka) => conditionsOf(kafka).join() === "NotReady=True InvalidResourceException");
    assert.ok((await shownAt(running, "tls"))?.verify(first.certificate.publicKey));
    await change(running, "test-cluster-ca-cert", { "ca.crt": String(second.certificate) }, { "strimzi.io/ca-cert-generation": "1" });
    await isReady(running);
    assert.ok((await shownAt(running, "tls"))?.verify(second.certificate.publicKey));
    assert.equal((await secretOf(running, "test-node-0"))?.metadata.annotations?.["strimzi.io/cluster-ca-cert-generation"], "1");
  });
});
