import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Kafka, Secret } from "@millrace/resources";
import { newAuthority } from "@millrace/security/certificates";
import { expiryMetric, expiryWarnings } from "../src/certificates/expiry.ts";

const dayMs = 86_400_000;
const madeMs = Date.UTC(2026, 0, 1);
const policy = { validityDays: 100, renewalDays: 10, expirationPolicy: "renew-certificate" } as const;
const making = { nowMs: madeMs, keys: "ECDSA", serialNumber: () => Buffer.alloc(16, 1) } as const;
const text = (await newAuthority("ca", policy, making)).certificate.toString();
const endsAt = "2026-04-11T00:00:00.000Z";

const listener = { name: "tls", port: 9093, type: "internal", tls: true } as const;
const kafkaOf = (spec: Partial<Kafka["spec"]> = {}, own: object = {}): Kafka => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata: { name: "my", namespace: "shop" },
  spec: { kafka: { listeners: [{ ...listener, ...own }] }, ...spec },
});
const secretOf = (name: string): Secret => ({
  ...{ apiVersion: "v1", kind: "Secret", metadata: { name } },
  data: { "ca.crt": Buffer.from(text).toString("base64"), "tls.crt": Buffer.from(text).toString("base64") },
});
const said = (kafka: Kafka, days: number, lookup: (name: string) => Secret | undefined = secretOf) =>
  expiryWarnings(kafka, lookup, madeMs + days * dayMs).map(({ reason, message }) => `${reason}: ${message}`);
const given = { generateCertificateAuthority: false, renewalDays: 10 } as const;

describe("what is said of certificates that end", () => {
  it("is nothing of those that are renewed by themselves", () => {
    for (const days of [0, 95, 101]) assert.deepEqual(said(kafkaOf(), days), []);
  });

  it("is that they have ended where no maintenance window is open", () => {
    const closed = kafkaOf({ maintenanceTimeWindows: ["0 0 3 1 1 ? 2020"] });
    assert.deepEqual(said(closed, 99), []);
    assert.deepEqual(said(closed, 101), [
      `CertificateExpired: ca.crt in Secret my-cluster-ca-cert expired at ${endsAt}: it is renewed in the next of spec.maintenanceTimeWindows`,
      `CertificateExpired: ca.crt in Secret my-clients-ca-cert expired at ${endsAt}: it is renewed in the next of spec.maintenanceTimeWindows`,
    ]);
  });

  it("is of a given authority that its end is near, and then that it is over", () => {
    const kafka = kafkaOf({ clientsCa: given });
    assert.deepEqual(said(kafka, 89), []);
    const why = "spec.clientsCa.generateCertificateAuthority is false, so that it has to be renewed there";
    assert.deepEqual(said(kafka, 91), [`CertificateExpiresSoon: ca.crt in Secret my-clients-ca-cert expires at ${endsAt}: ${why}`]);
    assert.deepEqual(said(kafka, 100), [`CertificateExpired: ca.crt in Secret my-clients-ca-cert expired at ${endsAt}: ${why}`]);
  });

  it("is the same of a listener's own certificate, and nothing where there is none", () => {
    const brokerCertChainAndKey = { secretName: "mine", certificate: "tls.crt", key: "tls.key" };
    const kafka = kafkaOf({}, { configuration: { brokerCertChainAndKey } });
    assert.match(said(kafka, 71).join(), /^CertificateExpiresSoon: tls\.crt in Secret mine .*listener tls has it by brokerCertChainAndKey/);
    assert.deepEqual(
      said(kafka, 71, () => undefined),
      [],
    );
    const broken = { ...secretOf("mine"), data: { "tls.crt": Buffer.from("no certificate").toString("base64") } };
    assert.deepEqual(
      said(kafka, 71, () => broken),
      [],
    );
  });
});

it("the metric tells of both authorities of all Kafkas, by Strimzi's labels", () => {
  const { name, type, samples } = expiryMetric([kafkaOf()], () => secretOf);
  assert.deepEqual([name, type], ["strimzi_certificate_expiration_timestamp_ms", "gauge"]);
  const labels = { kind: "Kafka", namespace: "shop", cluster: "my", resource_namespace: "shop" };
  const value = Date.parse(endsAt);
  assert.deepEqual(samples, [
    { suffix: "", labels: { ...labels, type: "cluster-ca" }, value },
    { suffix: "", labels: { ...labels, type: "client-ca" }, value },
  ]);
  assert.deepEqual(expiryMetric([kafkaOf()], () => () => undefined).samples, []);
});
