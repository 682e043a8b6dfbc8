import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import { der, derInteger, derObjectIdentifier, objectIdentifierText, partsOf, readDer, tags } from "../src/certificates/der.ts";
import { certify, dayMs, nowMs } from "./pki.ts";

describe("certificates", () => {
  for (const type of ["ec", "rsa", "ed25519"] as const) {
    test(`of a key of type ${type} say what they should, and chain up`, () => {
      const root = certify(
        [
          ["O", "io.strimzi"],
          ["CN", "cluster-ca v0"],
        ],
        { kind: "authority" },
        { type },
      );
      const names = ["localhost", "127.0.0.1", "::1", "::ffff:1.2.3.4", "fe80::1:0:2", "localhost"];
      const { certificate, key } = certify("my-kafka", { kind: "server", names }, { type, issuer: root });
      assert.ok(root.certificate.ca && root.certificate.verify(root.certificate.publicKey));
      assert.ok(!certificate.ca && certificate.checkIssued(root.certificate) && certificate.verify(root.certificate.publicKey));
      assert.ok(certificate.checkPrivateKey(key));
      assert.equal(root.certificate.subject, "O=io.strimzi\nCN=cluster-ca v0");
      assert.equal(certificate.issuer, root.certificate.subject);
      assert.equal(
        certificate.subjectAltName,
        "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:0:0:0:0:0:FFFF:102:304, IP Address:FE80:0:0:0:0:1:0:2",
      );
      assert.deepEqual(certificate.keyUsage, ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
      assert.equal(certificate.validFromDate.getTime(), nowMs - dayMs);
      assert.equal(certificate.validToDate.getTime(), nowMs + dayMs);
      assert.equal(certificate.serialNumber.length, 32);
    });
  }

  test("times beyond 2049 are written with four digits of the year", () => {
    const validToMs = Date.UTC(2050, 0, 1);
    const { certificate } = certify("late", { kind: "client" }, { validToMs });
    assert.equal(certificate.validToDate.getTime(), validToMs);
    assert.ok(certificate.raw.includes("20500101000000Z"));
  });

  test("an authority that does not say how its key is called has none of its certificates call it so", () => {
    const root = certify("root", { kind: "authority" });
    const unnamed = Buffer.from(root.certificate.raw.toString("latin1").replace("\x55\x1d\x0e", "\x55\x1d\x7f"), "latin1");
    const leaf = certify("leaf", { kind: "client" }, { issuer: { certificate: new X509Certificate(unnamed), key: root.key } });
    assert.ok(!leaf.certificate.raw.includes("\x55\x1d\x23", 0, "latin1"));
  });
});

describe("DER", () => {
  test("what is written is read, of any length", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 4 }), (lengths) => {
        const whole = der(tags.sequence, ...lengths.map((length) => der(tags.octetString, Buffer.alloc(length, 7))));
        assert.deepEqual(
          partsOf(readDer(whole)).map(({ tag, content }) => [tag, content.length]),
          lengths.map((length) => [tags.octetString, length]),
        );
        for (const cut of [1, Math.ceil(whole.length / 2)])
          assert.throws(() => partsOf(readDer(whole.subarray(0, whole.length - cut))), { code: "CONFIG_INVALID" });
      }),
      { numRuns: 50 },
    );
  });

  test("object identifiers and integers are written as X.690 has them", () => {
    for (const text of ["1.2.840.113549.1.1.11", "2.5.4.3", "2.999.3", "0.9.2342.19200300.100.1.25"]) {
      assert.equal(objectIdentifierText(readDer(derObjectIdentifier(text))), text);
    }
    assert.equal(derObjectIdentifier("2.999.3").toString("hex"), "0603883703");
    const integer = (...bytes: number[]) => derInteger(Buffer.from(bytes)).toString("hex");
    assert.deepEqual(
      [integer(0), integer(2), integer(0x80), integer(0, 0, 0x7f), integer(0, 0xff)],
      ["020100", "020102", "02020080", "02017f", "020200ff"],
    );
  });
});
