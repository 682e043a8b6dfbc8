import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { connect, createSecureContext, createServer } from "node:tls";
import { MillraceError } from "@millrace/kit";
import { secureContextOptions, storeChangeProblem, type TlsProperties, tlsClientOptions, tlsServerSettings } from "../src/tls/index.ts";
import { storeFile, storePassword } from "./stores.ts";

const nowMs = Date.UTC(2030, 0, 1);

/** Kafka's defaults are those of the type. */
function properties(given: Readonly<Record<string, string>>): TlsProperties {
  const defaults: Record<string, string> = { "ssl.keystore.type": "JKS", "ssl.truststore.type": "JKS" };
  return {
    value: (name) => given[name] ?? defaults[name],
    nameOf: (name) => (name in given ? `listener.name.tls.${name}` : name),
    readFile: (path) => {
      if (path === "empty") return Buffer.alloc(0);
      if (path === "none") throw new MillraceError("NOT_FOUND", "no such file");
      return storeFile(path);
    },
  };
}

const keys = (location: string, more: Readonly<Record<string, string>> = {}) => ({
  "ssl.keystore.location": location,
  "ssl.keystore.password": storePassword,
  ...more,
});
const trust = (location: string, more: Readonly<Record<string, string>> = {}) => ({
  ...keys("keytool.p12"),
  "ssl.truststore.location": location,
  "ssl.truststore.password": storePassword,
  ...more,
});
const read = (given: Readonly<Record<string, string>>) => tlsServerSettings(properties(given), "none", nowMs);
const refused = (given: Readonly<Record<string, string>>, message: string) =>
  assert.throws(() => read(given), { code: "CONFIG_INVALID", message });

describe("key stores and trust stores of Java", () => {
  test("are read under either name, as Java does; by default too", () => {
    for (const type of ["JKS", "PKCS12", "pkcs12", undefined]) {
      for (const ending of ["p12", "jks"]) {
        const types = type === undefined ? {} : { "ssl.keystore.type": type, "ssl.truststore.type": type };
        const { keyStore, trusted, ...settings } = read({ ...trust(`trust.${ending}`), ...keys(`keytool.${ending}`), ...types });
        assert.deepEqual(
          [keyStore.chain, trusted ?? []].map((certificates) => certificates.map(({ subject }) => subject)),
          [["CN=broker", "O=millrace\nCN=root"], ["O=millrace\nCN=root"]],
        );
        assert.doesNotThrow(() => createSecureContext(secureContextOptions({ keyStore, trusted, ...settings })));
      }
    }
  });

  test("a key's own password is ssl.key.password", () => {
    const store = keys("key-password.jks", { "ssl.key.password": "an0ther" });
    assert.equal(read(store).keyStore.chain[0].subject, "CN=broker");
    refused(keys("key-password.jks"), "listener.name.tls.ssl.keystore.password: it does not open the private key: key-password.jks");
    refused(
      { ...store, "ssl.key.password": "x" },
      "listener.name.tls.ssl.key.password: it does not open the private key: key-password.jks",
    );
  });

  test("what is wrong is told with the setting that is to be mended, and with the file", () => {
    const [location, password] = ["location", "password"].map((name) => `listener.name.tls.ssl.keystore.${name}`);
    refused({ "ssl.keystore.location": "keytool.p12" }, "ssl.keystore.password: it is missing: the key store needs it");
    refused({ "ssl.keystore.password": "x" }, `${password}: it is given without a key store`);
    refused(keys("none"), `${location}: there is no file none`);
    refused(keys("empty"), `${location}: the file is empty`);
    refused(keys("make.sh"), `${location}: it is neither a PKCS12 nor a JKS store, or it is damaged`);
    refused(keys("broker.pem"), "ssl.keystore.type: it is JKS, but broker.pem is PEM");
    for (const file of ["keytool.p12", "keytool.jks"]) {
      refused(keys(file, { "ssl.keystore.password": "x" }), `${password}: it is wrong, or the store has been changed: ${file}`);
    }
    refused(keys("trust.p12"), `${location}: there is no private key in it`);
    const several = () => read(keys("twins.p12"));
    assert.throws(several, {
      message: /^listener.name.tls.ssl.keystore.location: one private key of each kind is expected, 2 of the kind rsa are in it: /,
    });
    assert.throws(several, { hint: /-srcalias/ });
    const other = keys("keytool.p12", { "ssl.keystore.type": "JCEKS" });
    refused(
      other,
      "listener.name.tls.ssl.keystore.type: stores of type JCEKS can't be read; expected PKCS12, JKS or PEM for listener.name.tls.ssl.keystore.location",
    );
    assert.throws(() => read(other), { hint: /keytool -importkeystore .*-deststoretype PKCS12/ });
  });

  test("keys of several kinds are offered, and clients get the one that they can use", async () => {
    const settings = read(keys("two-keys.p12"));
    assert.deepEqual(
      [settings.keyStore, ...(settings.keyStore.further ?? [])].map(({ chain }) => chain[0].subject),
      ["CN=other", "CN=broker"],
    );
    const listening = createServer(secureContextOptions(settings));
    await new Promise<void>((ready) => listening.listen(0, "127.0.0.1", ready));
    const address = listening.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    for (const [sigalgs, name] of [
      ["RSA-PSS+SHA256", "broker"],
      ["ECDSA+SHA256", "other"],
    ] as const) {
      const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, sigalgs });
      await once(socket, "secureConnect");
      assert.equal(socket.getPeerX509Certificate()?.subject, `CN=${name}`);
      socket.destroy();
    }
    listening.close();
  });

  test("a running listener keeps as many as it has", () => {
    const never = { distinguishedName: false, alternativeNames: false };
    const [one, two] = [read(keys("keytool.p12")), read(keys("two-keys.p12"))];
    const problem = "Keystore entries do not match, existing store contains 1 entries, new store contains 2 entries";
    assert.equal(storeChangeProblem(one, two, never), problem);
    assert.equal(storeChangeProblem(two, two, never), undefined);
    assert.equal(storeChangeProblem(one, two, { distinguishedName: true, alternativeNames: true }), undefined);
  });

  test("the same for trust stores, which may go without a password", () => {
    const { "ssl.truststore.password": _, ...unlocked } = trust("trust.jks");
    assert.equal(read(unlocked).trusted?.length, 1);
    refused(
      { ...unlocked, "ssl.truststore.location": "trust.p12" },
      "listener.name.tls.ssl.truststore.location: there is no trusted certificate in it that can be read without ssl.truststore.password",
    );
    refused(trust("openssl-certificates.p12"), "listener.name.tls.ssl.truststore.location: there is no trusted certificate in it");
    assert.throws(() => read(trust("openssl-certificates.p12")), { hint: /keytool -importcert/ });
    refused(
      trust("trust.jks", { "ssl.truststore.password": "x" }),
      "listener.name.tls.ssl.truststore.password: it is wrong, or the store has been changed: trust.jks",
    );
    refused(trust("root.pem", { "ssl.truststore.type": "PEM" }), "listener.name.tls.ssl.truststore.password: a PEM trust store has none");
  });

  test("clients have them, too", () => {
    const options = tlsClientOptions(properties(trust("trust.p12")));
    assert.ok(options.secureContext);
    assert.throws(
      () => tlsClientOptions(properties(keys("keytool.p12", { "ssl.keystore.password": "x" }))),
      /ssl.keystore.password: it is wrong/,
    );
  });
});
