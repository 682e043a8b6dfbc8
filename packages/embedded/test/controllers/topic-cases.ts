import assert from "node:assert/strict";
import { events } from "@millrace/kube";
import { topicFinalizer } from "@millrace/plans";
import { eventually } from "../client/running-broker.ts";
import { type Cluster, deleteNamespace, kafkas, type TopicStage, topics } from "./topic-stage.ts";

interface Case {
  readonly name: string;
  /** In a namespace of its own, with a Kafka. */
  readonly run: (cluster: Cluster, stage: TopicStage) => Promise<void>;
}

const unmanaged = { "strimzi.io/managed": "false" };
const paused = { "strimzi.io/pause-reconciliation": "true" };

/** What Strimzi's Topic Operator does, on any API server and any Kafka. */
export const topicCases: readonly Case[] = [
  {
    name: "a topic is created, and said to be ready once Kafka has it",
    async run(cluster) {
      await cluster.create("orders", { partitions: 3, config: { "retention.ms": 1000, "cleanup.policy": ["compact", "delete"] } });
      const { status, metadata } = await cluster.comesTo("orders", /^Ready True$/);
      const topic = await cluster.inKafka("orders");
      assert.deepEqual(topic?.config, { "retention.ms": "1000", "cleanup.policy": "compact,delete" });
      assert.equal(topic?.partitions, 3);
      assert.equal(status?.topicId, topic?.topicId);
      assert.equal(status?.topicName, cluster.kafkaName("orders"));
      assert.deepEqual(metadata.finalizers, [topicFinalizer]);
      await eventually("it is told", async () => (await reasonsOf(cluster)).includes("TopicCreated"));
    },
  },
  {
    name: "what is left out is up to the brokers",
    async run(cluster) {
      await cluster.create("orders");
      await cluster.comesTo("orders", /^Ready True$/);
      assert.deepEqual(await cluster.inKafka("orders").then((topic) => [topic?.partitions, topic?.config]), [1, {}]);
    },
  },
  {
    name: "a topic is changed: more partitions, settings set and reset",
    async run(cluster) {
      await cluster.create("orders", { partitions: 1, config: { "retention.ms": 1000, "segment.bytes": 1048576 } });
      await cluster.comesTo("orders", /^Ready True$/);
      await cluster.patch("orders", { spec: { partitions: 4, config: { "retention.ms": 2000, "segment.bytes": null } } });
      await cluster.comesTo("orders", /^Ready True$/);
      const topic = await cluster.inKafka("orders");
      assert.deepEqual([topic?.partitions, topic?.config], [4, { "retention.ms": "2000" }]);
      await eventually("it is told", async () => (await reasonsOf(cluster)).includes("TopicChanged"));
    },
  },
  {
    name: "integers beyond 2^53 stay what they are",
    async run(cluster) {
      await cluster.create("orders", { config: { "flush.messages": 9223372036854775807n, "retention.bytes": "9223372036854775806" } });
      await cluster.comesTo("orders", /^Ready True$/);
      const config = { "flush.messages": "9223372036854775807", "retention.bytes": "9223372036854775806" };
      assert.deepEqual((await cluster.inKafka("orders"))?.config, config);
    },
  },
  {
    name: "drift is reverted on the next pass",
    async run(cluster, { admin }) {
      await cluster.create("orders", { config: { "retention.ms": 1000 } });
      await cluster.comesTo("orders", /^Ready True$/);
      const resource = { type: "topic" as const, name: cluster.kafkaName("orders") };
      const changes = [
        { name: "retention.ms", operation: "set" as const, value: "5" },
        { name: "segment.bytes", operation: "set" as const, value: "1048576" },
      ];
      await admin.incrementalAlterConfigs([{ ...resource, changes }]);
      await eventually("it is reverted", async () => {
        const topic = await cluster.inKafka("orders");
        return topic !== undefined && JSON.stringify(topic.config) === JSON.stringify({ "retention.ms": "1000" });
      });
    },
  },
  {
    name: "a topic that was deleted in Kafka comes back with another id",
    async run(cluster, { admin }) {
      await cluster.create("orders");
      const before = await cluster.comesTo("orders", /^Ready True$/);
      await admin.deleteTopics([cluster.kafkaName("orders")]);
      await eventually("it has a new id", async () => {
        const { topicId } = (await cluster.get("orders"))?.status ?? {};
        return topicId !== undefined && topicId !== before.status?.topicId && topicId === (await cluster.inKafka("orders"))?.topicId;
      });
    },
  },
  {
    name: "an unmanaged topic is left alone, and managed from when it says so",
    async run(cluster) {
      await cluster.create("orders", { annotations: unmanaged });
      const { status, metadata } = await cluster.comesTo("orders", /^Unmanaged True$/);
      assert.deepEqual([status?.topicName, status?.topicId, metadata.finalizers], [undefined, undefined, undefined]);
      assert.equal(await cluster.inKafka("orders"), undefined);
      await cluster.annotate("orders", { "strimzi.io/managed": null });
      await cluster.comesTo("orders", /^Ready True$/);
      await cluster.annotate("orders", unmanaged);
      assert.equal((await cluster.comesTo("orders", /^Unmanaged True$/)).status?.topicName, undefined);
      await cluster.delete("orders");
      await cluster.goes("orders");
      assert((await cluster.inKafka("orders")) !== undefined, "what is unmanaged stays in Kafka");
    },
  },
  {
    name: "a paused topic stays as it is until it is no longer paused",
    async run(cluster) {
      await cluster.create("orders", { partitions: 1, annotations: paused });
      assert.equal((await cluster.comesTo("orders", /^ReconciliationPaused True$/)).status?.topicName, cluster.kafkaName("orders"));
      assert.equal(await cluster.inKafka("orders"), undefined);
      await cluster.annotate("orders", { "strimzi.io/pause-reconciliation": null });
      await cluster.comesTo("orders", /^Ready True$/);
      await cluster.annotate("orders", paused);
      await cluster.patch("orders", { spec: { partitions: 3 } });
      await cluster.comesTo("orders", /^ReconciliationPaused True$/);
      assert.equal((await cluster.inKafka("orders"))?.partitions, 1);
      await cluster.delete("orders");
      await cluster.goes("orders");
      assert.equal(await cluster.inKafka("orders"), undefined);
    },
  },
  {
    name: "fewer partitions and another name are not supported, and the rest is done",
    async run(cluster) {
      await cluster.create("orders", { partitions: 3 });
      await cluster.comesTo("orders", /^Ready True$/);
      await cluster.patch("orders", { spec: { partitions: 2, config: { "retention.ms": 7 } } });
      const { status } = await cluster.comesTo("orders", /^Ready False NotSupported: Decreasing partitions not supported$/);
      const topic = await cluster.inKafka("orders");
      assert.deepEqual([topic?.partitions, topic?.config, status?.topicId], [3, { "retention.ms": "7" }, topic?.topicId]);
      await cluster.patch("orders", { spec: { partitions: 3, topicName: `${cluster.namespace}-other` } });
      const renamed = await cluster.comesTo("orders", /^Ready False NotSupported: Changing spec.topicName is not supported$/);
      assert.equal(renamed.status?.topicName, cluster.kafkaName("orders"));
      assert.equal(await cluster.inKafka("other"), undefined);
      await cluster.patch("orders", { spec: { topicName: cluster.kafkaName("orders") } });
      await cluster.comesTo("orders", /^Ready True$/);
      await eventually("it is told", async () => (await reasonsOf(cluster)).includes("NotSupported"));
    },
  },
  {
    name: "of two with the same topic the older has it, and the other when that has gone",
    async run(cluster) {
      await cluster.create("first", { topicName: cluster.kafkaName("orders"), partitions: 1 });
      await cluster.comesTo("first", /^Ready True$/);
      await cluster.create("second", { topicName: cluster.kafkaName("orders"), partitions: 2 });
      const message = `Managed by Ref\\{namespace='${cluster.namespace}', name='first'\\}`;
      const { metadata } = await cluster.comesTo("second", new RegExp(`^Ready False ResourceConflict: ${message}$`));
      assert.equal(metadata.finalizers, undefined);
      await cluster.delete("first");
      await cluster.goes("first");
      await cluster.comesTo("second", /^Ready True$/);
      assert.equal((await cluster.inKafka("orders"))?.partitions, 2);
    },
  },
  {
    name: "what Kafka refuses is told, and no other topic waits for it",
    async run(cluster) {
      await cluster.create("bad", { config: { "retention.ms": "soon" } });
      await cluster.create("unknown", { config: { "no.such.setting": 1 } });
      await cluster.create("large", { replicas: 9 });
      await cluster.create("odd", { config: { "retention.ms": { a: 1 } } });
      await cluster.create("good");
      await cluster.comesTo("good", /^Ready True$/);
      await cluster.comesTo("bad", /^Ready False KafkaError: INVALID_CONFIG: .*soon/);
      await cluster.comesTo("unknown", /^Ready False KafkaError: INVALID_CONFIG: /);
      await cluster.comesTo("large", /^Ready False KafkaError: INVALID_REPLICATION_FACTOR: /);
      await cluster.comesTo("odd", /^Ready False InternalError: Invalid value for topic config 'retention.ms': \{"a":1\}$/);
      await cluster.patch("bad", { spec: { config: { "retention.ms": "1" } } });
      await cluster.comesTo("bad", /^Ready True$/);
      await eventually("it is told", async () => (await reasonsOf(cluster)).includes("KafkaError"));
    },
  },
  {
    name: "more replicas than there are brokers are refused, and fewer partitions",
    async run(cluster) {
      await cluster.create("more", { partitions: 2, replicas: 1 });
      await cluster.comesTo("more", /^Ready True$/);
      await cluster.patch("more", { spec: { replicas: 9 } });
      await cluster.comesTo(
        "more",
        /^Ready False NotSupported: Replication factor change not supported, but required for partitions \[0, 1\]: 9 replicas/,
      );
      await cluster.patch("more", { spec: { replicas: 1, partitions: 1 } });
      await cluster.comesTo("more", /^Ready False NotSupported: Decreasing partitions not supported$/);
    },
  },
  {
    name: "what holds moves of replicas back is left alone, and every other setting that is not declared is taken away",
    async run(cluster, stage) {
      await cluster.create("moved", { config: { "retention.ms": 1000 } });
      await cluster.comesTo("moved", /^Ready True$/);
      const changes = [
        { name: "leader.replication.throttled.replicas", operation: "set" as const, value: "0:0" },
        { name: "max.message.bytes", operation: "set" as const, value: "5000" },
      ];
      await stage.admin.incrementalAlterConfigs([{ type: "topic", name: cluster.kafkaName("moved"), changes }]);
      const config = { "leader.replication.throttled.replicas": "0:0", "retention.ms": "1000" };
      await eventually(
        "the other one is taken away",
        async () => (await cluster.inKafka("moved"))?.config["max.message.bytes"] === undefined,
      );
      assert.deepEqual((await cluster.inKafka("moved"))?.config, config);
    },
  },
  {
    name: "settings that get in Cruise Control's way are warned of",
    async run(cluster) {
      await cluster.create("orders", { config: { "leader.replication.throttled.replicas": "*" } });
      const property = "leader.replication.throttled.replicas";
      await cluster.comesTo("orders", new RegExp(`^Ready True; Warning True InvalidConfig: Property ${property} may conflict`));
    },
  },
  {
    name: "a deleted topic goes from Kafka first",
    async run(cluster) {
      await cluster.create("orders");
      await cluster.comesTo("orders", /^Ready True$/);
      await cluster.delete("orders");
      await cluster.goes("orders");
      assert.equal(await cluster.inKafka("orders"), undefined);
    },
  },
  {
    name: "a topic that nobody looks after says so, and is looked after as soon as somebody does",
    async run(cluster) {
      await cluster.create("orders", { labels: {} });
      await cluster.create("lost", { labels: { "strimzi.io/cluster": "elsewhere" } });
      await cluster.comesTo("orders", /^Ready False NoCluster: The label strimzi.io\/cluster is missing/);
      await cluster.comesTo("lost", /^Ready False NoCluster: There is no Kafka elsewhere/);
      assert.equal(await cluster.inKafka("orders"), undefined);
      await cluster.patch("orders", { metadata: { labels: { "strimzi.io/cluster": "cluster" } } });
      await cluster.comesTo("orders", /^Ready True$/);
      const name = { namespace: cluster.namespace, name: "cluster" };
      await cluster.client.patch(kafkas, name, { spec: { entityOperator: null } }, { type: "merge" });
      await cluster.comesTo("orders", /^Ready False NoTopicOperator: /);
      await cluster.client.patch(kafkas, name, { spec: { entityOperator: { topicOperator: {} } } }, { type: "merge" });
      await cluster.comesTo("orders", /^Ready True$/);
    },
  },
  {
    name: "no topic waits for a Kafka that is gone, and the topic stays in Kafka",
    async run(cluster) {
      await cluster.create("orders");
      await cluster.comesTo("orders", /^Ready True$/);
      await cluster.deleteKafka();
      await cluster.comesTo("orders", /^Ready False NoCluster: /);
      await cluster.delete("orders");
      await cluster.goes("orders");
      assert((await cluster.inKafka("orders")) !== undefined);
    },
  },
  {
    name: "a namespace goes with all its topics",
    async run(cluster) {
      for (const name of ["a", "b", "c"]) await cluster.create(name);
      for (const name of ["a", "b", "c"]) await cluster.comesTo(name, /^Ready True$/);
      await deleteNamespace(cluster.client, cluster.namespace);
      for (const name of ["a", "b", "c"]) await cluster.goes(name);
    },
  },
  {
    name: "a pass that finds nothing to do writes nothing",
    async run(cluster, { controller }) {
      await cluster.create("orders", { partitions: 2, config: { "cleanup.policy": "compact, delete", "retention.ms": 604800000 } });
      await cluster.create("bad", { config: { "retention.ms": "soon" } });
      await cluster.comesTo("orders", /^Ready True$/);
      await cluster.comesTo("bad", /^Ready False/);
      const versions = async () => (await cluster.client.list(topics, cluster)).items.map(({ metadata }) => metadata.resourceVersion);
      const before = await versions();
      const passes = () =>
        controller.metrics().find(({ name }) => name === "strimzi_reconciliations_periodical_total")?.samples[0]?.value ?? 0;
      const from = passes();
      await eventually("there were two more passes", () => passes() >= from + 2 && controller.isIdle);
      assert.deepEqual(await versions(), before);
    },
  },
  {
    name: "a status that somebody else writes is put right",
    async run(cluster) {
      await cluster.create("orders");
      const { status } = await cluster.comesTo("orders", /^Ready True$/);
      const name = { namespace: cluster.namespace, name: "orders" };
      await cluster.client.patch(topics, name, { status: { topicId: "another" } }, { type: "merge", subresource: "status" });
      await eventually("it is right again", async () => (await cluster.get("orders"))?.status?.topicId === status?.topicId);
    },
  },
  {
    name: "a Kafka that is gone holds no topic, and has its topics again when it comes again",
    async run(cluster) {
      await cluster.create("orders");
      const { metadata, status } = await cluster.comesTo("orders", /^Ready True$/);
      assert.deepEqual((await cluster.get("orders"))?.metadata.finalizers, [topicFinalizer]);
      await cluster.deleteKafka();
      await cluster.comesTo("orders", /^Ready False NoCluster: /);
      assert.deepEqual((await cluster.get("orders"))?.metadata.finalizers, undefined);
      await cluster.createKafka();
      const again = await cluster.comesTo("orders", /^Ready True$/);
      assert.deepEqual([again.metadata.uid, again.status?.topicId], [metadata.uid, status?.topicId]);
      assert.deepEqual((await cluster.get("orders"))?.metadata.finalizers, [topicFinalizer]);
    },
  },
];

async function reasonsOf(cluster: Cluster): Promise<readonly string[]> {
  return (await cluster.client.list(events, cluster)).items.map(({ reason }) => reason);
}
