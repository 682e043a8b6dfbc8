import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "@millrace/kit";
import { parseJaasConfig } from "@millrace/security";
import { isUserSecret, newPassword, passwordEntries } from "../src/users/user-secret.ts";

test("a password has 32 letters and digits, a letter first, and is never the same", () => {
  const made = Array.from({ length: 500 }, () => newPassword(systemRandom));
  for (const each of made) assert.match(each, /^[A-Za-z][A-Za-z0-9]{31}$/);
  assert.equal(new Set(made).size, made.length);
  assert.equal(new Set(made.join("")).size, 62);
});

test("a password of any characters can be read from its JAAS config", () => {
  for (const password of ['a"b\\c', "ü;= ", "'"]) {
    const { options } = parseJaasConfig(passwordEntries("alice", password)["sasl.jaas.config"]?.toString() ?? "");
    assert.deepEqual([options.get("username"), options.get("password")], ["alice", password]);
  }
});

test("a Secret is a user's if it says so, and no other KafkaUser owns it", () => {
  const secret = (label: string, ...owners: readonly string[]) => ({
    apiVersion: "v1",
    kind: "Secret" as const,
    metadata: {
      name: "s",
      labels: { "strimzi.io/kind": label },
      ownerReferences: owners.map((name) => ({ kind: "KafkaUser", name })),
    },
  });
  assert(isUserSecret(secret("KafkaUser"), "alice"));
  assert(isUserSecret(secret("KafkaUser", "alice"), "alice"));
  assert(!isUserSecret(secret("KafkaUser", "bob"), "alice"));
  assert(!isUserSecret(secret("Kafka"), "alice"));
  assert(!isUserSecret({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" } }, "alice"));
});
