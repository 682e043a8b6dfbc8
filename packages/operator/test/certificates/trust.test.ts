import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "@millrace/kube";
import { type Authority, newAuthority, renewedAuthority } from "@millrace/security/certificates";
import { isTrustedByAll, keyNamesIn } from "../../src/certificates/trust.ts";

const policy = { validityDays: 365, renewalDays: 30, expirationPolicy: "renew-certificate" } as const;
let last = 0;
const making = { nowMs: Date.UTC(2026, 0, 1), keys: "ECDSA", serialNumber: () => Buffer.alloc(16, ++last) } as const;
const asked = (authority: Authority, how: "renew-certificate" | "replace-key") =>
  renewedAuthority("cluster-ca", authority, policy, making, how);

const pod = (...trusted: readonly Authority[]): KubeObject => {
  const names = keyNamesIn(trusted.map(({ certificate }) => certificate.toString()));
  const annotations = { "millrace.io/trusted-cluster-ca-keys": names.join(",") };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "my-0", annotations } };
};

test("what an authority issues is trusted by nodes that trust its key, whatever its certificate, or one that leads to it", async () => {
  const first = await newAuthority("cluster-ca", policy, making);
  const second = await asked(first, "replace-key");
  const third = await asked(second, "replace-key");
  assert.ok(isTrustedByAll(await asked(first, "renew-certificate"), [pod(first)]));
  assert.ok(isTrustedByAll(third, [pod(first), pod(second), pod(second, third)]));
  assert.ok(isTrustedByAll(first, []), "there is nobody who does not");
});

test("it is not trusted as long as one node knows nothing that leads to it", async () => {
  const first = await newAuthority("cluster-ca", policy, making);
  const other: Authority = { ...(await newAuthority("cluster-ca", policy, making)), former: [first.certificate] };
  assert.ok(!isTrustedByAll(other, [pod(first, other), pod(first)]));
  assert.ok(isTrustedByAll(other, [pod(first, other), pod(other)]));
  const unmarked: KubeObject = { apiVersion: "v1", kind: "Pod", metadata: { name: "my-1" } };
  assert.ok(!isTrustedByAll(first, [pod(first), unmarked]));
});
