import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, test } from "node:test";
import { seededRandom } from "@millrace/kit";
import fc from "fast-check";
import { der, partsOf, readDer, tags } from "../src/certificates/der.ts";
import { keyStore, sealedStore, trustStore } from "../src/key-stores/pkcs12-writer.ts";
import { readStore } from "../src/key-stores/read-store.ts";
import { type StoreContent, StoreProblem } from "../src/key-stores/store-content.ts";
import { certify } from "./pki.ts";
import { encryptedPart, random, storeFile, storeOfRounds, storePassword } from "./stores.ts";

const [broker, root] = ["broker.pem", "root.pem"].map((name) => new X509Certificate(storeFile(name)));
const subjects = (certificates: readonly X509Certificate[]) => certificates.map(({ subject }) => subject);
const chain = ["CN=broker", "O=millrace\nCN=root"];

function opens(store: Buffer, password: string, keyPassword = password): StoreContent {
  const content = readStore(store, password);
  const { keys } = content;
  assert.deepEqual(
    keys.map(({ alias }) => alias),
    ["broker"],
  );
  const [found] = keys;
  assert.ok(found);
  assert.deepEqual(subjects(found.chain), chain.slice(0, found.chain.length));
  assert.ok(broker?.checkPrivateKey(found.open(keyPassword)));
  return content;
}

const problem = (store: Buffer, password: string | undefined): StoreProblem => {
  try {
    for (const { open } of readStore(store, password).keys) open(password ?? "");
  } catch (thrown) {
    if (thrown instanceof StoreProblem) return thrown;
    throw thrown;
  }
  return assert.fail("it can be read");
};

describe("stores that others made", () => {
  const whole = ["openssl.p12", "openssl-legacy.p12", "openssl-3des.p12", "openssl-sha512.p12", "openssl-nomac.p12"];
  for (const name of [...whole, "keytool.p12", "keytool-legacy.p12", "keytool.jks"]) {
    test(`${name} is read: its key and the whole chain, and only with its password`, () => {
      const store = storeFile(name);
      const { keys, trusted } = opens(store, storePassword);
      assert.deepEqual([keys[0]?.chain.length, subjects(trusted)], [2, ["CN=broker"]]);
      assert.equal(problem(store, "wrong").about, "password");
    });
  }

  test("an empty password is one, too", () => {
    opens(storeFile("openssl-empty-password.p12"), "");
  });

  test("a key may have a password of its own", () => {
    const store = storeFile("key-password.jks");
    opens(store, storePassword, "an0ther");
    assert.throws(() => opens(store, storePassword), { about: "password", message: "it does not open the private key" });
  });

  test("several keys are told apart", () => {
    const { keys } = readStore(storeFile("two-keys.p12"), storePassword);
    assert.deepEqual(new Set(keys.map(({ alias }) => alias)), new Set(["broker", "other"]));
    for (const { alias, chain: own, open } of keys) {
      assert.equal(own[0]?.subject, `CN=${alias}`);
      assert.ok(own[0]?.checkPrivateKey(open(storePassword)));
    }
  });

  test("whom a store trusts is known by Java's mark, and without a password as far as it is not encrypted", () => {
    for (const name of ["trust.p12", "trust-legacy.p12", "trust.jks"]) {
      const { keys, trusted } = readStore(storeFile(name), storePassword);
      assert.deepEqual([keys, trusted.map(({ fingerprint256 }) => fingerprint256)], [[], [root?.fingerprint256]], name);
    }
    assert.deepEqual(readStore(storeFile("openssl-certificates.p12"), storePassword).trusted, []);
    assert.deepEqual(subjects(readStore(storeFile("trust.jks"), undefined).trusted), [chain[1]]);
    assert.deepEqual(readStore(storeFile("trust.p12"), undefined).trusted, []);
  });

  test("lengths may be left open, as BER has it", () => {
    const open = indefinite(storeFile("openssl-nomac.p12"));
    assert.equal(open[1], 0x80);
    opens(open, storePassword);
  });
});

/** All that has parts, without its length. */
function indefinite(bytes: Buffer): Buffer {
  const { tag, whole } = readDer(bytes);
  if ((tag & 0x20) === 0) return whole;
  return Buffer.concat([Buffer.from([tag, 0x80]), ...partsOf(readDer(bytes)).map((part) => indefinite(part.whole)), Buffer.alloc(2)]);
}

describe("stores of our own", () => {
  test("are read back, with any name and password", () => {
    const authority = certify("root", { kind: "authority" });
    const { certificate, key } = certify("alice", { kind: "client" }, { issuer: authority });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.string({ unit: "grapheme", minLength: 1 }), (name, password) => {
        const store = keyStore({ chain: [certificate, authority.certificate], key, name }, password, random);
        const [found] = readStore(store, password).keys;
        assert.ok(found);
        assert.ok(found.open(password).equals(key));
        assert.deepEqual([found.alias, subjects(found.chain)], [name, ["CN=alice", "CN=root"]]);
      }),
      { numRuns: 20 },
    );
    const trusting = trustStore(new Map([["ca.crt", authority.certificate]]), "pw", random);
    assert.deepEqual(subjects(readStore(trusting, "pw").trusted), ["CN=root"]);
    assert.equal(problem(trusting, "other").about, "password");
  });
});

describe("stores that nobody should have", () => {
  test("what is no store is told apart", () => {
    const said = (bytes: Buffer) => problem(bytes, "x").message;
    assert.equal(said(Buffer.alloc(0)), "the file is empty");
    assert.equal(said(Buffer.from("cececece00000002", "hex")), "it is a JCEKS store; expected PKCS12 or JKS");
    assert.match(said(Buffer.from("nonsense")), /^it is neither a PKCS12 nor a JKS store/);
    assert.match(said(Buffer.alloc((8 << 20) + 1)), /^the file has more than/);
    assert.equal(problem(Buffer.from("feedfeed", "hex"), undefined).message, "it ends too early");
  });

  test("they can't make the process work for ever: rounds are counted before they are done", () => {
    const many = /more rounds of hashing than anybody needs/;
    for (const rounds of [0, 1_000_001, 0x7fffffff]) assert.match(problem(storeOfRounds(rounds), "x").message, many);
    assert.match(problem(sealedStore(der(tags.sequence, encryptedPart(0x7fffffff)), "x", random), "x").message, many);
    const parts = Array.from({ length: 400 }, () => encryptedPart(100_000));
    const first = problem(sealedStore(der(tags.sequence, ...parts), "x", random), "x");
    assert.equal(first.about, "password", "the first part does not open already");
  });

  test("they can't nest for ever, nor have parts without number", () => {
    const deep = Buffer.concat([Buffer.alloc(200_000, Buffer.from([0x30, 0x80])), Buffer.alloc(400_000)]);
    assert.match(problem(deep, "x").message, /neither a PKCS12 nor a JKS/);
    const wide = der(tags.sequence, Buffer.alloc(1 << 20, Buffer.from([0x05, 0x00])));
    assert.match(problem(wide, "x").message, /neither a PKCS12 nor a JKS/);
  });

  test("damaged ones are refused with a reason, or read as they are", () => {
    const seeds = ["keytool.p12", "keytool.jks", "trust.p12"].map(storeFile);
    const chance = seededRandom(7);
    for (let round = 0; round < 300; round++) {
      for (const seed of seeds) {
        const damaged = Buffer.from(seed);
        const at = chance.below(damaged.length);
        damaged[at] = chance.below(256);
        try {
          readStore(damaged, undefined);
        } catch (thrown) {
          assert.ok(thrown instanceof StoreProblem, String(thrown));
        }
      }
    }
  });
});
