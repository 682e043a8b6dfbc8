import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { convertToV1 } from "../src/conversion/convert.ts";
import { readDocuments } from "../src/index.ts";

const converted = (text: string) => convertToV1(text, "f.yaml");
const resource = (kind: string, spec: string, version = "kafka.strimzi.io/v1beta2"): string =>
  `apiVersion: ${version}\nkind: ${kind}\nmetadata:\n  name: x\n${spec}`;
const v1 = (kind: string, spec: string): string => resource(kind, spec, "kafka.strimzi.io/v1");
const became = (kind: string, before: string, after: string) => {
  const { text, problems } = converted(resource(kind, before));
  assert.deepEqual(problems, []);
  assert.equal(text, v1(kind, after));
};

describe("resources of older versions", () => {
  it("get the version, and each change is told", () => {
    for (const version of ["v1alpha1", "v1beta1", "v1beta2"]) {
      const { text, changes } = converted(resource("KafkaTopic", "spec:\n  partitions: 1\n", `kafka.strimzi.io/${version}`));
      assert.equal(text, v1("KafkaTopic", "spec:\n  partitions: 1\n"));
      assert.deepEqual(changes, [
        { resource: "KafkaTopic x", text: `apiVersion is set to kafka.strimzi.io/v1: it was kafka.strimzi.io/${version}` },
      ]);
    }
  });

  it("keep comments, order and what their words are", () => {
    const text = `# head
apiVersion: kafka.strimzi.io/v1beta2 # version
kind: KafkaUser
metadata: {name: x, labels: {a: yes, b: 0644}}
spec:
  # who may do what
  authorization:
    type: simple
    acls:
    - resource: {type: cluster}
      operation: All # everything
---
a:   [ 1,2 ]   # not ours
`;
    assert.equal(
      converted(text).text,
      text.replace("v1beta2", "v1").replace("      operation: All # everything\n", "      operations:\n      - All\n"),
    );
  });

  it("lose what v1 does not have", () => {
    became(
      "Kafka",
      "spec:\n  kafka:\n    replicas: 3\n    storage:\n      type: ephemeral\n    listeners: []\n  zookeeper:\n    replicas: 3\n",
      "spec:\n  kafka:\n    listeners: []\n",
    );
    became(
      "KafkaNodePool",
      "spec:\n  storage:\n    type: jbod\n    volumes:\n      - id: 0\n        overrides:\n          - broker: 0\n",
      "spec:\n  storage:\n    type: jbod\n    volumes:\n      - id: 0\n",
    );
  });

  it("say the same in other words", () => {
    became(
      "Kafka",
      "spec:\n  entityOperator:\n    topicOperator:\n      reconciliationIntervalSeconds: 90\n    userOperator:\n      zookeeperSessionTimeoutSeconds: 6\n",
      "spec:\n  entityOperator:\n    topicOperator:\n      reconciliationIntervalMs: 90000\n    userOperator: {}\n",
    );
    became("KafkaConnector", "spec:\n  pause: true\n", "spec:\n  state: paused\n");
    became("KafkaConnector", "spec:\n  pause: true\n  state: running\n", "spec:\n  state: running\n");
    became(
      "KafkaConnect",
      "spec:\n  replicas: 1\n  config:\n    group.id: g\n    a: 1\n",
      "spec:\n  replicas: 1\n  config:\n    a: 1\n  groupId: g\n  configStorageTopic: connect-cluster-configs\n  statusStorageTopic: connect-cluster-status\n  offsetStorageTopic: connect-cluster-offsets\n",
    );
    became("KafkaBridge", "spec:\n  tracing:\n    type: jaeger\n", "spec:\n  replicas: 1\n");
  });

  it("have clusters where they belong", () => {
    const { text, problems } = converted(
      resource(
        "KafkaMirrorMaker2",
        "spec:\n  replicas: 1\n  connectCluster: b\n  clusters:\n    - alias: a\n      bootstrapServers: a:1\n    - alias: b\n      bootstrapServers: b:1\n      config:\n        group.id: g\n  mirrors:\n    - sourceCluster: a\n      targetCluster: b\n      topicsBlacklistPattern: t\n",
      ),
    );
    assert.deepEqual(problems, []);
    for (const part of [
      "  target:\n    alias: b\n    bootstrapServers: b:1\n",
      "    groupId: g\n",
      "    configStorageTopic: mirrormaker2-cluster-configs\n",
      "    - topicsExcludePattern: t\n      source:\n        alias: a\n        bootstrapServers: a:1\n",
    ])
      assert.ok(text.includes(part), text);
    assert.doesNotMatch(text, /connectCluster|sourceCluster|targetCluster|clusters:/);
  });

  it("stay as they are where somebody has to decide, with the place", () => {
    const refusals: ReadonlyArray<readonly [kind: string, spec: string, line: number, path: string]> = [
      ["KafkaTopic", "", 1, "spec"],
      ["Kafka", "spec:\n  kafka:\n    resources:\n      limits: {}\n", 8, "spec.kafka.resources"],
      ["Kafka", "spec:\n  kafka:\n    authorization:\n      type: opa\n", 8, "spec.kafka.authorization"],
      [
        "Kafka",
        "spec:\n  kafka:\n    listeners:\n      - authentication:\n          type: oauth\n",
        9,
        "spec.kafka.listeners[0].authentication",
      ],
      ["KafkaConnect", "spec:\n  externalConfiguration:\n    env: []\n", 7, "spec.externalConfiguration"],
      ["KafkaBridge", "spec:\n  enableMetrics: true\n", 6, "spec.enableMetrics"],
    ];
    for (const [kind, spec, line, path] of refusals) {
      const { problems } = converted(resource(kind, spec));
      assert.deepEqual(
        problems.map((problem) => [problem.line, problem.path]),
        [[line, path]],
        `${kind} ${spec}`,
      );
    }
  });

  it("are found in lists too", () => {
    const item = "  - apiVersion: kafka.strimzi.io/v1beta2\n    kind: KafkaTopic\n    metadata:\n      name: x\n    spec: {}\n";
    const { text, changes } = converted(`apiVersion: v1\nkind: List\nitems:\n${item}`);
    assert.equal(text, `apiVersion: v1\nkind: List\nitems:\n${item.replace("v1beta2", "v1")}`);
    assert.equal(changes.length, 1);
  });
});

describe("what is not older", () => {
  it("stays to the last space", () => {
    for (const text of [
      "",
      "---\n",
      "a:   1  # x\n---\n\n---\n# only\n",
      v1("KafkaTopic", "spec:   {partitions:   1}\n"),
      resource("Thing", "spec: 1\n", "other.io/v1beta2"),
    ]) {
      assert.deepEqual(converted(text), { text, changes: [], problems: [] });
    }
  });

  it("is v1 after it was converted, and then stays", () => {
    const { text } = converted(
      resource(
        "KafkaUser",
        "spec:\n  authorization:\n    type: simple\n    acls:\n      - resource: {type: cluster}\n        operation: All\n",
      ),
    );
    assert.deepEqual(
      readDocuments(text, "f").resources.flatMap(({ findings }) => findings),
      [],
    );
    assert.equal(converted(text).text, text);
  });

  it("is told if it is no YAML", () => {
    assert.equal(converted("a: [1\n").problems.length, 1);
  });
});
