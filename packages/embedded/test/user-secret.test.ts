import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom, systemRandom } from "@millrace/kit";
import { loadResources, type Platform } from "@millrace/resources";
import { parseJaasConfig } from "@millrace/security";
import { knownPassword, newPassword, passwordSecret, userSecretKey } from "../src/apply/user-secret.ts";
import type { Secret } from "../src/secrets/secret.ts";

const apiVersion = "kafka.strimzi.io/v1";
const labels = { "strimzi.io/cluster": "c", team: "a" };

function platformWith({
  user = {},
  userOperator = {},
  secrets = [],
}: {
  user?: object;
  userOperator?: object;
  secrets?: object[];
}): Platform {
  const documents = [
    {
      apiVersion,
      kind: "Kafka",
      metadata: { name: "c", namespace: "kafka" },
      spec: { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }] }, entityOperator: { userOperator } },
    },
    {
      apiVersion,
      kind: "KafkaNodePool",
      metadata: { name: "p", labels },
      spec: { replicas: 1, roles: ["broker", "controller"], storage: { type: "ephemeral" } },
    },
    { apiVersion, kind: "KafkaUser", metadata: { name: "alice", labels }, spec: { authentication: { type: "scram-sha-512" }, ...user } },
    ...secrets.map((secret) => ({ apiVersion: "v1", kind: "Secret", ...secret })),
  ];
  const { resources, problems } = loadResources([{ file: "f", text: documents.map((each) => JSON.stringify(each)).join("\n---\n") }]);
  assert.deepEqual(problems, []);
  const [kafka] = resources?.kafkas ?? [];
  assert.ok(resources && kafka);
  return { ...resources, kafka };
}

function aliceOf({ users: [alice] }: Platform) {
  assert.ok(alice);
  return alice;
}

const text = ({ data }: Secret, key: string) => Buffer.from(data[key] ?? "", "base64").toString();

test("a password has 32 letters and digits, a letter first, and is never the same", () => {
  const made = Array.from({ length: 500 }, () => newPassword(systemRandom));
  for (const each of made) assert.match(each, /^[A-Za-z][A-Za-z0-9]{31}$/);
  assert.equal(new Set(made).size, made.length);
  assert.equal(new Set(made.join("")).size, 62);
});

test("its Secret has Strimzi's name, keys and labels, and what the user's template adds", () => {
  const user = { template: { secret: { metadata: { labels: { team: "b", "strimzi.io/kind": "x" }, annotations: { note: "n" } } } } };
  const platform = platformWith({ user, userOperator: { secretPrefix: "pre-" } });
  const secret = passwordSecret(platform.kafka, aliceOf(platform), "pw");
  const { data, ...rest } = secret;
  assert.deepEqual(rest, {
    namespace: "kafka",
    name: "pre-alice",
    labels: { "strimzi.io/cluster": "c", team: "b", "app.kubernetes.io/managed-by": "millrace", "strimzi.io/kind": "KafkaUser" },
    annotations: { note: "n" },
    type: "Opaque",
  });
  assert.deepEqual(Object.keys(data), ["password", "sasl.jaas.config"]);
  assert.equal(text(secret, "password"), "pw");
  assert.equal(
    text(secret, "sasl.jaas.config"),
    'org.apache.kafka.common.security.scram.ScramLoginModule required username="alice" password="pw";',
  );
});

test("a declared password of any characters can be read from its JAAS config", () => {
  const platform = platformWith({});
  for (const password of ['a"b\\c', "ü;= ", "'"]) {
    const { options } = parseJaasConfig(text(passwordSecret(platform.kafka, aliceOf(platform), password), "sasl.jaas.config"));
    assert.equal(options.get("password"), password);
  }
});

test("a password comes from the entry that is named, then from the user's Secret as declared, then as kept", () => {
  const source = { authentication: { type: "scram-sha-512", password: { valueFrom: { secretKeyRef: { name: "s", key: "k" } } } } };
  const named = { metadata: { name: "s" }, data: { k: Buffer.from("named").toString("base64") } };
  const elsewhere = { metadata: { name: "s", namespace: "other" }, stringData: { k: "elsewhere" } };
  const own = { metadata: { name: "alice" }, stringData: { password: "own" } };
  const password = (more: Parameters<typeof platformWith>[0], kept?: string) => {
    const platform = platformWith(more);
    const alice = aliceOf(platform);
    const key = { ...userSecretKey(platform.kafka, alice), labels: {}, annotations: {}, type: "Opaque" };
    const secret = kept === undefined ? undefined : { ...key, data: { password: Buffer.from(kept).toString("base64") } };
    return knownPassword(platform, alice, secret);
  };
  assert.equal(password({ user: source, secrets: [elsewhere, named, own] }, "kept"), "named");
  assert.equal(password({ secrets: [named, own] }, "kept"), "own");
  assert.equal(password({ secrets: [named] }, "kept"), "kept");
  assert.equal(password({ secrets: [named] }), undefined);
  assert.equal(password({}, ""), undefined);
  assert.equal(newPassword(seededRandom(1)), newPassword(seededRandom(1)));
});
