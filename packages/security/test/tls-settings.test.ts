import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import { createSecureContext } from "node:tls";
import { MillraceError } from "@millrace/kit";
import { secureContextOptions, storeChangeProblem, type TlsProperties, tlsServerSettings } from "../src/tls/index.ts";
import { certify, dayMs, keyPem, nowMs, type Pair } from "./pki.ts";

const root = certify("root", { kind: "authority" });
const middle = certify("middle", { kind: "authority" }, { issuer: root });
const server = certify("server", { kind: "server", names: ["localhost", "127.0.0.1"] }, { issuer: middle });
const pem = (...pairs: Pair[]) => pairs.map(({ certificate }) => certificate.toString()).join("");
const whole = keyPem(server) + pem(server, middle);
const defaults: Record<string, string> = {
  "ssl.keystore.type": "JKS",
  "ssl.truststore.type": "JKS",
  "ssl.enabled.protocols": "TLSv1.2,TLSv1.3",
  "ssl.cipher.suites": "",
};

function properties(given: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): TlsProperties {
  return {
    value: (name) => given[name] ?? defaults[name],
    nameOf: (name) => (name in given ? `listener.name.tls.${name}` : name),
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new MillraceError("NOT_FOUND", "no such file");
      return Buffer.from(text);
    },
  };
}

const stored = { "ssl.keystore.type": "PEM", "ssl.keystore.location": "/k.pem" };
const read = (given: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = { "/k.pem": whole }) =>
  tlsServerSettings(properties(given, files), "none", nowMs);
const refused = (given: Readonly<Record<string, string>>, message: string | RegExp, files?: Readonly<Record<string, string>>) =>
  assert.throws(() => read(given, files), { code: "CONFIG_INVALID", message });

describe("settings of TLS", () => {
  test("a PEM file with key and chain, and the same inline", () => {
    const fromFile = read(stored);
    assert.deepEqual(
      fromFile.keyStore.chain.map(({ subject }) => subject),
      ["CN=server", "CN=middle"],
    );
    assert.equal(fromFile.trusted, undefined);
    const inline = {
      "ssl.keystore.type": "PEM",
      "ssl.keystore.key": keyPem(server),
      "ssl.keystore.certificate.chain": pem(server, middle),
    };
    const trust = { "ssl.truststore.type": "PEM", "ssl.truststore.certificates": pem(root) };
    const fromText = read({ ...inline, ...trust });
    assert.ok(fromText.keyStore.key.equals(fromFile.keyStore.key));
    assert.deepEqual(
      fromText.trusted?.map(({ subject }) => subject),
      ["CN=root"],
    );
    assert.doesNotThrow(() => createSecureContext(secureContextOptions(fromText)));
  });

  test("an encrypted key needs its password", () => {
    const encrypted = server.key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "hunter2" });
    const files = { "/k.pem": encrypted + pem(server) };
    refused(stored, "ssl.key.password: the private key is encrypted: it is needed", files);
    refused(
      { ...stored, "ssl.key.password": "wrong" },
      "listener.name.tls.ssl.keystore.location: the private key can't be read with ssl.key.password",
      files,
    );
    assert.ok(read({ ...stored, "ssl.key.password": "hunter2" }, files).keyStore.key.equals(server.key));
  });

  test("what is wrong is told with the setting that is to be mended", () => {
    const location = "listener.name.tls.ssl.keystore.location";
    refused({}, "ssl.keystore.location: a listener with TLS needs a certificate and its key");
    refused(stored, `${location}: there is no file /k.pem`, {});
    refused(stored, `${location}: there is no private key in it`, { "/k.pem": pem(server) });
    refused(stored, `${location}: there is no certificate in it`, { "/k.pem": keyPem(server) });
    refused(stored, /one private key is expected, 2 are in it/, { "/k.pem": keyPem(server) + whole });
    refused(stored, /certificate 1 of it can't be read/, {
      "/k.pem": `${keyPem(server)}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`,
    });
    refused(stored, `${location}: the private key is not that of the certificate of "CN=server"`, {
      "/k.pem": keyPem(middle) + pem(server),
    });
    refused(stored, `${location}: the chain is broken: the certificate of "CN=server" was not issued by the next one, of "CN=root"`, {
      "/k.pem": keyPem(server) + pem(server, root),
    });
    refused({ "ssl.keystore.location": "/k.pem" }, "ssl.keystore.type: it is JKS, but /k.pem is PEM");
    refused({ ...stored, "ssl.keystore.password": "x" }, /^listener.name.tls.ssl.keystore.password: a PEM key store has none/);
    refused({ "ssl.keystore.type": "PEM", "ssl.keystore.key": keyPem(server) }, /^ssl.keystore.certificate.chain: it is missing/);
    refused({ "ssl.keystore.type": "PEM", "ssl.keystore.certificate.chain": pem(server) }, /^ssl.keystore.key: it is missing/);
    refused(
      { "ssl.keystore.key": keyPem(server), "ssl.keystore.certificate.chain": pem(server) },
      /ssl.keystore.key: it needs ssl.keystore.type=PEM/,
    );
    refused({ ...stored, "ssl.truststore.type": "PEM", "ssl.truststore.location": "/none" }, /ssl.truststore.location: there is no file/);
    refused(
      { ...stored, "ssl.truststore.type": "PEM", "ssl.truststore.certificates": "x" },
      /ssl.truststore.certificates: there is no certificate in it/,
    );
  });

  test("certificates out of their time are refused", () => {
    const expired = certify("old", { kind: "server", names: [] }, { validToMs: nowMs - 1000 });
    const early = certify("young", { kind: "server", names: [] }, { validFromMs: nowMs + 1000, validToMs: nowMs + dayMs });
    refused(stored, /: the certificate of "CN=old" has expired: Jan 14 23:59:59 2030 GMT$/, { "/k.pem": keyPem(expired) + pem(expired) });
    refused(stored, /: the certificate of "CN=young" is not valid yet/, { "/k.pem": keyPem(early) + pem(early) });
  });

  test("versions: what Java has withdrawn does not count, nothing else is not enough", () => {
    const versions = (text: string) => {
      const { minVersion, maxVersion } = read({ ...stored, "ssl.enabled.protocols": text });
      return [minVersion, maxVersion];
    };
    assert.deepEqual(versions("TLSv1.2,TLSv1.3"), ["TLSv1.2", "TLSv1.3"]);
    assert.deepEqual(versions("TLSv1.3"), ["TLSv1.3", "TLSv1.3"]);
    assert.deepEqual(versions("TLSv1.2, TLSv1.1, TLSv1"), ["TLSv1.2", "TLSv1.2"]);
    refused({ ...stored, "ssl.enabled.protocols": "TLSv1.1" }, /ssl.enabled.protocols: TLSv1.1 can't be trusted any more/);
    refused({ ...stored, "ssl.enabled.protocols": "TLSv1.2,TLSv1.4" }, /there is no protocol TLSv1.4/);
    refused({ ...stored, "ssl.protocol": "QUIC" }, /ssl.protocol: there is no protocol QUIC/);
  });

  test("cipher suites by Java's names are OpenSSL's, each of which it knows; by default only safe ones", () => {
    const { ciphers } = read(stored);
    assert.ok(!/CBC|SHA1|(^|:)(AES|DHE)|-SHA$/.test(ciphers) && ciphers.split(":").length === 9);
    refused(
      { ...stored, "ssl.cipher.suites": "TLS_NULL_WITH_NULL_NULL" },
      /ssl.cipher.suites: there is no cipher suite TLS_NULL_WITH_NULL_NULL here/,
    );
    const some = read({
      ...stored,
      "ssl.cipher.suites": "TLS_AES_128_GCM_SHA256, SSL_RSA_WITH_AES_128_CBC_SHA,TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
    });
    assert.equal(some.ciphers, "TLS_AES_128_GCM_SHA256:AES128-SHA:DHE-RSA-AES256-SHA256");
    try {
      read({ ...stored, "ssl.cipher.suites": "x" });
    } catch (error) {
      const names = (error as MillraceError).hint?.match(/TLS_\w+/g) ?? [];
      assert.ok(names.length === 30);
      for (const name of names)
        assert.doesNotThrow(() => createSecureContext(secureContextOptions(read({ ...stored, "ssl.cipher.suites": name }))), name);
    }
  });

  test("a running listener keeps its name and its names, unless it is allowed to change them", () => {
    const before = read(stored);
    const other = (pair: Pair, given = {}) => read({ ...stored, ...given }, { "/k.pem": keyPem(pair) + pem(pair) });
    const never = { distinguishedName: false, alternativeNames: false };
    const renewed = certify("SERVER", { kind: "server", names: ["127.0.0.1", "localhost", "more"] }, { issuer: middle });
    assert.equal(storeChangeProblem(before, other(renewed), never), undefined);
    const renamed = other(certify("another", { kind: "server", names: ["localhost", "127.0.0.1"] }));
    assert.match(storeChangeProblem(before, renamed, never) ?? "", /^Keystore DistinguishedName does not match: /);
    assert.equal(storeChangeProblem(before, renamed, { ...never, distinguishedName: true }), undefined);
    const fewer = other(certify("server", { kind: "server", names: ["localhost"] }));
    assert.match(storeChangeProblem(before, fewer, never) ?? "", /^Keystore SubjectAltNames do not match: /);
    assert.equal(storeChangeProblem(before, fewer, { ...never, alternativeNames: true }), undefined);
    const trusting = read({ ...stored, "ssl.truststore.type": "PEM", "ssl.truststore.certificates": pem(root) });
    assert.match(storeChangeProblem(before, trusting, never) ?? "", /^Cannot add SSL truststore/);
    assert.equal(storeChangeProblem(trusting, trusting, never), undefined);
  });

  test("a text of many beginnings and no end is told apart in a time that grows as it does", () => {
    const many = "-----BEGIN CERTIFICATE-----\nAAAA\n".repeat(100_000);
    refused(stored, /there is no certificate in it/, { "/k.pem": keyPem(server) + many });
    assert.equal(read(stored, { "/k.pem": `${keyPem(server)}-----BEGIN CERTIFICATE-----\n${pem(server)}` }).keyStore.chain.length, 1);
  });

  test("a key that is no key tells nothing of what stands there", () => {
    const text = `-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----\n${pem(server)}`;
    refused(stored, "listener.name.tls.ssl.keystore.location: the private key can't be read", { "/k.pem": text });
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const sec1 = privateKey.export({ type: "sec1", format: "pem" }).toString();
    refused(stored, /the private key is not that of/, { "/k.pem": sec1 + pem(server) });
  });
});
