import assert from "node:assert/strict";
import { randomBytes, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { createSecureContext } from "node:tls";
import { keyStore } from "../src/key-stores/pkcs12-writer.ts";
import { certify } from "./pki.ts";

const random = { bytes: (count: number) => randomBytes(count) };

for (const type of ["ec", "rsa", "ed25519"] as const) {
  test(`a key of type ${type} and its certificates open with the password, and with no other`, () => {
    const authority = certify("clients-ca", { kind: "authority" });
    const { certificate, key } = certify("alice", { kind: "client" }, { issuer: authority, type });
    const store = keyStore({ chain: [certificate, authority.certificate], key, name: "alice" }, "Pä55", random);
    createSecureContext({ pfx: store, passphrase: "Pä55" });
    assert.throws(() => createSecureContext({ pfx: store, passphrase: "Pä56" }), /mac verify failure/i);
    assert.ok(store.includes(new X509Certificate(certificate.raw).raw));
    assert.ok(!store.includes(Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url")), "the key does not stand there as it is");
  });
}

test("what is changed is noticed", () => {
  const { certificate, key } = certify("alice", { kind: "client" });
  const store = keyStore({ chain: [certificate], key, name: "alice" }, "secret", random);
  const at = store.indexOf(certificate.raw) + 40;
  store[at] = (store[at] ?? 0) ^ 1;
  assert.throws(() => createSecureContext({ pfx: store, passphrase: "secret" }), /mac verify failure/i);
});
