import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Kafka, KafkaUser } from "@millrace/resources";
import { userDuty, userNamespaceOf, userStatus } from "../src/index.ts";

const apiVersion = "kafka.strimzi.io/v1";
const listeners = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];

const kafkaWith = (authorization: Kafka["spec"]["kafka"]["authorization"], userOperator: object | undefined = {}): Kafka => ({
  ...{ apiVersion, kind: "Kafka", metadata: { name: "my", namespace: "kafka" } },
  spec: {
    kafka: { listeners, ...(authorization === undefined ? {} : { authorization }) },
    entityOperator: userOperator === undefined ? {} : { userOperator },
  },
});
const simple = kafkaWith({ type: "simple" });

const userWith = (spec: KafkaUser["spec"], metadata: Partial<KafkaUser["metadata"]> = {}): KafkaUser => ({
  ...{ apiVersion, kind: "KafkaUser", spec },
  metadata: { name: "alice", namespace: "kafka", labels: { "strimzi.io/cluster": "my" }, generation: 3, ...metadata },
});
const acls: KafkaUser["spec"] = { authorization: { type: "simple", acls: [] } };

const wordOf = (user: KafkaUser, kafka: Kafka | undefined) => {
  const duty = userDuty(user, kafka);
  return "reason" in duty ? `${duty.type} ${duty.reason}` : duty.type;
};

describe("what is to be done about a KafkaUser", () => {
  test("is nothing where nobody looks after it", () => {
    assert.equal(wordOf(userWith({}, { labels: {} }), undefined), "leave NoCluster");
    assert.equal(wordOf(userWith({}), undefined), "leave NoCluster");
    const { entityOperator: _, ...spec } = simple.spec;
    assert.equal(wordOf(userWith({}), { ...simple, spec }), "leave NoUserOperator");
    assert.equal(wordOf(userWith({}), simple), "manage");
  });

  test("is nothing while it is paused, whatever it declares", () => {
    const annotations = { "strimzi.io/pause-reconciliation": "true" };
    assert.equal(wordOf(userWith(acls, { annotations }), kafkaWith(undefined)), "paused");
  });

  test("is to refuse what can't be had", () => {
    const refused = "refuse InvalidResourceException";
    assert.equal(wordOf(userWith(acls), simple), "manage");
    assert.equal(wordOf(userWith(acls), kafkaWith(undefined)), refused);
    assert.equal(wordOf(userWith(acls), kafkaWith({ type: "custom", authorizerClass: "a.B" })), refused);
    assert.equal(wordOf(userWith(acls), kafkaWith({ type: "custom", authorizerClass: "a.B", supportsAdminApi: true })), "manage");
    for (const [length, word] of [[64, "manage"] as const, [65, refused] as const]) {
      assert.equal(wordOf(userWith({ authentication: { type: "tls" } }, { name: "a".repeat(length) }), simple), word);
      assert.equal(wordOf(userWith({ authentication: { type: "scram-sha-512" } }, { name: "a".repeat(length) }), simple), "manage");
    }
    const password = (secretKeyRef: object) =>
      userWith({ authentication: { type: "scram-sha-512", password: { valueFrom: { secretKeyRef } } } });
    assert.equal(wordOf(password({ name: "s", key: "k" }), simple), "manage");
    assert.equal(wordOf(password({ name: "s" }), simple), refused);
    assert.equal(wordOf(password({ key: "k" }), simple), refused);
  });

  test("is told from the namespace that the Kafka watches", () => {
    assert.equal(userNamespaceOf(simple), "kafka");
    assert.equal(userNamespaceOf(kafkaWith(undefined, { watchedNamespace: "apps" })), "apps");
  });
});

describe("the status of a KafkaUser", () => {
  const second = "1970-01-01T00:00:01Z";

  test("is that of Strimzi's User Operator", () => {
    const user = userWith({});
    assert.deepEqual(userStatus(user, { type: "ready", username: "CN=alice", secret: "alice", warnings: [] }, 1000), {
      username: "CN=alice",
      secret: "alice",
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: second }],
      observedGeneration: 3,
    });
    const failure = { reason: "KafkaError", message: "m" };
    assert.deepEqual(userStatus(user, { type: "failed", secret: undefined, ...failure }, 1000), {
      conditions: [{ type: "NotReady", status: "True", lastTransitionTime: second, ...failure }],
      observedGeneration: 3,
    });
    assert.deepEqual(userStatus({ ...user, status: { observedGeneration: 2, username: "alice" } }, { type: "paused" }, 1000), {
      conditions: [{ type: "ReconciliationPaused", status: "True", lastTransitionTime: second }],
      observedGeneration: 2,
    });
  });

  test("keeps the time of a condition that goes on", () => {
    const ready = { type: "ready", username: "alice", secret: undefined, warnings: [] } as const;
    const first = userStatus(userWith({}), ready, 1000);
    assert.deepEqual(userStatus({ ...userWith({}), status: first }, ready, 9000), first);
  });
});
