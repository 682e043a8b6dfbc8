import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock, systemRandom } from "@millrace/kit";
import { keyOf } from "@millrace/kube";
import { issue, newAuthority } from "@millrace/security/certificates";
import { KafkaAccess } from "../../src/cluster/kafka-access.ts";

const policy = { validityDays: 1, renewalDays: 1, expirationPolicy: "renew-certificate" } as const;
const making = () => ({ nowMs: systemClock.now(), serialNumber: () => systemRandom.bytes(16), keys: "ECDSA" as const });

test("a Kafka is reached once its certificates are known, and until it is gone", async () => {
  const access = new KafkaAccess();
  const kafka = { apiVersion: "kafka.strimzi.io/v1", kind: "Kafka", metadata: { namespace: "n", name: "k" } };
  assert.equal(access.knownAddressOf(kafka), undefined);
  const authority = await newAuthority("ca", policy, making());
  const { key, chain } = await issue(authority, { subject: [["CN", "operator"]], use: { kind: "client" } }, policy, making());
  const written = key.export({ type: "pkcs8", format: "pem" }).toString();
  await access.renew(kafka, { key: written, chain: chain.join(""), trusted: authority.certificate.toString() });
  const address = access.knownAddressOf(kafka);
  assert.equal(address?.bootstrapServers, "k-kafka-bootstrap.n.svc:9091");
  assert.ok(address.security?.connect);
  assert.equal(access.knownAddressOf(kafka)?.security, address.security, "the same as long as the certificates are");
  access.forget(keyOf(kafka.metadata));
  assert.equal(access.knownAddressOf(kafka), undefined);
});
