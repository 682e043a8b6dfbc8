import assert from "node:assert/strict";
import type { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { connect, createServer } from "node:tls";
import {
  type Authority,
  type AuthorityPolicy,
  issue,
  needsReissue,
  newAuthority,
  renewedAuthority,
} from "../src/certificates/authority.ts";
import { dayMs } from "./pki.ts";

const startMs = Date.now();
const policy: AuthorityPolicy = { validityDays: 365, renewalDays: 30, expirationPolicy: "renew-certificate" };
const replacing: AuthorityPolicy = { ...policy, expirationPolicy: "replace-key" };
let last = 0;
const making = (nowMs: number) => ({ nowMs, serialNumber: () => Buffer.alloc(16, ++last) });
const server = { subject: [["CN", "my-kafka"]] as const, use: { kind: "server", names: ["localhost"] } as const };

/** Whether a client that trusts only `trusted` lets itself be served. */
async function isServed({ key, chain }: ReturnType<typeof issue>, trusted: X509Certificate): Promise<boolean> {
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

test("an authority is kept until its end is near; then its certificate is made anew, and what it issued stays good", () => {
  const first = newAuthority("cluster-ca", policy, making(startMs));
  assert.equal(first.certificate.subject, "O=io.strimzi\nCN=cluster-ca v0");
  assert.equal(renewedAuthority("cluster-ca", first, policy, making(startMs + 334 * dayMs)), first);
  const renewed = renewedAuthority("cluster-ca", first, policy, making(startMs + 336 * dayMs));
  assert.deepEqual([renewed.certificateGeneration, renewed.keyGeneration, renewed.former.length], [1, 0, 0]);
  assert.equal(renewed.certificate.validToDate.getTime(), Math.floor((startMs + (336 + 365) * dayMs) / 1000) * 1000);
  const issued = issue(first, server, policy, making(startMs)).chain[0] as X509Certificate;
  assert.ok(issued.checkIssued(renewed.certificate) && issued.verify(renewed.certificate.publicKey));
  assert.ok(!needsReissue(issued, renewed, policy, startMs + 300 * dayMs));
  assert.ok(needsReissue(issued, renewed, policy, startMs + 336 * dayMs));
});

test("when its key is replaced, clients that trust only the old one, or only the new one, are served all the same", async () => {
  // The machine's clock is what TLS goes by: the first authority is old already.
  const first = newAuthority("cluster-ca", replacing, making(startMs - 340 * dayMs));
  const before = issue(first, server, replacing, making(startMs));
  const second = renewedAuthority("cluster-ca", first, replacing, making(startMs));
  assert.deepEqual([second.certificateGeneration, second.keyGeneration], [1, 1]);
  assert.deepEqual(second.former, [first.certificate]);
  assert.ok(needsReissue(before.chain[0] as X509Certificate, second, replacing, startMs));
  const after = issue(second, server, replacing, making(startMs));
  assert.ok(await isServed(before, first.certificate));
  assert.ok(await isServed(after, first.certificate));
  assert.ok(await isServed(after, second.certificate));
  assert.ok(!(await isServed(before, second.certificate)));
  const later = renewedAuthority("cluster-ca", second, replacing, making(startMs + 26 * dayMs));
  assert.deepEqual([later.former, later.cross, later.certificate], [[], undefined, second.certificate]);
});

test("nothing outlives its authority, and a short life is renewed half-way", () => {
  const brief = { ...policy, validityDays: 10 };
  const authority = newAuthority("clients-ca", brief, making(startMs));
  const [user] = issue(authority, { subject: [["CN", "alice"]], use: { kind: "client" } }, policy, making(startMs)).chain;
  assert.equal(user?.validToDate.getTime(), authority.certificate.validToDate.getTime());
  assert.equal(renewedAuthority("clients-ca", authority, brief, making(startMs + 4 * dayMs)), authority);
  assert.equal(renewedAuthority("clients-ca", authority, brief, making(startMs + 6 * dayMs)).certificateGeneration, 1);
});

test("an authority that is only trusted issues nothing and is not renewed", () => {
  const given: Authority = { ...newAuthority("clients-ca", policy, making(startMs)), key: undefined };
  assert.equal(renewedAuthority("clients-ca", given, policy, making(startMs + 400 * dayMs)), given);
  assert.throws(() => issue(given, server, policy, making(startMs)), TypeError);
});
