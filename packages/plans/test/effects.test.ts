import assert from "node:assert/strict";
import { test } from "node:test";
import { type Kafka, type KafkaTopic, type KafkaUser, pathText, topicDeclaration, type Value } from "@millrace/resources";
import fc from "fast-check";
import { fieldChanges, kafkaEffects, nodePoolEffects, topicEffects, userEffects } from "../src/effects/index.ts";

const texts = (from: Value, to: Value) =>
  fieldChanges(from, to).map(
    ({ path, from: before, to: after }) => `${pathText(path)}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );

test("differences are told as far inside as they go", () => {
  assert.deepEqual(texts({ a: { b: 1, c: [1, 2] }, d: {} }, { a: { b: 2, c: [1] }, d: {}, e: { f: true } }), [
    "a.b: 1 → 2",
    "a.c[1]: 2 → undefined",
    "e.f: undefined → true",
  ]);
  assert.deepEqual(texts({ constructor: 1 }, {}), ["constructor: 1 → undefined"]);
  assert.deepEqual(texts({}, { config: {} }), ["config: undefined → {}"]);
});

test("items that have names are compared by them", () => {
  const [plain, tls] = [
    { name: "plain", port: 9092 },
    { name: "tls", port: 9093 },
  ];
  assert.deepEqual(texts([plain, tls], [tls, plain]), []);
  assert.deepEqual(texts([plain, tls], [{ ...tls, port: 9094 }]), [
    '[0].name: "plain" → undefined',
    "[0].port: 9092 → undefined",
    "[0].port: 9093 → 9094",
  ]);
});

test("what is the same has no difference, and what is not has one", () => {
  const value = fc.jsonValue().map((json) => json as Value);
  const plain = (json: Value): string =>
    JSON.stringify(json, (_key, member) =>
      typeof member === "object" && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
        : member,
    );
  fc.assert(fc.property(value, (one) => assert.deepEqual(fieldChanges(one, structuredClone(one)), [])));
  fc.assert(
    fc.property(value, value, (one, other) => {
      const isSame = plain(one) === plain(other);
      if (!isSame && !hasNames(one) && !hasNames(other)) assert.notEqual(fieldChanges(one, other).length, 0);
    }),
  );
});

/** Order does not matter then. */
const hasNames = (value: Value): boolean => /"(name|id)"/.test(JSON.stringify(value));

const labels = { "strimzi.io/cluster": "c" };
const kafka = {
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "Kafka", metadata: { name: "c", namespace: "ns" } },
  spec: { kafka: { listeners: [] }, entityOperator: { topicOperator: {}, userOperator: {} } },
} as unknown as Kafka;
const topic = (spec: KafkaTopic["spec"], status?: KafkaTopic["status"]): KafkaTopic => ({
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", metadata: { name: "orders", namespace: "ns", labels } },
  spec,
  ...(status === undefined ? {} : { status }),
});
const told = (effects: ReadonlyArray<{ readonly type: string; readonly text: string }>) =>
  effects.map(({ type, text }) => `${type}: ${text}`);

test("what a change of a KafkaTopic does", () => {
  const status = { topicName: "orders" };
  const effects = (before: KafkaTopic | undefined, after: KafkaTopic, around: Kafka | undefined = kafka) =>
    told(topicEffects({ before, after, surroundings: { kafka: around, rivals: [] }, effective: topicDeclaration }));
  assert.deepEqual(effects(undefined, topic({ partitions: 2 })), ["created: topic orders: create with 2 partitions"]);
  assert.deepEqual(effects(topic({ partitions: 2 }, status), topic({ partitions: 3, config: { "retention.ms": 5 } }, status)), [
    "altered: topic orders: partitions 2 → 3",
    "altered: topic orders: retention.ms (default) → 5",
  ]);
  const [refusal] = effects(topic({ partitions: 2 }, status), topic({ partitions: 1 }, status));
  assert.match(refusal ?? "", /^refused: topic orders: stays at 2 partitions/);
  assert.deepEqual(effects(topic({ replicas: 1 }, status), topic({ replicas: 3 }, status)), ["altered: topic orders: replicas 1 → 3"]);
  assert.deepEqual(effects(topic({}, status), topic({ topicName: "other" }, status)), [
    "refused: NotSupported: Changing spec.topicName is not supported",
  ]);
  assert.match(
    effects(topic({}, status), topic({ partitions: 4 }, status))[0] ?? "",
    /^altered: topic orders: 4 partitions, if it has fewer/,
  );
  assert.match(
    told(
      topicEffects({ before: undefined, after: topic({}), surroundings: { kafka: undefined, rivals: [] }, effective: topicDeclaration }),
    )[0] ?? "",
    /^none: NoCluster: /,
  );
});

test("what a change of a KafkaUser does", () => {
  const user = (spec: KafkaUser["spec"]): KafkaUser => ({
    ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaUser", metadata: { name: "alice", namespace: "ns", labels } },
    spec,
  });
  const scram = { type: "scram-sha-512" } as const;
  assert.deepEqual(told(userEffects(undefined, user({ authentication: scram, quotas: { producerByteRate: 5 } }), kafka)), [
    "created: user alice: create SCRAM-SHA-512 credentials",
    "created: user alice: producer_byte_rate (unlimited) → 5",
  ]);
  assert.deepEqual(told(userEffects(user({ authentication: scram }), user({ authentication: { type: "tls" } }), kafka)), [
    "altered: user alice: delete SCRAM-SHA-512 credentials",
    "created: a certificate for alice, in its Secret",
  ]);
  assert.deepEqual(told(userEffects(undefined, user({}), undefined)), [
    "none: NoCluster: There is no Kafka c that looks after users of this namespace",
  ]);
});

test("what a KafkaUser can't have is told", () => {
  const authorization = { type: "simple", acls: [{ resource: { type: "topic", name: "a" }, operations: ["Read"] }] } as const;
  const user: KafkaUser = {
    ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaUser", metadata: { name: "alice", namespace: "ns", labels } },
    spec: { authorization },
  };
  assert.match(told(userEffects(undefined, user, kafka))[0] ?? "", /^refused: InvalidResourceException: Simple authorization ACL rules/);
});

test("what a change of a Kafka does in a cluster", () => {
  const of = (from: Value, to: Value) =>
    told(
      kafkaEffects(fieldChanges({ spec: from }, { spec: to }), (name) =>
        name === "live" ? "running" : name === "fixed" ? "start" : name === "tls" ? "opening" : "never",
      ),
    );
  assert.deepEqual(of({ kafka: { config: { live: 1, fixed: 1 } } }, { kafka: { config: { live: 2, fixed: 2, tls: 1, unknown: 3 } } }), [
    "altered: live: brokers take it while they run",
    "restarted: fixed: it is read when a broker starts",
    "restarted: tls: it is read when a listener is opened",
    "none: unknown: Kafka does not know it, and there is no plug-in that might",
  ]);
  assert.deepEqual(
    of({ kafka: { listeners: [{ name: "a", port: 1, tls: true }] } }, { kafka: { listeners: [{ name: "a", port: 2, tls: false }] } }),
    ["restarted: spec.kafka.listeners: listeners are opened when a broker starts"],
  );
  const limited = (maxConnections: number) => ({ kafka: { listeners: [{ name: "a", port: 1, configuration: { maxConnections } }] } });
  assert.deepEqual(of(limited(10), limited(20)), ["altered: maxConnections: brokers take it while they run"]);
  assert.match(of({ kafkaExporter: {} }, {})[0] ?? "", /^altered: spec\.kafkaExporter: .*brokers don't$/);
});

test("what a change of a KafkaNodePool does in a cluster", () => {
  const of = (from: Value, to: Value) => told(nodePoolEffects(fieldChanges({ spec: from }, { spec: to })));
  assert.deepEqual(of({ replicas: 3 }, { replicas: 5 }), ["created: 2 more nodes"]);
  assert.match(of({ replicas: 3 }, { replicas: 1 })[0] ?? "", /^altered: 2 nodes go; /);
  assert.match(of({ storage: { size: "1Gi" } }, { storage: { size: "900Mi" } })[0] ?? "", /^refused: volumes can't become smaller/);
  assert.match(of({ storage: { size: "1Gi" } }, { storage: { size: "2Gi" } })[0] ?? "", /^altered: volumes grow/);
  assert.match(of({ storage: { class: "a" } }, { storage: { class: "b" } })[0] ?? "", /^refused: spec\.storage\.class: /);
  assert.deepEqual(of({ roles: ["broker"] }, { roles: ["broker", "controller"] }), [
    "restarted: spec.roles: what a node is is settled when it starts",
  ]);
});
