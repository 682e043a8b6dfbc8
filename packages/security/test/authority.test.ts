import assert from "node:assert/strict";
import type { KeyObject, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { connect, createServer } from "node:tls";
import {
  type Authority,
  type AuthorityPolicy,
  type Issued,
  issue,
  needsReissue,
  newAuthority,
  recertifiedAuthority,
  renewedAuthority,
} from "../src/certificates/authority.ts";
import { dayMs } from "./pki.ts";

const startMs = Date.now();
const policy: AuthorityPolicy = { validityDays: 365, renewalDays: 30, expirationPolicy: "renew-certificate" };
const replacing: AuthorityPolicy = { ...policy, expirationPolicy: "replace-key" };
let last = 0;
const making = (nowMs: number, keys: "ECDSA" | "RSA" = "ECDSA") => ({ nowMs, keys, serialNumber: () => Buffer.alloc(16, ++last) });
const server = { subject: [["CN", "my-kafka"]] as const, use: { kind: "server", names: ["localhost"] } as const };

/** Whether a client that trusts only `trusted` lets itself be served. */
async function isServed({ key, chain }: Issued, trusted: X509Certificate): Promise<boolean> {
  const listening = createServer({ key: key.export({ type: "pkcs8", format: "pem" }), cert: chain.map(String).join("") });
  listening.on("tlsClientError", () => {});
  await new Promise<void>((ready) => listening.listen(0, "127.0.0.1", ready));
  const address = listening.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca: trusted.toString() });
  try {
    await once(socket, "secureConnect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
    listening.close();
  }
}

test("an authority is kept until its end is near; then its certificate is made anew, and what it issued stays good", async () => {
  const first = await newAuthority("cluster-ca", policy, making(startMs));
  assert.equal(first.certificate.subject, "O=io.strimzi\nCN=cluster-ca v0");
  assert.equal(await renewedAuthority("cluster-ca", first, policy, making(startMs + 334 * dayMs)), first);
  const renewed = await renewedAuthority("cluster-ca", first, policy, making(startMs + 336 * dayMs));
  assert.deepEqual([renewed.certificateGeneration, renewed.keyGeneration, renewed.former.length], [1, 0, 0]);
  assert.equal(renewed.certificate.validToDate.getTime(), Math.floor((startMs + (336 + 365) * dayMs) / 1000) * 1000);
  const issued = (await issue(first, server, policy, making(startMs))).chain[0] as X509Certificate;
  assert.ok(issued.checkIssued(renewed.certificate) && issued.verify(renewed.certificate.publicKey));
  assert.ok(!needsReissue(issued, renewed, policy, making(startMs + 300 * dayMs)));
  assert.ok(needsReissue(issued, renewed, policy, making(startMs + 336 * dayMs)));
});

test("an authority is renewed, or its key replaced, when somebody asks for it; one whose certificate is lost gets another for its key", async () => {
  const now = making(startMs);
  const first = await newAuthority("cluster-ca", policy, now);
  const renewed = await renewedAuthority("cluster-ca", first, policy, now, "renew-certificate");
  assert.deepEqual([renewed.certificateGeneration, renewed.keyGeneration, renewed.key], [1, 0, first.key]);
  const replaced = await renewedAuthority("cluster-ca", first, policy, now, "replace-key");
  assert.deepEqual([replaced.certificateGeneration, replaced.keyGeneration, replaced.former], [1, 1, [first.certificate]]);
  assert.equal(await renewedAuthority("cluster-ca", first, policy, { ...now, mayRenew: false }, "replace-key"), first);
  const issued = (await issue(first, server, policy, now)).chain[0] as X509Certificate;
  const again = recertifiedAuthority("cluster-ca", { key: first.key as KeyObject, keyGeneration: 0 }, policy, now);
  assert.notEqual(again.certificate.serialNumber, first.certificate.serialNumber);
  assert.ok(issued.checkIssued(again.certificate) && issued.verify(again.certificate.publicKey));
});

test("what ends soon stays as it is where it may not be renewed now; what can't be used does not", async () => {
  const later = { ...making(startMs + 340 * dayMs), mayRenew: false };
  const first = await newAuthority("cluster-ca", policy, making(startMs));
  assert.equal(await renewedAuthority("cluster-ca", first, policy, later), first);
  const certificate = (await issue(first, server, policy, making(startMs))).chain[0] as X509Certificate;
  const renewed = await renewedAuthority("cluster-ca", first, policy, { ...later, mayRenew: true });
  assert.ok(!needsReissue(certificate, renewed, policy, later));
  assert.ok(needsReissue(certificate, renewed, policy, { ...later, mayRenew: true }));
  assert.ok(!needsReissue(certificate, first, policy, { ...later, mayRenew: true }), "another one would last no longer");
  assert.ok(needsReissue(certificate, await newAuthority("cluster-ca", policy, later), policy, later), "another authority's");
  assert.ok(needsReissue(certificate, first, policy, { ...later, keys: "RSA" }));
});

test("when its key is replaced, clients that trust only the old one, or only the new one, are served all the same", async () => {
  // The machine's clock is what TLS goes by: the first authority is old already.
  const first = await newAuthority("cluster-ca", replacing, making(startMs - 340 * dayMs));
  const before = await issue(first, server, replacing, making(startMs));
  const second = await renewedAuthority("cluster-ca", first, replacing, making(startMs));
  assert.deepEqual([second.certificateGeneration, second.keyGeneration], [1, 1]);
  assert.deepEqual(second.former, [first.certificate]);
  assert.ok(needsReissue(before.chain[0] as X509Certificate, second, replacing, making(startMs)));
  const after = await issue(second, server, replacing, making(startMs));
  assert.ok(await isServed(before, first.certificate));
  assert.ok(await isServed(after, first.certificate));
  assert.ok(await isServed(after, second.certificate));
  assert.ok(!(await isServed(before, second.certificate)));
  const later = await renewedAuthority("cluster-ca", second, replacing, making(startMs + 26 * dayMs));
  assert.deepEqual([later.former, later.crosses, later.certificate], [[], [], second.certificate]);
});

test("nothing outlives its authority, and a short life is renewed half-way", async () => {
  const brief = { ...policy, validityDays: 10 };
  const authority = await newAuthority("clients-ca", brief, making(startMs));
  const [user] = (await issue(authority, { subject: [["CN", "alice"]], use: { kind: "client" } }, policy, making(startMs))).chain;
  assert.equal(user?.validToDate.getTime(), authority.certificate.validToDate.getTime());
  assert.equal(await renewedAuthority("clients-ca", authority, brief, making(startMs + 4 * dayMs)), authority);
  assert.equal((await renewedAuthority("clients-ca", authority, brief, making(startMs + 6 * dayMs))).certificateGeneration, 1);
});

test("an authority that is only trusted issues nothing and is not renewed", async () => {
  const given: Authority = { ...(await newAuthority("clients-ca", policy, making(startMs))), key: undefined };
  assert.equal(await renewedAuthority("clients-ca", given, policy, making(startMs + 400 * dayMs)), given);
  await assert.rejects(issue(given, server, policy, making(startMs)), TypeError);
});

test("keys are of RSA where that is asked for, also from one day to the next; then clients of either authority are served", async () => {
  const first = await newAuthority("cluster-ca", policy, making(startMs));
  const before = await issue(first, server, policy, making(startMs));
  const second = await renewedAuthority("cluster-ca", first, policy, making(startMs, "RSA"));
  assert.deepEqual([second.keyGeneration, second.former, second.certificate.publicKey.asymmetricKeyType], [1, [first.certificate], "rsa"]);
  assert.equal(second.certificate.publicKey.asymmetricKeyDetails?.modulusLength, 4096);
  const after = await issue(second, server, policy, making(startMs, "RSA"));
  const [own] = after.chain;
  assert.equal(own?.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
  assert.ok(own?.verify(second.certificate.publicKey));
  for (const trusted of [first.certificate, second.certificate]) assert.ok(await isServed(after, trusted));
  assert.ok(needsReissue(before.chain[0] as X509Certificate, first, policy, making(startMs, "RSA")));
  assert.ok(!needsReissue(own, second, policy, making(startMs, "RSA")));
  assert.equal(await renewedAuthority("cluster-ca", second, policy, making(startMs, "RSA")), second);
});
