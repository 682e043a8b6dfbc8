import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkBrokerProperties, checkListeners } from "../src/index.ts";

const problems = (properties: Record<string, string>) => checkBrokerProperties(properties).map(({ message }) => message);

describe("classes that decide who clients are and what they may do", () => {
  it("are not left out without a word", () => {
    const names = [
      "principal.builder.class",
      "ssl.engine.factory.class",
      "sasl.oauthbearer.jwt.validator.class",
      "create.topic.policy.class.name",
      "alter.config.policy.class.name",
      "client.quota.callback.class",
      "config.providers",
      "listener.name.tls-9093.principal.builder.class",
      "listener.name.tls-9093.ssl.engine.factory.class",
      "listener.name.own-9094.oauthbearer.sasl.oauthbearer.jwt.validator.class",
    ];
    for (const name of names)
      assert.match(problems({ [name]: "com.example.Mine" }).join(), new RegExp(`^${name}: Java classes can't be loaded`));
  });

  it("may be those whose work is done here", () => {
    const usual = {
      "principal.builder.class": " org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder ",
      "client.quota.callback.class": "io.strimzi.kafka.quotas.StaticQuotaCallback",
      "create.topic.policy.class.name": "",
      "metric.reporters": "com.example.Mine",
    };
    assert.deepEqual(problems(usual), []);
  });
});

describe("a listener's own configs", () => {
  const listener = { name: "TLS-9093", securityProtocol: "SSL" } as const;
  const found = (properties: Record<string, string>) => checkListeners([listener], properties).map(({ message }) => message);

  it("are such that there are", () => {
    assert.deepEqual(found({ "listener.name.tls-9093.ssl.client.atuh": "required" }), [
      "listener.name.tls-9093.ssl.client.atuh: no listener has such a config",
    ]);
    assert.deepEqual(found({ "listener.name.tls-9093.gssapi.sasl.kerberos.service.name": "kafka" }), []);
    assert.deepEqual(found({ "listener.name.elsewhere.ssl.client.atuh": "required" }), []);
  });

  it("say in Kafka's words whether clients show certificates", () => {
    for (const chosen of ["REQUIRED", "true", ""]) {
      const expected = `listener.name.tls-9093.ssl.client.auth: expected one of none, requested, required, got ${chosen}`;
      assert.deepEqual(found({ "listener.name.tls-9093.ssl.client.auth": chosen }), [expected]);
    }
    assert.deepEqual(found({ "listener.name.tls-9093.ssl.client.auth": " required " }), []);
  });
});
