import { type ApiCase, given, inTurn, type Request } from "./api-case.ts";
import { configMap, configMaps, kafka, kafkas, pool, pools, topic, topics, user, users } from "./objects.ts";

const directives = ["Strict", "Warn", "Ignore", "", "Lenient"];

const unknownTopic = { ...topic("a", { partitions: 1, unknownField: 1 }), alsoUnknown: {} };
const duplicates = `{"apiVersion":"kafka.strimzi.io/v1","kind":"KafkaTopic","metadata":{"name":"a","name":"a","labels":{"x":"1","x":"2"}},"spec":{"partitions":1,"partitions":2,"config":{"x":1,"x":2}}}`;
const duplicatesOfConfigMap = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1","x":"2"},"other":1}`;
const duplicatesInYaml =
  "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata:\n  name: a\nspec:\n  partitions: 1\n  partitions: 2\n  unknownField: 1\n";

const specsOfTopics: readonly unknown[] = [
  { partitions: 0 },
  { partitions: -1, replicas: 40_000 },
  { partitions: "3" },
  { partitions: 1.5 },
  { partitions: 1e15 },
  { partitions: true, replicas: [], config: "x", topicName: 5 },
  { config: null, topicName: null },
  { config: { any: { thing: [1, "x", null, true] } } },
  { config: [] },
  null,
  [],
  "text",
];

const specsOfUsers: readonly object[] = [
  {},
  { authentication: {} },
  { authentication: { type: "kerberos" } },
  { authentication: { type: "scram-sha-512", validityDays: 3 } },
  { authentication: { type: "tls", validityDays: 3 } },
  { authentication: { type: "tls", validityDays: 3, renewalDays: 1 } },
  { authentication: { type: "scram-sha-512", password: {} } },
  { authentication: { type: "scram-sha-512", password: { valueFrom: { secretKeyRef: { name: "x", key: "y", optional: "maybe" } } } } },
  { authorization: { type: "simple" } },
  { authorization: { type: "simple", acls: [{ resource: { type: "topic", name: "x", patternType: "suffix" }, operations: ["Fly"] }] } },
  { quotas: { producerByteRate: -1, consumerByteRate: "x", requestPercentage: 1.5, controllerMutationRate: "0" } },
];

const specsOfKafkas: readonly object[] = [
  { kafka: { listeners: [] } },
  { kafka: {} },
  { kafka: { listeners: [{ name: "UPPER", port: 80, type: "other", tls: "no" }] } },
  { kafka: { listeners: [{ name: "a" }, {}] } },
  { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }], metricsConfig: { type: "jmxPrometheusExporter" } } },
  { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }], rack: { type: "environment-variable" } } },
  { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }], rack: { topologyKey: "" } } },
  { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }], resources: { limits: { cpu: 1, memory: "x" } } } },
  { entityOperator: { topicOperator: { reconciliationIntervalMs: "x" } } },
];

const posts = (path: string, bodies: readonly unknown[]): readonly Request[] => bodies.map((body) => ["POST", path, { body }]);

export const validationCases: readonly ApiCase[] = [
  inTurn(
    "validating: unknown fields",
    directives.flatMap((fieldValidation) => [
      ["POST", topics(), { body: unknownTopic, query: { fieldValidation, dryRun: "All" } }],
      [
        "POST",
        configMaps(),
        { body: { ...configMap("a"), unknownField: 1, metadata: { name: "a", also: 1 } }, query: { fieldValidation, dryRun: "All" } },
      ],
    ]),
  ),
  inTurn(
    "validating: fields given twice",
    directives.flatMap((fieldValidation) => [
      ["POST", topics(), { body: duplicates, query: { fieldValidation, dryRun: "All" } }],
      ["POST", configMaps(), { body: duplicatesOfConfigMap, query: { fieldValidation, dryRun: "All" } }],
      ["POST", topics(), { body: duplicatesInYaml, type: "application/yaml", query: { fieldValidation, dryRun: "All" } }],
    ]),
  ),
  given(
    [
      ["POST", topics(), { body: topic("a") }],
      ["POST", configMaps(), { body: configMap("a") }],
    ],
    "validating: unknown fields of updates",
    directives.slice(0, 3).flatMap((fieldValidation) => [
      ["PATCH", topics("a"), { type: "application/merge-patch+json", body: { spec: { unknownField: 1 } }, query: { fieldValidation } }],
      [
        "PATCH",
        topics("a"),
        { type: "application/json-patch+json", body: [{ op: "add", path: "/spec/unknownField", value: 1 }], query: { fieldValidation } },
      ],
      [
        "PATCH",
        topics("a"),
        {
          type: "application/json-patch+json",
          body: `[{"op":"test","path":"/kind","path":"/kind","value":"KafkaTopic","more":1}]`,
          query: { fieldValidation },
        },
      ],
      [
        "PATCH",
        configMaps("a"),
        { type: "application/merge-patch+json", body: `{"data":{"x":"1","x":"2"},"unknownField":1}`, query: { fieldValidation } },
      ],
      [
        "PATCH",
        configMaps("a"),
        { type: "application/strategic-merge-patch+json", body: `{"data":{"x":"1","x":"2"},"unknownField":1}`, query: { fieldValidation } },
      ],
      ["PUT", configMaps("a"), { body: { ...configMap("a", { x: fieldValidation }), unknownField: 1 }, query: { fieldValidation } }],
    ]),
  ),
  inTurn("validating: KafkaTopics", [
    ...posts(
      topics(),
      specsOfTopics.map((spec) => ({ ...topic("a"), spec })),
    ),
    ...posts(topics(), [
      { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", metadata: { name: "b" } },
      { ...topic("c", {}), status: { conditions: "none" } },
      { ...topic("d", {}), status: { replicasChange: { state: "other" } } },
      { ...topic("e", {}), metadata: "none" },
      { ...topic("e", {}), metadata: null },
      { ...topic("e", {}), metadata: { name: 5 } },
      { ...topic("e", {}), metadata: { name: "e", labels: "x" } },
    ]),
  ]),
  inTurn(
    "validating: KafkaUsers, with rules",
    posts(
      users(),
      specsOfUsers.map((spec, at) => user(`u${at}`, spec as never)),
    ),
  ),
  inTurn(
    "validating: Kafkas, with rules",
    posts(
      kafkas(),
      specsOfKafkas.map((spec, at) => kafka(`k${at}`, spec as never)),
    ),
  ),
  inTurn(
    "validating: KafkaNodePools",
    posts(
      pools(),
      [
        {},
        { replicas: -1 },
        { replicas: "1" },
        { roles: ["king"] },
        { roles: [] },
        { storage: {} },
        { storage: { type: "jbod", volumes: [{}] } },
        { storage: null },
        { resources: { requests: { cpu: "500m" } } },
      ].map((spec, at) => pool(`p${at}`, spec as never)),
    ),
  ),
  given([["POST", users(), { body: user("a") }]], "validating: updates are validated, too", [
    ["PATCH", users("a"), { type: "application/merge-patch+json", body: { spec: { authentication: { validityDays: 3 } } } }],
    [
      "PATCH",
      users("a"),
      { type: "application/merge-patch+json", body: { spec: { authentication: { type: "tls", validityDays: 3, renewalDays: 1 } } } },
    ],
    ["PATCH", users("a"), { type: "application/merge-patch+json", body: { spec: { authentication: { renewalDays: null } } } }],
    ["PATCH", users("a", "status"), { type: "application/merge-patch+json", body: { status: { username: 5 } } }],
  ]),
  inTurn(
    "validating: numbers",
    ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "9007199254740993", "1.0", "1e3", "0.1", "-0", "1e400"].flatMap(
      (number): readonly Request[] => [
        [
          "POST",
          topics(),
          {
            body: `{"apiVersion":"kafka.strimzi.io/v1","kind":"KafkaTopic","metadata":{"name":"a"},"spec":{"config":{"x":${number}}}}`,
            query: { dryRun: "All" },
          },
        ],
        [
          "POST",
          topics(),
          {
            body: `{"apiVersion":"kafka.strimzi.io/v1","kind":"KafkaTopic","metadata":{"name":"a"},"spec":{"partitions":${number}}}`,
            query: { dryRun: "All" },
          },
        ],
      ],
    ),
  ),
  inTurn("validating: sizes", [
    ["POST", configMaps(), { body: configMap("a", { a: "x".repeat(1_100_000) }) }],
    ["POST", configMaps(), { body: configMap("a", { a: "x".repeat(3_200_000) }) }],
    ["POST", topics(), { body: topic("a", { config: { a: "x".repeat(1_700_000) } }) }],
    ["POST", topics(), { body: topic("a", { config: { a: "x".repeat(3_200_000) } }) }],
  ]),
];
