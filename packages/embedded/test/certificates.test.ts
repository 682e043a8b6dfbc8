import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type ConnectionOptions, connect, createSecureContext } from "node:tls";
import { openAdmin } from "@millrace/client";
import { kafkaKind, secretKind } from "@millrace/controllers";
import { UserCertificates } from "@millrace/controllers/certificates";
import { diskFiles, MemoryFiles, readFile } from "@millrace/files";
import { ManualClock, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { type Secret, secretEntries } from "@millrace/resources";
import { pemBlocks, readStore } from "@millrace/security/tls";
import { PlatformCertificates } from "../src/certificates/platform-certificates.ts";
import { checkPlatform, clientAccess, type Platform, startPlatform } from "../src/index.ts";
import { entryOf, memoryClient, secretsIn } from "./stored-secrets.ts";

const root = mkdtempSync(join(tmpdir(), "millrace-certificates-"));
after(() => rmSync(root, { recursive: true, force: true }));
let directories = 0;
const newDirectory = () => join(root, String(directories++));

const apiVersion = "kafka.strimzi.io/v1";
const labels = { "strimzi.io/cluster": "my" };
const mutual = { name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "tls" } };

function documents(listener: object, kafkaSpec: object = {}, annotations: object = {}): readonly object[] {
  const storage = { type: "persistent-claim", size: "1Gi" };
  return [
    {
      apiVersion,
      kind: "Kafka",
      metadata: { name: "my", annotations },
      spec: { kafka: { listeners: [listener] }, entityOperator: { userOperator: {} }, ...kafkaSpec },
    },
    {
      apiVersion,
      kind: "KafkaNodePool",
      metadata: { name: "node", labels },
      spec: { replicas: 1, roles: ["controller", "broker"], storage },
    },
  ];
}
/** The Secrets of a data directory, as a file would give them. */
const givenSecrets = (directory: string) =>
  [...secretsIn(diskFiles, directory).values()].map(({ metadata: { name }, data }) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name },
    data,
  }));
const sourceOf = (secret: Secret) => ({ entries: secretEntries(secret), annotations: secret.metadata.annotations ?? {} });
const trustStoreOf = (properties: Readonly<Record<string, string>>) => properties["listener.name.tls-9093.ssl.truststore.location"] ?? "";
const alice = { apiVersion, kind: "KafkaUser", metadata: { name: "alice", labels }, spec: { authentication: { type: "tls" } } };

function declared(resources: readonly object[]) {
  const { platform, problems } = checkPlatform([{ file: "f.yaml", text: resources.map((each) => JSON.stringify(each)).join("\n---\n") }]);
  assert.deepEqual(problems, []);
  assert.ok(platform);
  return platform;
}

async function during(directory: string, resources: readonly object[], work: (port: number, platform: Platform) => Promise<void>) {
  const running = await startPlatform({ platform: declared(resources), directory, port: 0, logger: silentLogger });
  try {
    await work(Number(running.endpoints[0]?.bootstrapServers.split(":")[1]), running);
  } finally {
    await running.close();
  }
}

/** Whether a client is served: it lists the topics. */
async function isServed(port: number, options: ConnectionOptions): Promise<boolean> {
  const dial = async () => {
    const socket = connect({ host: "127.0.0.1", port, ...options });
    await once(socket, "secureConnect");
    return socket;
  };
  const admin = openAdmin({ bootstrapServers: `127.0.0.1:${port}`, connect: dial, requestTimeoutMs: 2000 });
  try {
    await admin.listTopics();
    return true;
  } catch {
    return false;
  } finally {
    await admin.close();
  }
}

describe("a platform with TLS", () => {
  test("makes its authorities, the broker's certificate and users', and keeps them for itself", async () => {
    const directory = newDirectory();
    const resources = [...documents(mutual), alice];
    let serial = "";
    await during(directory, resources, async (port) => {
      const { bootstrapServers, trusted, certificate, user } = clientAccess(declared(resources), { user: "alice", directory });
      assert.deepEqual([bootstrapServers, user], ["127.0.0.1:9093", "CN=alice"]);
      assert.ok(trusted !== undefined && certificate !== undefined);
      assert.ok(await isServed(port, { ca: trusted, cert: certificate.chain, key: certificate.key }));
      assert.ok(!(await isServed(port, { ca: trusted })));
      serial = new X509Certificate(certificate.chain).serialNumber;
    });
    const secrets = secretsIn(diskFiles, directory);
    assert.deepEqual(
      [...secrets.values()].map(({ metadata, data = {} }) => [metadata.name, Object.keys(data).sort()]),
      [
        ["alice", ["ca.crt", "user.crt", "user.key", "user.p12", "user.password"]],
        ["my-clients-ca", ["ca.key"]],
        ["my-clients-ca-cert", ["ca.crt", "ca.p12", "ca.password"]],
        ["my-cluster-ca", ["ca.key"]],
        ["my-cluster-ca-cert", ["ca.crt", "ca.p12", "ca.password"]],
        ["my-node-0", ["my-node-0.crt", "my-node-0.key"]],
      ],
    );
    const [pfx, passphrase = ""] = ["user.p12", "user.password"].map((key) => entryOf(secrets.get("alice"), key));
    assert.match(String(passphrase), /^[A-Za-z0-9]{32}$/);
    const mode = (path: string) => (statSync(join(directory, path)).mode & 0o777).toString(8);
    if (process.platform !== "win32")
      assert.deepEqual([mode("tls"), ...readdirSync(join(directory, "tls")).map((name) => mode(`tls/${name}`))], ["700", "600", "600"]);
    await during(directory, resources, async (port) => {
      const { trusted, certificate } = clientAccess(declared(resources), { user: "alice", directory });
      assert.equal(new X509Certificate(certificate?.chain ?? "").serialNumber, serial);
      assert.ok(await isServed(port, { ca: trusted, pfx, passphrase: String(passphrase) }));
      assert.ok(await isServed(port, { ca: trusted, cert: certificate?.chain, key: certificate?.key }));
    });
  });

  test("gives a user a certificate for as long as it asks for, and a new one before its end", async () => {
    const directory = newDirectory();
    const { kafka, users } = declared([
      ...documents(mutual),
      { ...alice, spec: { authentication: { type: "tls", validityDays: 10, renewalDays: 3 } } },
    ]);
    const [user] = users;
    assert.ok(user);
    await during(directory, documents(mutual), async () => {});
    const dayMs = 86_400_000;
    const at = async (nowMs: number, entries: Readonly<Record<string, Buffer>> = {}) => {
      const clock = { ...systemClock, now: () => nowMs };
      const [certificate, key] = ["my-clients-ca-cert", "my-clients-ca"].map((name) => secretsIn(diskFiles, directory).get(name));
      assert.ok(certificate && key);
      const secrets = { certificate: sourceOf(certificate), key: sourceOf(key) };
      const kept = { name: "alice", entries: new Map(Object.entries(entries)), forceRenew: false };
      return new UserCertificates(kafka, secrets, clock, systemRandom).entries(user, kept);
    };
    const nowMs = systemClock.now();
    const first = await at(nowMs);
    const { validToDate } = new X509Certificate(first["user.crt"] ?? "");
    assert.ok(Math.abs(validToDate.getTime() - nowMs - 10 * dayMs) < 2000);
    assert.deepEqual(await at(nowMs + 6 * dayMs, first), first);
    const second = await at(nowMs + 8 * dayMs, first);
    for (const key of ["user.crt", "user.key", "user.p12", "user.password"]) assert.notDeepEqual(second[key], first[key], key);
    const { "user.p12": _, ...withoutStore } = first;
    const third = await at(nowMs, withoutStore);
    assert.deepEqual(third["user.crt"], first["user.crt"]);
    createSecureContext({ pfx: third["user.p12"], passphrase: third["user.password"]?.toString() });
  });

  test("looks at its certificates every two minutes, and renews also those of users", async () => {
    const directory = newDirectory();
    let aheadMs = 0;
    const resyncs: (() => void)[] = [];
    const clock = {
      ...systemClock,
      now: () => systemClock.now() + aheadMs,
      every: (periodMs: number, task: () => void) => {
        if (periodMs === 120_000) resyncs.push(task);
        return systemClock.every(periodMs, task);
      },
    };
    const platform = declared([...documents(mutual), alice]);
    const running = await startPlatform({ platform, directory, port: 0, logger: silentLogger, clock });
    try {
      const entry = () => entryOf(secretsIn(diskFiles, directory).get("alice"), "user.crt")?.toString() ?? "";
      const first = entry();
      aheadMs = 340 * 86_400_000;
      for (const task of resyncs) task();
      while (entry() === first) await new Promise((resolve) => setImmediate(resolve));
      assert.ok(new X509Certificate(entry()).validToDate.getTime() > clock.now() + 364 * 86_400_000);
    } finally {
      await running.close();
    }
  });

  test("takes authorities and certificates that are given as Secrets", async () => {
    const other = newDirectory();
    await during(other, [...documents(mutual), alice], async () => {});
    const secrets = givenSecrets(other);
    const brokerCertChainAndKey = { secretName: "my-node-0", certificate: "my-node-0.crt", key: "my-node-0.key" };
    const given = { clientsCa: { generateCertificateAuthority: false } };
    const directory = newDirectory();
    const resources = [
      ...documents({ ...mutual, configuration: { brokerCertChainAndKey } }, given),
      ...secrets.filter(({ metadata }) => metadata.name.startsWith("my-clients-ca") || metadata.name === "my-node-0"),
    ];
    const { trusted, certificate } = clientAccess(declared([...documents(mutual), alice]), { user: "alice", directory: other });
    await during(directory, resources, async (port) => {
      assert.ok(await isServed(port, { ca: trusted, cert: certificate?.chain, key: certificate?.key }));
    });
    const authority = secrets.filter(({ metadata }) => metadata.name.startsWith("my-clients-ca"));
    const wrong = authority.map((secret) =>
      secret.metadata.name === "my-clients-ca" ? { ...secret, data: { "ca.key": "eA==" } } : secret,
    );
    await assert.rejects(
      during(newDirectory(), [...documents(mutual, given), ...wrong], async () => {}),
      {
        code: "CONFIG_INVALID",
        message: "can't use the Secret my-clients-ca: ca.key is no private key in PEM without a password",
      },
    );
  });
});

describe("keys of RSA", () => {
  const rsa = { "millrace.io/key-algorithm": "RSA" };
  const typeOf = (pem: string | Buffer | undefined) => new X509Certificate(pem ?? "").publicKey.asymmetricKeyType;

  test("are made for all certificates where the Kafka asks for them, also when it does so later", async () => {
    const directory = newDirectory();
    await during(directory, [...documents(mutual), alice], async () => {});
    const before = clientAccess(declared([...documents(mutual), alice]), { user: "alice", directory });
    const resources = [...documents(mutual, {}, rsa), alice];
    await during(directory, resources, async (port) => {
      const { trusted = "", certificate } = clientAccess(declared(resources), { user: "alice", directory });
      assert.deepEqual([typeOf(trusted), typeOf(certificate?.chain)], ["rsa", "rsa"]);
      const socket = connect({ host: "127.0.0.1", port, ca: trusted, cert: certificate?.chain, key: certificate?.key });
      await once(socket, "secureConnect");
      assert.equal(socket.getPeerX509Certificate()?.publicKey.asymmetricKeyType, "rsa");
      socket.destroy();
      // Whoever was given keys before, and trusts what there was before, gets in all the same.
      assert.ok(await isServed(port, { ca: before.trusted, cert: before.certificate?.chain, key: before.certificate?.key }));
    });
  });

  test("of authorities that are given are used, whatever is asked for", async () => {
    const other = newDirectory();
    const source = documents(mutual, {}, rsa);
    await during(other, source, async () => {});
    const secrets = givenSecrets(other).filter(({ metadata }) => !["my-node-0", "alice"].includes(metadata.name));
    const given = { clusterCa: { generateCertificateAuthority: false }, clientsCa: { generateCertificateAuthority: false } };
    for (const annotations of [{}, rsa]) {
      const directory = newDirectory();
      const resources = [...documents(mutual, given, annotations), alice, ...secrets];
      await during(directory, resources, async (port) => {
        const { trusted, certificate } = clientAccess(declared(resources), { user: "alice", directory });
        assert.deepEqual([typeOf(trusted), typeOf(certificate?.chain)], ["rsa", annotations === rsa ? "rsa" : "ec"]);
        assert.ok(await isServed(port, { ca: trusted, cert: certificate?.chain, key: certificate?.key }));
        assert.deepEqual(
          secretsIn(diskFiles, directory).get("my-cluster-ca-cert")?.data,
          secrets.find(({ metadata }) => metadata.name === "my-cluster-ca-cert")?.data,
        );
      });
    }
  });
});

describe("certificates of a platform that runs for long", () => {
  const dayMs = 86_400_000;
  const setUp = async (kafkaSpec: object = {}) => {
    const clock = new ManualClock();
    const files = new MemoryFiles(clock);
    const { kafka, nodePools } = declared(documents(mutual, kafkaSpec));
    const client = await memoryClient(clock);
    const stored = await client.create(kafkaKind, { ...kafka, metadata: { ...kafka.metadata, namespace: "default" } });
    const certificates = (host?: string) =>
      new PlatformCertificates({ client, files, directory: "data", host, clock, random: systemRandom, logger: silentLogger });
    const bringAbout = async (host?: string) => (await certificates(host).bringAbout({ kafka: stored, nodePools })).properties;
    const texts = async () => {
      const { items } = await client.list(secretKind);
      const secrets = new Map(items.map((secret) => [secret.metadata.name, secret]));
      const text = (name: string, entry: string) => entryOf(secrets.get(name), entry)?.toString() ?? "";
      return {
        cluster: text("my-cluster-ca-cert", "ca.crt"),
        clients: text("my-clients-ca-cert", "ca.crt"),
        server: text("my-node-0", "my-node-0.crt"),
        secrets,
      };
    };
    return { clock, files, bringAbout, texts };
  };

  test("stay as they are until their end is near, then are renewed for the same keys", async () => {
    const { clock, bringAbout, texts } = await setUp();
    const properties = await bringAbout();
    assert.equal(properties["listener.name.tls-9093.ssl.client.auth"], "required");
    const first = await texts();
    clock.advance(300 * dayMs);
    assert.deepEqual(await bringAbout(), properties);
    assert.deepEqual(await texts(), first);
    clock.advance(40 * dayMs);
    await bringAbout();
    const second = await texts();
    for (const name of ["cluster", "clients", "server"] as const) assert.notEqual(second[name], first[name], name);
    const [old, young] = [first, second].map(({ cluster }) => new X509Certificate(cluster));
    assert.ok(old?.publicKey.equals(young?.publicKey ?? old.publicKey) && young?.publicKey.equals(old.publicKey));
    assert.equal(second.secrets.get("my-cluster-ca-cert")?.metadata.annotations?.["strimzi.io/ca-cert-generation"], "1");
  });

  test("have new keys if that is declared; the old authority is trusted along with the new one", async () => {
    const replaced = { certificateExpirationPolicy: "replace-key", validityDays: 100, renewalDays: 10 };
    const { clock, files, bringAbout, texts } = await setUp({ clusterCa: replaced, clientsCa: replaced });
    await bringAbout();
    const first = await texts();
    clock.advance(95 * dayMs);
    const properties = await bringAbout();
    const second = await texts();
    assert.ok(!new X509Certificate(first.cluster).publicKey.equals(new X509Certificate(second.cluster).publicKey));
    const trusted = readFile(files, trustStoreOf(properties)).toString();
    assert.equal(trusted, second.clients + first.clients);
    const [, cross = ""] = pemBlocks(second.server, "CERTIFICATE");
    assert.ok(new X509Certificate(cross).verify(new X509Certificate(first.cluster).publicKey));
    assert.ok(new X509Certificate(second.server).verify(new X509Certificate(cross).publicKey));
    clock.advance(10 * dayMs);
    assert.equal(readFile(files, trustStoreOf(await bringAbout())).toString(), second.clients);
    assert.deepEqual(Object.keys((await texts()).secrets.get("my-clients-ca-cert")?.data ?? {}), ["ca.crt", "ca.p12", "ca.password"]);
  });

  const trustedBy = ({ secrets }: { readonly secrets: ReadonlyMap<string, Secret> }, name: string) => {
    const [pkcs12, password] = ["ca.p12", "ca.password"].map((entry) => entryOf(secrets.get(name), entry));
    assert.ok(pkcs12 && password);
    return { pkcs12, password: password.toString(), trusted: readStore(pkcs12, password.toString()).trusted.map(String) };
  };

  test("are in stores for Java, too, which change when they do and keep their password", async () => {
    const replaced = { certificateExpirationPolicy: "replace-key", validityDays: 100, renewalDays: 10 };
    const { clock, bringAbout, texts } = await setUp({ clusterCa: replaced });
    await bringAbout();
    const first = trustedBy(await texts(), "my-cluster-ca-cert");
    assert.deepEqual(first.trusted, [(await texts()).cluster]);
    assert.match(first.password, /^[A-Za-z0-9]{32}$/);
    const old = (await texts()).cluster;
    await bringAbout();
    assert.deepEqual(trustedBy(await texts(), "my-cluster-ca-cert"), first);
    clock.advance(95 * dayMs);
    await bringAbout();
    const second = trustedBy(await texts(), "my-cluster-ca-cert");
    assert.deepEqual([second.trusted, second.password], [[(await texts()).cluster, old], first.password]);
    assert.deepEqual(trustedBy(await texts(), "my-clients-ca-cert").trusted, [(await texts()).clients]);
  });

  test("are issued anew for a further address", async () => {
    const { bringAbout, texts } = await setUp();
    await bringAbout();
    const first = await texts();
    assert.equal(new X509Certificate(first.server).checkIP("192.0.2.7"), undefined);
    await bringAbout("192.0.2.7");
    assert.equal(new X509Certificate((await texts()).server).checkIP("192.0.2.7"), "192.0.2.7");
    assert.equal((await texts()).cluster, first.cluster);
    assert.equal(new X509Certificate(first.server).checkHost("my-kafka-bootstrap.default.svc"), "my-kafka-bootstrap.default.svc");
  });
});
