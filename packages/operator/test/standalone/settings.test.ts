import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { topicClientProperties, userClientProperties } from "../../src/standalone/client-properties.ts";
import { readTopicOperatorSettings, readUserOperatorSettings } from "../../src/standalone/settings.ts";

const place = { STRIMZI_NAMESPACE: "ns", STRIMZI_KAFKA_BOOTSTRAP_SERVERS: "kafka:9092" };
const topics = { ...place, STRIMZI_RESOURCE_LABELS: "strimzi.io/cluster=my" };
const users = { ...place, STRIMZI_LABELS: "strimzi.io/cluster=my" };

const problemsOf = (read: () => unknown): string => {
  try {
    read();
  } catch (thrown) {
    return String(thrown);
  }
  return "";
};

describe("the settings of a Topic Operator by itself", () => {
  it("reach a Kafka without TLS where nothing else is said", () => {
    assert.deepEqual(topicClientProperties(readTopicOperatorSettings(topics)), { "security.protocol": "PLAINTEXT" });
  });

  it("reach it by TLS, with a login", () => {
    const settings = readTopicOperatorSettings({
      ...topics,
      ...{ STRIMZI_TLS_ENABLED: "true", STRIMZI_TRUSTSTORE_LOCATION: "/t.p12", STRIMZI_TRUSTSTORE_PASSWORD: "t" },
      ...{ STRIMZI_TLS_AUTH_ENABLED: "false", STRIMZI_SASL_ENABLED: "true", STRIMZI_SASL_MECHANISM: "scram-sha-512" },
      ...{ STRIMZI_SASL_USERNAME: "me", STRIMZI_SASL_PASSWORD: 'a"b' },
    });
    assert.deepEqual(topicClientProperties(settings), {
      "security.protocol": "SASL_SSL",
      "ssl.truststore.location": "/t.p12",
      "ssl.truststore.type": "PKCS12",
      "ssl.truststore.password": "t",
      "ssl.endpoint.identification.algorithm": "HTTPS",
      "sasl.mechanism": "SCRAM-SHA-512",
      "sasl.jaas.config": 'org.apache.kafka.common.security.scram.ScramLoginModule required username="me" password="a\\"b";',
    });
  });

  it("say what is missing", () => {
    const incomplete = { ...topics, STRIMZI_TLS_ENABLED: "true", STRIMZI_SASL_ENABLED: "true", STRIMZI_RESOURCE_LABELS: "team=data" };
    const problems = problemsOf(() => readTopicOperatorSettings(incomplete));
    for (const name of ["STRIMZI_RESOURCE_LABELS", "STRIMZI_TRUSTSTORE_LOCATION", "STRIMZI_KEYSTORE_LOCATION", "STRIMZI_SASL_MECHANISM"])
      assert.match(problems, new RegExp(`^ +${name}[ ,]`, "m"));
  });
});

describe("the settings of a User Operator by itself", () => {
  it("are those of the cluster that its label names", () => {
    assert.equal(readUserOperatorSettings(users).secretPrefix, "");
    assert.match(
      problemsOf(() => readUserOperatorSettings({ ...users, STRIMZI_CA_KEY_NAME: "other", STRIMZI_CA_RENEWAL: "400" })),
      /STRIMZI_CA_CERT_NAME has to be NAME-clients-ca-cert.*\n.*STRIMZI_CA_RENEWAL has to be less/,
    );
  });

  it("reach a Kafka by what Secrets hold, and by what properties say", () => {
    const settings = readUserOperatorSettings({ ...users, STRIMZI_KAFKA_ADMIN_CLIENT_CONFIGURATION: "ssl.cipher.suites=x" });
    assert.deepEqual(userClientProperties(settings, { trusted: "T", certificate: "C", key: "K" }), {
      "security.protocol": "SSL",
      "ssl.truststore.type": "PEM",
      "ssl.truststore.certificates": "T",
      "ssl.keystore.type": "PEM",
      "ssl.keystore.certificate.chain": "C",
      "ssl.keystore.key": "K",
      "ssl.cipher.suites": "x",
    });
  });
});
