import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, randomBytes, type X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Broker, startBroker } from "@millrace/broker";
import { openAdmin, openSecurity } from "@millrace/client";
import { MemoryFiles } from "@millrace/files";
import { MillraceError, seededRandom, silentLogger, systemClock } from "@millrace/kit";
import { type CertificateUse, makeCertificate } from "@millrace/security/certificates";

interface Pair {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

function certify(name: string, use: CertificateUse, issuer?: Pair): Pair {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const [validFromMs, validToMs] = [Date.UTC(2020, 0, 1), Date.UTC(2049, 0, 1)];
  const content = { subject: [["CN", name]] as const, publicKey, use, serialNumber: randomBytes(16), validFromMs, validToMs };
  return { certificate: makeCertificate(content, issuer ?? { key: privateKey }), key: privateKey };
}

const authority = certify("authority", { kind: "authority" });
const stranger = certify("stranger", { kind: "authority" });
const server = certify("broker", { kind: "server", names: ["127.0.0.1"] }, authority);
const elsewhere = certify("elsewhere", { kind: "server", names: ["elsewhere"] }, authority);
const alice = certify("alice", { kind: "client" }, authority);
const mallory = certify("mallory", { kind: "client" }, stranger);

const certificatePem = ({ certificate }: Pair) => certificate.toString();
const keyPem = ({ key }: Pair) => key.export({ type: "pkcs8", format: "pem" }).toString();
const encryptedKeyPem = ({ key }: Pair) =>
  key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "hush" }).toString();

const directory = mkdtempSync(join(tmpdir(), "millrace-tls-client-"));
const path = (name: string) => join(directory, name);
/** A client's key and certificate as OpenSSL puts them into a store, and the certificate by itself. */
const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
let broker: Broker;
const port = (name: string) => broker.listeners.find((listener) => listener.name === name)?.port ?? 0;

function keyStore(listener: string, pair: Pair): Record<string, string> {
  const prefix = `listener.name.${listener}.ssl.`;
  return {
    [`${prefix}keystore.type`]: "PEM",
    [`${prefix}keystore.key`]: keyPem(pair),
    [`${prefix}keystore.certificate.chain`]: certificatePem(pair),
  };
}

before(async () => {
  writeFileSync(path("ca.pem"), certificatePem(authority));
  writeFileSync(path("alice.pem"), encryptedKeyPem(alice) + certificatePem(alice));
  broker = await startBroker({
    files: new MemoryFiles(systemClock),
    directory: "data",
    nodeId: 0,
    listeners: [
      { name: "PLAIN", host: "127.0.0.1", port: 0 },
      { name: "TLS", securityProtocol: "SSL", host: "127.0.0.1", port: 0 },
      { name: "OTHER", securityProtocol: "SSL", host: "127.0.0.1", port: 0 },
      { name: "MUTUAL", securityProtocol: "SSL", host: "127.0.0.1", port: 0 },
      { name: "BOTH", securityProtocol: "SASL_SSL", host: "127.0.0.1", port: 0 },
    ],
    properties: {
      ...keyStore("tls", server),
      ...keyStore("other", elsewhere),
      ...keyStore("mutual", server),
      ...keyStore("both", server),
      "listener.name.mutual.ssl.client.auth": "required",
      "listener.name.mutual.ssl.truststore.type": "PEM",
      "listener.name.mutual.ssl.truststore.certificates": certificatePem(authority) + readFileSync(fixture("carol.pem"), "utf8"),
      "listener.name.both.sasl.enabled.mechanisms": "PLAIN",
      "listener.name.both.plain.sasl.jaas.config": 'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="pw";',
    },
    clock: systemClock,
    random: seededRandom(1),
    logger: silentLogger,
  });
});
after(async () => {
  await broker.close();
  rmSync(directory, { recursive: true });
});

const trusting = () => ({ "security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.location": path("ca.pem") });
const inlineTrust = { "ssl.truststore.type": "PEM", "ssl.truststore.certificates": certificatePem(authority) };

async function topicsOver(listener: string, properties: Record<string, string>): Promise<number> {
  const { security } = await openSecurity({ properties });
  const admin = openAdmin({ bootstrapServers: `127.0.0.1:${port(listener)}`, security, operationTimeoutMs: 3000, requestTimeoutMs: 3000 });
  try {
    return (await admin.listTopics()).length;
  } finally {
    await admin.close();
  }
}

describe("a client connects with TLS", () => {
  const cases: ReadonlyArray<readonly [what: string, listener: string, properties: () => Record<string, string>]> = [
    ["trusting a file", "TLS", trusting],
    ["trusting certificates that are given", "TLS", () => ({ "security.protocol": "SSL", ...inlineTrust })],
    ["trusting just the broker's certificate", "TLS", () => ({ ...trusting(), "ssl.truststore.location": path("server.pem") })],
    ["of version 1.2", "TLS", () => ({ ...trusting(), "ssl.enabled.protocols": "TLSv1.2" })],
    ["to another host if that doesn't matter", "OTHER", () => ({ ...trusting(), "ssl.endpoint.identification.algorithm": "" })],
    [
      "with a certificate of its own, from one file",
      "MUTUAL",
      () => ({ ...trusting(), "ssl.keystore.type": "PEM", "ssl.keystore.location": path("alice.pem"), "ssl.key.password": "hush" }),
    ],
    [
      "with a certificate of its own that is given",
      "MUTUAL",
      () => ({
        ...trusting(),
        "ssl.keystore.type": "PEM",
        "ssl.keystore.key": keyPem(alice),
        "ssl.keystore.certificate.chain": certificatePem(alice),
      }),
    ],
    [
      "with a certificate of its own in a PKCS12 store",
      "MUTUAL",
      () => ({
        ...trusting(),
        "ssl.keystore.type": "PKCS12",
        "ssl.keystore.location": fixture("carol.p12"),
        "ssl.keystore.password": "hush",
      }),
    ],
    [
      "and logs in over it",
      "BOTH",
      () => ({
        ...trusting(),
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "sasl.jaas.config": 'org.apache.kafka.common.security.plain.PlainLoginModule required username="alice" password="pw";',
      }),
    ],
  ];
  before(() => writeFileSync(path("server.pem"), certificatePem(server)));
  for (const [what, listener, properties] of cases) test(what, async () => assert.equal(await topicsOver(listener, properties()), 0));
});

describe("a client does not connect", () => {
  const own = (pair: Pair) => ({
    "ssl.keystore.type": "PEM",
    "ssl.keystore.key": keyPem(pair),
    "ssl.keystore.certificate.chain": certificatePem(pair),
  });
  const cases: ReadonlyArray<
    readonly [what: string, listener: string, properties: () => Record<string, string>, code: string, message: RegExp]
  > = [
    [
      "to a broker that it has no reason to trust",
      "TLS",
      () => ({ "security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.certificates": certificatePem(stranger) }),
      "AUTHENTICATION_FAILED",
      /can't be trusted: unable to/,
    ],
    [
      "to a broker that nobody knows, without a store",
      "TLS",
      () => ({ "security.protocol": "SSL" }),
      "AUTHENTICATION_FAILED",
      /can't be trusted/,
    ],
    ["to another host than the certificate's", "OTHER", trusting, "AUTHENTICATION_FAILED", /certificate is for other hosts$/],
    ["without a certificate where one is asked for", "MUTUAL", trusting, "AUTHENTICATION_FAILED", /refuses this client by TLS: /],
    [
      "with somebody else's certificate",
      "MUTUAL",
      () => ({ ...trusting(), ...own(mallory) }),
      "AUTHENTICATION_FAILED",
      /refuses this client by TLS: /,
    ],
    ["with TLS to a listener without", "PLAIN", trusting, "CONNECTION_FAILED", /closed it during the handshake|not TLS/],
    [
      "without TLS to a listener that has it",
      "TLS",
      () => ({}),
      "PROTOCOL_VIOLATION",
      /the broker speaks TLS there, and this client does not$/,
    ],
  ];
  for (const [what, listener, properties, code, message] of cases) {
    test(what, async () => {
      await assert.rejects(topicsOver(listener, properties()), (thrown) => {
        assert.ok(thrown instanceof MillraceError);
        assert.match(`${thrown.code} ${thrown.message}`, new RegExp(`^${code} .*${message.source}`));
        return thrown.hint !== undefined;
      });
    });
  }
});

describe("settings that can't be meant so are refused, by name:", () => {
  const cases: ReadonlyArray<readonly [properties: () => Record<string, string>, message: RegExp]> = [
    [() => ({ "ssl.truststore.location": path("ca.pem") }), /^ssl\.truststore\.type: it is JKS, but .*ca\.pem is PEM$/],
    [() => ({ ...inlineTrust, "ssl.truststore.certificates": "none" }), /^ssl\.truststore\.certificates: there is no certificate in it$/],
    [() => ({ ...trusting(), "ssl.truststore.location": path("none") }), /^ssl\.truststore\.location: there is no file .*none$/],
    [
      () => ({ "ssl.keystore.type": "PKCS12", "ssl.keystore.location": fixture("carol.p12"), "ssl.keystore.password": "wrong" }),
      /^ssl\.keystore\.password: it is wrong, or the store has been changed: .*carol\.p12$/,
    ],
    [
      () => ({ "ssl.keystore.type": "PEM", "ssl.keystore.location": path("alice.pem") }),
      /^ssl\.key\.password: the private key is encrypted/,
    ],
    [
      () => ({ "ssl.endpoint.identification.algorithm": "ldaps" }),
      /^ssl\.endpoint\.identification\.algorithm: there is no algorithm ldaps/,
    ],
    [() => ({ "ssl.enabled.protocols": "TLSv1.1" }), /^ssl\.enabled\.protocols: TLSv1\.1 can't be trusted any more/],
  ];
  for (const [properties, message] of cases) {
    test(String(message), async () => {
      await assert.rejects(
        openSecurity({ properties: { "security.protocol": "SSL", ...properties() } }),
        (thrown) => thrown instanceof MillraceError && thrown.code === "CONFIG_INVALID" && message.test(thrown.message),
      );
    });
  }
});
