import assert from "node:assert/strict";
import { test } from "node:test";
import { isLoopback } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";
import { refuseExposure } from "../src/exposure.ts";

type Listener = Kafka["spec"]["kafka"]["listeners"][number];

const listener = (more: Partial<Listener>): Listener => ({ name: "own", port: 9093, type: "internal", tls: true, ...more });
const kafka = (...listeners: Listener[]): Kafka => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata: { name: "my" },
  spec: { kafka: { listeners } },
});
const exposed = (host: string, listeners: Listener[], metricsHost?: string) => () =>
  refuseExposure({ kafka: kafka(...listeners), host, metricsHost });
const mutual = listener({ authentication: { type: "tls" } });

test("what only this machine reaches is nobody else's business", () => {
  for (const host of ["127.0.0.1", "127.8.9.10", "::1", "localhost", "LOCALHOST", "::ffff:127.0.0.1"]) assert.ok(isLoopback(host), host);
  for (const host of [
    "0.0.0.0",
    "::",
    "192.0.2.1",
    "2001:db8::1",
    "example.com",
    "127.example.com",
    "localhost.example.com",
    "",
    "1270.0.0.1",
  ]) {
    assert.ok(!isLoopback(host), host);
  }
  assert.doesNotThrow(exposed("127.0.0.1", [listener({ tls: false })], "127.0.0.1"));
});

test("beyond it each listener has TLS and asks who clients are", () => {
  const custom = (authentication: Partial<NonNullable<Listener["authentication"]>>) =>
    listener({ authentication: { type: "custom", ...authentication } });
  const asking = [
    mutual,
    listener({ authentication: { type: "scram-sha-512" } }),
    custom({ sasl: true }),
    custom({ listenerConfig: { "ssl.client.auth": "required", "ssl.truststore.location": "/ca.pem" } }),
  ];
  for (const each of asking) {
    assert.doesNotThrow(exposed("0.0.0.0", [each]));
    assert.throws(exposed("0.0.0.0", [{ ...each, tls: false }]), {
      code: "CONFIG_INVALID",
      message: "not opened to others at 0.0.0.0: the listeners OWN-9093 (without TLS)",
    });
  }
  const open = [custom({ sasl: false }), custom({ listenerConfig: { "ssl.client.auth": "requested" } }), listener({})];
  for (const each of open) assert.throws(exposed("192.0.2.1", [mutual, each]), { message: /OWN-9093 \(without authentication\)$/ });
  assert.throws(exposed("192.0.2.1", [custom({ listenerConfig: { "ssl.client.auth": "required", "ssl.truststore.type": "PEM" } })]), {
    message: /OWN-9093 \(without a trust store, certificates of every public authority let in\)$/,
  });
  const unsigned = "org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler";
  const believing = custom({ sasl: true, listenerConfig: { "oauthbearer.sasl.server.callback.handler.class": unsigned } });
  assert.throws(exposed("192.0.2.1", [believing]), {
    message: /OWN-9093 \(with unsigned tokens, by which clients are whoever they say\)$/,
  });
  assert.throws(exposed("::", [listener({ tls: false })]), { message: /without TLS and authentication/ });
});

test("metrics are told beyond it to nobody, however listeners are", () => {
  assert.throws(exposed("0.0.0.0", [mutual], "0.0.0.0"), {
    code: "CONFIG_INVALID",
    message: /^metrics and health are not told to others at 0.0.0.0/,
  });
  assert.doesNotThrow(exposed("0.0.0.0", [mutual], "127.0.0.1"));
  assert.throws(exposed("127.0.0.1", [mutual], "192.0.2.1"));
});
