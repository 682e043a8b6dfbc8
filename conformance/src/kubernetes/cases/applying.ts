import { type ApiCase, given, inTurn, type Request } from "./api-case.ts";
import { configMap, configMaps, kafka, kafkas, secret, secrets, serviceAccount, serviceAccounts, topic, topics } from "./objects.ts";

const yaml = "application/apply-patch+yaml";
const merge = "application/merge-patch+json";

/** Applies `body` as `manager`. */
const apply = (path: string, manager: string, body: unknown, query: object = {}): Request => [
  "PATCH",
  path,
  { type: yaml, query: { fieldManager: manager, ...query }, body },
];

const bare = (name: string, spec: object, metadata: object = {}) => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaTopic",
  metadata: { name, ...metadata },
  spec,
});
const condition = (type: string, status: string) => ({ type, status, lastTransitionTime: "2001-02-03T04:05:06Z" });

export const applyCases: readonly ApiCase[] = [
  inTurn("applying: makes, changes and leaves out", [
    apply(topics("a"), "one", bare("a", { partitions: 1, config: { x: "1", y: "2" } }, { labels: { a: "1" } })),
    apply(topics("a"), "one", bare("a", { partitions: 1, config: { x: "1", y: "2" } }, { labels: { a: "1" } })),
    apply(topics("a"), "one", bare("a", { partitions: 2, config: { x: "1" } })),
    apply(topics("a"), "one", bare("a", {})),
    ["GET", topics("a")],
  ]),
  inTurn("applying: built-in kinds", [
    apply(configMaps("a"), "one", configMap("a", { x: "1", y: "2" })),
    apply(configMaps("a"), "one", configMap("a", { x: "3" })),
    apply(secrets("a"), "one", secret("a", { stringData: { x: "1" } })),
    apply(secrets("a"), "one", secret("a", { data: { y: "eQ==" } })),
    apply(serviceAccounts("a"), "one", serviceAccount("a", { secrets: [{ name: "x" }, { name: "y" }] })),
    apply(serviceAccounts("a"), "two", serviceAccount("a", { secrets: [{ name: "y" }, { name: "z" }] })),
    apply(serviceAccounts("a"), "one", serviceAccount("a", { secrets: [{ name: "x", namespace: "n" }] })),
    apply(serviceAccounts("a"), "two", serviceAccount("a", {})),
  ]),
  inTurn("applying: conflicts", [
    apply(topics("a"), "one", bare("a", { partitions: 1, replicas: 1 })),
    apply(topics("a"), "two", bare("a", { partitions: 2 })),
    apply(topics("a"), "two", bare("a", { partitions: 2, replicas: 2, config: { x: "1" } })),
    apply(topics("a"), "two", bare("a", { partitions: 2 }), { force: true }),
    apply(topics("a"), "one", bare("a", { partitions: 1, replicas: 1 })),
    apply(topics("a"), "one", bare("a", { partitions: 2, replicas: 1 })),
    apply(topics("a"), "two", bare("a", {})),
    ["GET", topics("a")],
  ]),
  inTurn("applying: conflicts with updates", [
    ["POST", topics(), { body: topic("a", { partitions: 1, config: { x: "1" } }), query: { fieldManager: "maker" } }],
    apply(topics("a"), "one", bare("a", { partitions: 2, config: { x: "2", y: "1" } })),
    ["PATCH", topics("a"), { type: merge, body: { spec: { partitions: 5 } }, query: { fieldManager: "editor" } }],
    apply(topics("a"), "one", bare("a", { partitions: 2, config: { x: "2", y: "1" } })),
    apply(topics("a"), "one", bare("a", { partitions: 2, config: { x: "2", y: "1" } }), { force: true }),
    ["PATCH", topics("a"), { type: merge, body: { spec: { partitions: 2, config: null } }, query: { fieldManager: "editor" } }],
    apply(topics("a"), "maker", bare("a", { partitions: 2 })),
  ]),
  inTurn("applying: one name that updates and applies", [
    ["POST", configMaps(), { body: configMap("a", { x: "1" }), query: { fieldManager: "same" } }],
    apply(configMaps("a"), "same", configMap("a", { x: "2" })),
    apply(configMaps("a"), "same", configMap("a", { y: "1" }), { force: true }),
    ["PATCH", configMaps("a"), { type: merge, body: { data: { z: "1" } }, query: { fieldManager: "same" } }],
  ]),
  inTurn("applying: lists", [
    apply(
      kafkas("a"),
      "one",
      kafka("a", {
        kafka: {
          listeners: [
            { name: "plain", port: 9092, type: "internal", tls: false },
            { name: "tls", port: 9093, type: "internal", tls: true },
          ],
        },
      }),
    ),
    apply(kafkas("a"), "two", kafka("a", { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: true }] } })),
    apply(kafkas("a"), "two", kafka("a", { kafka: { listeners: [{ name: "more", port: 9094, type: "internal", tls: true }] } })),
    apply(kafkas("a"), "two", kafka("a", { kafka: { listeners: [{ name: "more", port: 9094, type: "internal", tls: true }] } }), {
      force: true,
    }),
    apply(topics("a"), "one", bare("a", {}, { finalizers: ["example.com/a", "example.com/b"] })),
    apply(topics("a"), "two", bare("a", {}, { finalizers: ["example.com/c", "example.com/b"] })),
    apply(topics("a"), "one", bare("a", {}, { finalizers: ["example.com/a", "example.com/a"] })),
    apply(topics("a"), "one", bare("a", {})),
    apply(topics("a"), "two", bare("a", {})),
  ]),
  inTurn("applying: the status", [
    ["POST", topics(), { body: topic("a") }],
    apply(topics("a", "status"), "one", {
      ...bare("a", { partitions: 77 }, { labels: { no: "label" } }),
      status: { topicName: "a", conditions: [condition("Ready", "True")] },
    }),
    apply(topics("a", "status"), "two", { ...bare("a", {}), status: { conditions: [condition("Ready", "False")] } }),
    apply(topics("a", "status"), "two", { ...bare("a", {}), status: { conditions: [condition("Ready", "False")] } }, { force: true }),
    apply(topics("a"), "one", { ...bare("a", { partitions: 3 }), status: { topicName: "other" } }),
    apply(topics("none", "status"), "one", { ...bare("none", {}), status: {} }),
    ["GET", topics("a")],
  ]),
  given([["POST", topics(), { body: topic("a") }]], "applying: that is refused", [
    ["PATCH", topics("a"), { type: yaml, body: bare("a", {}) }],
    apply(topics("a"), "one", bare("b", {})),
    apply(topics("a"), "one", { ...bare("a", {}), metadata: {} }),
    apply(topics("a"), "one", { kind: "KafkaTopic", metadata: { name: "a" }, spec: {} }),
    apply(topics("a"), "one", { apiVersion: "kafka.strimzi.io/v1", metadata: { name: "a" }, spec: {} }),
    apply(topics("a"), "one", { ...bare("a", {}), kind: "KafkaUser" }),
    apply(topics("a"), "one", { ...bare("a", {}), apiVersion: "kafka.strimzi.io/v2" }),
    apply(topics("a"), "one", bare("a", {}, { managedFields: [] })),
    apply(topics("a"), "one", bare("a", {}, { managedFields: [{ manager: "x", operation: "Apply", apiVersion: "kafka.strimzi.io/v1" }] })),
    apply(topics("a"), "one", bare("a", {}, { resourceVersion: "1" })),
    apply(topics("a"), "one", bare("a", {}, { uid: "11111111-2222-3333-4444-555555555555" })),
    apply(topics("b"), "one", bare("b", {}, { uid: "11111111-2222-3333-4444-555555555555" })),
    apply(topics("b"), "one", bare("b", {}, { resourceVersion: "1" })),
    apply(topics("a"), "one", bare("a", {}, { namespace: "other" })),
    apply(topics("a"), "one", "- a\n- b"),
    apply(topics("a"), "one", "a: b: c"),
    apply(topics("a"), "one", ""),
    apply(topics("a"), "one", "just text"),
    apply(topics("a"), "x".repeat(129), bare("a", {})),
    apply(topics("a"), "one", bare("a", { partitions: 0 })),
    apply(topics("a"), "one", bare("a", { partitions: "many" })),
    apply(topics("a"), "one", bare("a", { unknownField: 1 }), { fieldValidation: "Strict" }),
    apply(topics("a"), "one", bare("a", { unknownField: 1 }), { fieldValidation: "Warn" }),
    apply(topics("a"), "one", bare("a", { unknownField: 1 }), { fieldValidation: "Ignore" }),
    apply(configMaps("a"), "one", { ...configMap("a"), unknownField: 1 }),
    apply(configMaps("a"), "one", { ...configMap("a"), unknownField: 1 }, { fieldValidation: "Strict" }),
    apply(configMaps("a"), "one", configMap("a", { x: 1 })),
    apply(topics(), "one", bare("a", {})),
  ]),
  inTurn("applying: YAML as people write it", [
    apply(
      topics("a"),
      "one",
      "# a topic\napiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a}\nspec:\n  partitions: 3\n  config:\n    retention.ms: 7200000\n    on: yes\n",
    ),
    apply(
      topics("a"),
      "one",
      "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a}\nspec:\n  partitions: 3\n  partitions: 4\n",
    ),
    apply(
      topics("a"),
      "one",
      "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a}\nspec: &all\n  config: {a: &b 1, c: *b}\n",
    ),
    apply(topics("a"), "one", "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a}\n---\nkind: Other\n"),
  ]),
  inTurn("applying: without doing it", [
    apply(topics("a"), "one", bare("a", { partitions: 1 }), { dryRun: "All" }),
    ["GET", topics("a")],
    apply(topics("a"), "one", bare("a", { partitions: 1 })),
    apply(topics("a"), "one", bare("a", { partitions: 2 }), { dryRun: "All" }),
    apply(topics("a"), "two", bare("a", { partitions: 2 }), { dryRun: "All" }),
    ["GET", topics("a")],
  ]),
  inTurn("applying: managed fields are reset", [
    apply(topics("a"), "one", bare("a", { partitions: 1 })),
    ["PATCH", topics("a"), { type: merge, body: { metadata: { managedFields: [{}] } } }],
    ["PATCH", topics("a"), { type: merge, body: { metadata: { labels: { a: "1" } } }, query: { fieldManager: "two" } }],
    [
      "PATCH",
      topics("a"),
      { type: "application/json-patch+json", body: [{ op: "replace", path: "/metadata/managedFields", value: [{}] }] },
    ],
    ["PATCH", topics("a"), { type: merge, body: { metadata: { managedFields: [{ manager: "x", operation: "Wish" }] } } }],
    apply(topics("a"), "one", bare("a", { partitions: 2 })),
  ]),
  inTurn("applying: who manages, by the name of the program", [
    ["POST", configMaps(), { body: configMap("a", { x: "1" }), headers: { "user-agent": "kubectl-of-old/v1.0 (linux/amd64)" } }],
    ["POST", configMaps(), { body: configMap("b", { x: "1" }), headers: { "user-agent": "Mozilla" } }],
    ["POST", configMaps(), { body: configMap("c", { x: "1" }), query: { fieldManager: "named" } }],
    ["PUT", configMaps("a"), { body: configMap("a", { x: "2" }), headers: { "user-agent": "other/v1" } }],
    ["PUT", configMaps("a"), { body: configMap("a", { x: "2", y: "1" }), headers: { "user-agent": "other/v1" } }],
    ["PUT", configMaps("a"), { body: configMap("a", {}), headers: { "user-agent": "third/v1" } }],
  ]),
];
