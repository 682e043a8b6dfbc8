import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Consumer, openAdmin, Producer } from "@millrace/client";
import { kafkaKind, nodePoolKind, topicKind, userKind } from "@millrace/controllers";
import { Opened } from "@millrace/kit";
import { type KubeKind, type KubeObject, namespacedKind } from "@millrace/kube";
import { type Kafka, type KafkaNodePool, type KafkaTopic, kinds } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";
import { platformText } from "../documents.ts";
import { conditionsOf, Directories, RunningPlatform } from "./running-platform.ts";

const directories = new Directories();
const namespaceKind: KubeKind<KubeObject> = { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };

/** As somebody's file has it who applies it again. */
function again<T extends KubeObject>({ metadata: { name, namespace, labels }, ...rest }: T): T {
  return { ...rest, status: undefined, metadata: { name, namespace, labels } } as unknown as T;
}

async function started(context: { after(work: () => Promise<void>): void }, text: string) {
  const opened = new Opened();
  context.after(() => opened.close());
  const running = opened.add(await RunningPlatform.start(directories.next(), text));
  const options = { bootstrapServers: running.platform.endpoints[0]?.bootstrapServers ?? "" };
  const topic = (name: string, namespace = "default") => running.client.get(topicKind, { namespace, name });
  const topicSays = async (name: string) => (await topic(name))?.status?.conditions?.[0]?.reason ?? "Ready";
  return { opened, running, options, admin: opened.add(openAdmin({ ...options, operationTimeoutMs: 1_000 })), topic, topicSays };
}

describe("a Kafka that is deleted while its process runs", () => {
  after(() => directories.remove());

  test("is served no more, its topics and users say so and are free to go; applied again it has its data, address and users", async (context) => {
    const user = { apiVersion: kinds.KafkaUser.apiVersion, kind: "KafkaUser" as const };
    const text = platformText({ kept: {}, going: {} }).replace('"topicOperator":{}', '"topicOperator":{},"userOperator":{}');
    const { opened, running, options, admin, topic, topicSays } = await started(context, text);
    const { client, platform } = running;
    const { clusterId } = platform;
    await opened.add(new Producer(options)).send({ topic: "kept", value: "before" });
    for (const name of ["alice", "bob"]) {
      const metadata = { namespace: "default", name, labels: { "strimzi.io/cluster": "test" } };
      await client.create(userKind, { ...user, metadata, spec: { authentication: { type: "scram-sha-512" } } });
    }
    const userSays = async (name: string) => (await client.get(userKind, { namespace: "default", name }))?.status?.conditions?.[0]?.type;
    await eventually("users are ready", async () => (await userSays("alice")) === "Ready" && (await userSays("bob")) === "Ready");
    const kafka = await running.kafka();
    await client.delete(kafkaKind, kafka.metadata);
    await eventually("topics say so", async () => (await topicSays("kept")) === "NoCluster" && (await topicSays("going")) === "NoCluster");
    await eventually("users say so", async () => (await userSays("alice")) === "NotReady" && (await userSays("bob")) === "NotReady");
    await eventually("nothing is served", () => platform.endpoints.length === 0);
    await assert.rejects(admin.listTopics());
    assert.equal((await topic("kept"))?.metadata.finalizers, undefined);
    await client.delete(topicKind, { namespace: "default", name: "going" });
    assert.equal(await topic("going"), undefined, "nobody holds it up");
    await client.delete(userKind, { namespace: "default", name: "bob" });

    await client.create(kafkaKind, again(kafka));
    const { status } = await running.settled(1);
    assert.deepEqual([conditionsOf({ ...kafka, status } as Kafka), status?.clusterId], [["Ready=True"], clusterId]);
    assert.equal(platform.endpoints[0]?.bootstrapServers, options.bootstrapServers);
    await eventually("its topic is ready", async () => (await topicSays("kept")) === "Ready");
    assert.deepEqual(
      (await admin.listTopics()).map(({ name }) => name).filter((name) => !name.startsWith("__")),
      ["going", "kept"],
    );
    const consumer = opened.add(new Consumer(options));
    consumer.assign([{ topic: "kept", partition: 0, from: "earliest" }]);
    assert.equal(String((await consumer.next())?.records[0]?.value), "before");
    await eventually("who was deleted meanwhile has no password any more", async () => {
      const [alice, bob] = await admin.describeUserScramCredentials(["alice", "bob"]);
      return alice?.credentials.length === 1 && (bob?.credentials.length ?? 0) === 0;
    });
    assert.ok((await running.eventsOf()).includes("Normal BrokerStarted"));
  });

  for (const storage of ["deleteClaim", "ephemeral"] as const) {
    test(`its data goes with it where its storage says so: ${storage}`, async (context) => {
      const kept = platformText({ declared: {} }, storage === "ephemeral" ? { storage } : {});
      const { running, admin, topicSays } = await started(context, kept);
      const { client, platform } = running;
      const { clusterId } = platform;
      await admin.createTopics([{ name: "own", partitionCount: 1, replicationFactor: 1 }]);
      const [pool] = await running.pools();
      assert.ok(pool);
      if (storage === "deleteClaim") {
        const { metadata } = await client.patch(
          nodePoolKind,
          pool.metadata,
          { spec: { storage: { deleteClaim: true } } },
          { type: "merge" },
        );
        await eventually("that is taken", async () => (await running.pools())[0]?.status?.observedGeneration === metadata.generation);
      }
      const kafka = await running.kafka();
      await client.delete(kafkaKind, kafka.metadata);
      await eventually("its topic says so", async () => (await topicSays("declared")) === "NoCluster");
      await client.create(kafkaKind, again(kafka));
      await running.settled(1);
      await eventually("its topic is ready", async () => (await topicSays("declared")) === "Ready");
      assert.deepEqual(
        (await admin.listTopics()).map(({ name }) => name),
        ["declared"],
      );
      assert.notEqual(platform.clusterId, clusterId);
    });
  }

  test("goes with its namespace, which waits for no topic, and comes again with it, in whatever order", async (context) => {
    const text = platformText({ a: {}, b: {} }).replaceAll('"name":"test"', '"name":"test","namespace":"shop"');
    const { running, admin, topic } = await started(context, text.replaceAll('"labels"', '"namespace":"shop","labels"'));
    const { client } = running;
    const kafkas = namespacedKind<Kafka>(kinds.Kafka);
    const at = { namespace: "shop", name: "test" };
    const [kafka, pools, topics] = [await client.get(kafkas, at), await running.pools(), (await client.list(topicKind)).items];
    assert.ok(kafka);
    await client.delete(namespaceKind, { name: "shop" });
    await eventually("the namespace is gone", async () => (await client.get(namespaceKind, { name: "shop" })) === undefined);
    assert.equal(await topic("a", "shop"), undefined);
    await eventually("nothing is served", () => running.platform.endpoints.length === 0);
    const create = async <T extends KubeObject>(kind: KubeKind<T>, objects: readonly T[]): Promise<void> => {
      for (const object of objects) await client.create(kind, again(object));
    };
    await client.create(namespaceKind, { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
    await create<KafkaTopic>(topicKind, topics);
    await create<Kafka>(kafkas, [kafka]);
    await eventually("the Kafka misses its pools", async () =>
      conditionsOf((await client.get(kafkas, at)) ?? kafka).some((text) => text.endsWith(" InvalidResourceException")),
    );
    await create<KafkaNodePool>(nodePoolKind, pools);
    await eventually("all is as before", async () => (await topic("b", "shop"))?.status?.conditions?.[0]?.status === "True");
    assert.deepEqual(
      (await admin.listTopics()).map(({ name }) => name),
      ["a", "b"],
    );
  });
});
