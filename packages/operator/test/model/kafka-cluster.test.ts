import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kafka, KafkaNodePool, Listener, Storage } from "@millrace/resources";
import { type Facts, kafkaCluster, nobodyHeld, podSetFacts } from "../../src/index.ts";
import { noFacts, pool, settings, small } from "./declared.ts";

type KafkaPart = Partial<Kafka["spec"]["kafka"]>;

function clusterOf(kafka: KafkaPart = {}, pools?: readonly KafkaNodePool[], facts: Partial<Facts> = {}) {
  const result = kafkaCluster(small(kafka, pools), { ...noFacts, ...facts }, settings);
  assert.ok(result.type === "cluster", JSON.stringify(result));
  return result;
}

function refused(kafka: KafkaPart = {}, pools?: readonly KafkaNodePool[], facts: Partial<Facts> = {}): string {
  const result = kafkaCluster(small(kafka, pools), { ...noFacts, ...facts }, settings);
  assert.equal(result.type, "refused");
  return result.type === "refused" ? result.problems.map(({ reason, message }) => `${reason} ${message}`).join("\n") : "";
}

const outside = (listener: Partial<Listener>): KafkaPart => ({
  listeners: [{ name: "outside", port: 9094, type: "loadbalancer", tls: true, ...listener }],
});

test("a Kafka has the nodes of its pools, each with the roles of its pool", () => {
  const pools = [pool("controllers", { roles: ["controller"] }), pool("brokers", { roles: ["broker"], replicas: 2 })];
  const { cluster } = clusterOf({}, pools);
  assert.deepEqual(
    cluster.nodes.map(({ id, podName, isBroker, isController }) => [id, podName, isBroker, isController]),
    [
      [0, "orders-brokers-0", true, false],
      [1, "orders-brokers-1", true, false],
      [2, "orders-controllers-2", false, true],
      [3, "orders-controllers-3", false, true],
      [4, "orders-controllers-4", false, true],
    ],
  );
  assert.equal(cluster.image, "apache/kafka:4.3.1");
  assert.equal(cluster.metadataVersion, "4.3-IV0");
  assert.deepEqual(cluster.initialControllers, [2, 3, 4]);
});

test("what formed the quorum is remembered, whoever votes by now", () => {
  const podSets = [{ metadata: { name: "orders-nodes", annotations: { "millrace.io/initial-controllers": "[0,1]" } } }];
  assert.deepEqual(clusterOf({}, undefined, podSetFacts(podSets)).cluster.initialControllers, [0, 1]);
});

/** What is declared, and what stands against it. */
const refusals: Readonly<Record<string, readonly [message: string, RegExp]>> = {
  "a version that is unknown": [
    refused({ version: "3.9.0" }),
    /^UnsupportedKafkaVersionException .*3\.9\.0 is not supported; expected one of 4\.2\.0, .*4\.3\.1$/,
  ],
  "metadata that is unknown": [
    refused({ metadataVersion: "9.9" }),
    /no version 9\.9 of the metadata; expected one from 3\.3-IV3 to 4\.3-IV0/,
  ],
  "metadata newer than Kafka": [
    refused({ version: "4.2.1", metadataVersion: "4.3" }),
    /Kafka 4\.2\.1 has metadata up to 4\.2-IV1, got 4\.3/,
  ],
  "a downgrade below the metadata": [
    refused({ version: "4.2.1" }, undefined, { metadataVersion: "4.3-IV0" }),
    /metadata is of version 4\.3-IV0, and Kafka 4\.2\.1 reads no newer/,
  ],
  "no pool": [refused({}, []), /^InvalidResourceException .*no KafkaNodePool belongs to this Kafka/],
  "no controller": [refused({}, [pool("a", { roles: ["broker"] })]), /no KafkaNodePool of this Kafka has the role controller/],
  "no broker": [refused({}, [pool("a", { roles: ["controller"] })]), /no KafkaNodePool of this Kafka has the role broker/],
  "pools without replicas": [refused({}, [pool("a", { replicas: 0 })]), /has the role broker and at least one of replicas/],
  "pools that claim the same id": [
    refused({}, [pool("a", {}, { nodeIds: [0, 1, 2] }), pool("b", {}, { nodeIds: [2, 3, 4] })]),
    /node pools a, b: node 2 is in several places/,
  ],
  "more replicas than brokers": [
    refused({ config: { "default.replication.factor": 5 } }),
    /expected at most 3, as many as brokers are declared, got 5/,
  ],
  "a forbidden setting": [refused({ config: { listeners: "PLAINTEXT://:9092" } }), /forbidden: settings that begin with "listeners"/],
  "a reserved provider": [refused({ config: { "config.providers": "env,strimzifile" } }), /strimzifile is the operator's/],
  "a dot in a pool's name": [refused({}, [pool("a.b")]), /KafkaNodePool a\.b: expected no dot/],
  "names that get too long": [refused({}, [pool("p".repeat(60))]), /would have 69 characters, and Kubernetes takes at most 63/],
  "more requested than allowed": [
    refused({}, [pool("a", { resources: { requests: { memory: "2Gi" }, limits: { memory: "1024Mi" } } })]),
    /requests\.memory to be at most limits\.memory, got 2Gi and 1024Mi/,
  ],
  "no memory at all": [
    refused({}, [pool("a", { resources: { limits: { memory: 0 } } })]),
    /limits\.memory: expected a quantity above 0, got 0/,
  ],
  "a size that is none": [
    refused({}, [pool("a", { storage: { type: "persistent-claim", size: "big" } })]),
    /size: expected a quantity above 0, got big/,
  ],
  "a host that is missing": [
    refused(
      outside({
        type: "ingress",
        configuration: { bootstrap: { host: "kafka.example" }, brokers: [{ broker: 0, host: "kafka-0.example" }] },
      }),
    ),
    /outside of type ingress needs a host for broker 1.*\n.*for broker 2/,
  ],
  "a port that is none": [
    refused(outside({ configuration: { advertisedPortTemplate: "{nodeId} / 2" } })),
    /"\{nodeId\} \/ 2" gives none for broker 0/,
  ],
  "a port out of range": [refused(outside({ configuration: { advertisedPortTemplate: "65534 + {nodeId}" } })), /gives 65536 for broker 2/],
  "logging from nowhere": [
    refused({ logging: { type: "external" } }),
    /^InvalidConfigurationException .*logging\.valueFrom\.configMapKeyRef needs a name/,
  ],
  "a label of the operator's": [
    refused({ template: { pod: { metadata: { labels: { "strimzi.io/name": "mine" } } } } }),
    /template\.pod\.metadata\.labels: strimzi\.io\/name is the operator's/,
  ],
  "a volume of the operator's": [
    refused({ template: { pod: { volumes: [{ name: "data-0", emptyDir: {} }] } } }),
    /the volume data-0 is the operator's/,
  ],
  "a mount over Kafka's own files": [
    refused({ template: { kafkaContainer: { volumeMounts: [{ name: "mine", mountPath: "/opt/kafka/libs" }] } } }),
    /\/opt\/kafka\/libs is not below \/mnt/,
  ],
};

for (const [name, [message, expected]] of Object.entries(refusals)) test(`refused: ${name}`, () => assert.match(message, expected));

test("a setting of a single listener that is declared may be given", () => {
  clusterOf({ config: { "listener.name.plain-9092.max.connections": 10 } });
  assert.match(refused({ config: { "listener.name.other-9092.max.connections": 10 } }), /there is no listener "other-9092"/);
});

const claim = (size: string, more: Partial<Storage> = {}): Storage => ({ type: "persistent-claim", size, ...more });
const jbod = (...sizes: readonly string[]): Storage => ({
  type: "jbod",
  volumes: sizes.map((size, id) => ({ type: "persistent-claim", size, id })),
});

function storageAfter(current: Storage, desired: Storage) {
  const podSets = [{ metadata: { name: "orders-nodes", annotations: { "strimzi.io/storage": JSON.stringify(current) } } }];
  const { pools } = clusterOf({}, [pool("nodes", { storage: desired })], podSetFacts(podSets)).cluster;
  const [{ storage, warnings } = { storage: undefined, warnings: [] }] = pools;
  return { storage, warning: warnings.map(({ reason, message }) => `${reason} ${message}`).join("\n") };
}

test("storage may grow, get volumes and lose them", () => {
  for (const [current, desired] of [
    [claim("1Gi"), claim("1.5Gi", { deleteClaim: true, volumeAttributesClass: "fast" })],
    [jbod("1Gi"), jbod("1Gi", "2Gi")],
    [jbod("1Gi", "2Gi"), jbod("1024Mi")],
    [{ ...claim("1Gi"), kraftMetadata: "shared" } as const, claim("1Gi")],
  ] as const) {
    assert.deepEqual(storageAfter(current, desired), { storage: desired, warning: "" });
  }
});

test("storage that can't become what is declared stays as it is, and a warning says why", () => {
  for (const [current, desired, why] of [
    [claim("2Gi"), claim("1Gi"), /^KafkaStorage .*nodes stays as it is: the size can't shrink from 2Gi to 1Gi\.$/],
    [claim("1Gi"), { type: "ephemeral" }, /the type can't change from persistent-claim to ephemeral/],
    [claim("1Gi"), jbod("1Gi"), /its type can't change from persistent-claim to jbod/],
    [claim("1Gi"), claim("1Gi", { class: "slow" }), /the class can't change from none to slow/],
    [
      jbod("1Gi", "2Gi"),
      { type: "jbod", volumes: [{ id: 1, type: "persistent-claim", size: "2Gi" }] },
      /metadata can't move from data-0 to data-1/,
    ],
    [jbod("1Gi", "3Gi"), jbod("1Gi", "2Gi"), /the size of volume 1 can't shrink from 3Gi to 2Gi/],
  ] as const) {
    const { storage, warning } = storageAfter(current, desired);
    assert.deepEqual(storage, current);
    assert.match(warning, why);
  }
});

test("a volume that is to go stays with all the storage as long as a log directory on it holds replicas", () => {
  const [current, desired] = [jbod("1Gi", "2Gi"), jbod("1Gi")];
  const podSets = [{ metadata: { name: "orders-nodes", annotations: { "strimzi.io/storage": JSON.stringify(current) } } }];
  const at = (id: number) => `/var/lib/kafka/data-1/kafka-log${id}`;
  const poolOf = (...held: readonly string[]) => {
    const facts = { ...podSetFacts(podSets), held: { ...nobodyHeld, directories: new Set(held) } };
    return clusterOf({}, [pool("nodes", { storage: desired }, { nodeIds: [0, 1, 2] })], facts).cluster.pools[0];
  };
  const held = poolOf(`1:${at(1)}`);
  assert.deepEqual([held?.storage, held?.leaving.directories], [current, [{ brokerId: 1, path: at(1) }]]);
  assert.match(held?.warnings[0]?.message ?? "", /stays as it is: .*data-1\/kafka-log1 of node 1 still holds replicas of partitions\.$/);
  assert.deepEqual([poolOf()?.storage, poolOf()?.leaving.directories], [desired, []]);
});

test("nodes that hold something stay, and so do their roles", () => {
  const shrinking = pool("nodes", { replicas: 2, roles: ["controller"] }, { nodeIds: [0, 1, 2] });
  const { cluster } = clusterOf({}, [shrinking, pool("others", { roles: ["broker"] })], {
    held: { ...nobodyHeld, replicas: new Set([2]), voters: new Set([2]) },
  });
  const [kept] = cluster.pools;
  assert.deepEqual(
    kept?.nodes.map(({ id, isBroker, isController }) => [id, isBroker, isController]),
    [
      [0, true, true],
      [1, true, true],
      [2, true, true],
    ],
  );
  assert.match(kept?.warnings[0]?.message ?? "", /keeps 3 nodes instead of 2: node 2 still holds replicas/);
  assert.match(kept?.warnings[1]?.message ?? "", /keeps the role broker: node 2 still holds/);
  assert.ok(
    kept?.nodes.every(({ votes }) => votes),
    "what can't go for its replicas' sake goes on voting",
  );
});

test("a pool's template replaces the Kafka's of the same name, whole", () => {
  const labels = (name: string) => ({ metadata: { labels: { name } } });
  const template = { pod: { ...labels("kafka"), priorityClassName: "high" }, podSet: labels("kafka") };
  const { cluster } = clusterOf({ template }, [pool("nodes", { template: { pod: labels("pool") } })]);
  assert.deepEqual(cluster.pools[0]?.templates, { podSet: labels("kafka"), pod: labels("pool") });
});

test("of Cruise Control only what starts rebalances by itself counts", () => {
  const warned = (cruiseControl: NonNullable<Kafka["spec"]["cruiseControl"]>): boolean => {
    const { kafka, nodePools } = small();
    const declared = { kafka: { ...kafka, spec: { ...kafka.spec, cruiseControl } }, nodePools };
    const result = kafkaCluster(declared, noFacts, settings);
    return result.type === "cluster" && result.warnings.some(({ reason }) => reason === "CruiseControlNotUsed");
  };
  const autoRebalance = [{ mode: "remove-brokers" }] as const;
  assert.deepEqual([warned({ autoRebalance }), warned({}), warned({ autoRebalance, config: {} })], [false, false, true]);
});

test("warnings tell what works, but not as anybody would want it", () => {
  const reasons = (kafka: KafkaPart, pools?: readonly KafkaNodePool[]): readonly string[] =>
    clusterOf(kafka, pools).warnings.map(({ reason }) => reason);
  const sound = { "default.replication.factor": 3, "min.insync.replicas": 2 };
  assert.deepEqual(reasons({ config: sound }), []);
  assert.deepEqual(reasons({}), ["KafkaDefaultReplicationFactor", "KafkaMinInsyncReplicas"]);
  assert.deepEqual(reasons({}, [pool("nodes", { replicas: 1 })]), ["KafkaStorage", "KafkaStorage"]);
  assert.deepEqual(reasons({ config: { "min.insync.replicas": 1, "default.replication.factor": 1 } }, [pool("nodes", { replicas: 2 })]), [
    "KafkaKRaftControllerNodeCount",
  ]);
  assert.deepEqual(reasons({ config: sound, metadataVersion: "4.2" }), ["KafkaMetadataVersion"]);
  assert.deepEqual(reasons({ config: { ...sound, "inter.broker.protocol.version": "3.9" } }), ["KafkaInterBrokerProtocolVersionInKRaft"]);
  const plugin = { "client.quota.callback.class": "com.example.Quotas" };
  assert.deepEqual(reasons({ config: { ...sound, ...plugin }, quotas: { type: "strimzi" } }), ["QuotasPluginConflict"]);
});
