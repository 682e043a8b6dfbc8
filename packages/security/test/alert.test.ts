import assert from "node:assert/strict";
import { createDecipheriv, createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { alerts } from "../src/tls/alert.ts";
import { clientRefusal, fatalAlert } from "../src/tls/index.ts";

/** RFC 8448, section 3: the server's first application traffic secret, and the key and vector that come from it. */
const secret = Buffer.from("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643", "hex");
const key = Buffer.from("9f02283b6c9c07efc26bb9f2ac92e356", "hex");
const vector = Buffer.from("cf782b88dd83549aadf1e984", "hex");

describe("the alert that is sent past Node", () => {
  test("opens with the keys that RFC 8448 gives for its example, as the first record", () => {
    const record = fatalAlert({ protocol: "TLSv1.3", suite: "TLS_AES_128_GCM_SHA256", secret }, alerts.certificateUnknown);
    assert.ok(record);
    const [header, sealed, tag] = [record.subarray(0, 5), record.subarray(5, -16), record.subarray(-16)];
    assert.equal(header.toString("hex"), "1703030013");
    const opening = createDecipheriv("aes-128-gcm", key, vector).setAAD(header).setAuthTag(tag);
    assert.equal(Buffer.concat([opening.update(sealed), opening.final()]).toString("hex"), "022e15");
  });

  test("is as long as the suite's hash and key have it, and not sent for a suite that is not known", () => {
    for (const [suite, size] of [
      ["TLS_AES_256_GCM_SHA384", 48],
      ["TLS_CHACHA20_POLY1305_SHA256", 32],
    ] as const) {
      const long = createHmac("sha384", suite).digest().subarray(0, size);
      assert.equal(fatalAlert({ protocol: "TLSv1.3", suite, secret: long }, alerts.badCertificate)?.length, 24);
    }
    assert.equal(fatalAlert({ protocol: "TLSv1.3", suite: "TLS_AES_128_CCM_SHA256", secret }, alerts.badCertificate), undefined);
    assert.equal(fatalAlert({ protocol: "TLSv1.2" }, alerts.badCertificate)?.toString("hex"), "1503030002022a");
  });
});

test("who shows no certificate is refused where one is required, whatever Node calls them", () => {
  const proof = { hasCertificate: false, authorized: true, authorizationError: null };
  assert.equal(clientRefusal({ ...proof, asked: "required" })?.alert, alerts.badCertificate);
  assert.equal(clientRefusal({ ...proof, asked: "requested" }), undefined);
  const bad = { hasCertificate: true, authorized: false, authorizationError: "CERT_HAS_EXPIRED" };
  for (const asked of ["required", "requested"] as const) {
    const expired = { reason: "the client's certificate can't be trusted: cert has expired", alert: alerts.certificateUnknown };
    assert.deepEqual(clientRefusal({ ...bad, asked }), expired);
    assert.equal(clientRefusal({ ...bad, authorized: true, asked }), undefined);
  }
  assert.equal(clientRefusal({ ...bad, asked: "none" }), undefined);
});
