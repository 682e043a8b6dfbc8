import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { kafkaKind, secretKind } from "@millrace/controllers";
import { version } from "@millrace/kit";
import { platformText } from "../documents.ts";
import { conditionsOf, Directories, RunningPlatform } from "./running-platform.ts";

const directories = new Directories();
const secured = { name: "tls", port: 19_393, type: "internal", tls: true };

describe("the status of a Kafka in this process", () => {
  after(() => directories.remove());

  test("tells where it is reached and what it is, and the pool's of its node", async () => {
    const running = await RunningPlatform.start(directories.next(), platformText({}));
    const { clusterId, endpoints } = running.platform;
    const bootstrapServers = endpoints[0]?.bootstrapServers ?? "";
    const kafka = await running.kafka();
    const { conditions, ...facts } = kafka.status ?? {};
    assert.deepEqual(facts, {
      observedGeneration: 1,
      clusterId,
      kafkaVersion: "4.3.1",
      kafkaMetadataVersion: "4.3-IV0",
      operatorLastSuccessfulVersion: version,
      kafkaNodePools: [{ name: "node" }],
      listeners: [{ name: "plain", addresses: [{ host: "127.0.0.1", port: Number(bootstrapServers.split(":")[1]) }], bootstrapServers }],
    });
    assert.deepEqual(conditionsOf(kafka), ["Ready=True"]);
    assert.ok(conditions?.[0]?.lastTransitionTime);
    const [pool] = await running.pools();
    assert.deepEqual(pool?.status, {
      observedGeneration: 1,
      nodeIds: [0],
      clusterId,
      roles: ["controller", "broker"],
      replicas: 1,
      labelSelector: "strimzi.io/cluster=test,strimzi.io/name=test-kafka,strimzi.io/kind=Kafka,strimzi.io/pool-name=node",
    });
    await running.close();
  });

  test("warns of what takes effect otherwise than declared", async () => {
    const config = { "default.replication.factor": 3, "min.insync.replicas": 2 };
    const running = await RunningPlatform.start(directories.next(), platformText({}, { config, replicas: 3 }));
    const kafka = await running.kafka();
    assert.deepEqual(conditionsOf(kafka), ["Ready=True", "Warning=True SingleNode", "Warning=True SingleNode"]);
    const [pool] = await running.pools();
    assert.equal(pool?.status?.replicas, 1);
    assert.match(pool?.status?.conditions?.[0]?.message ?? "", /^spec\.replicas is 3 and takes effect as 1/);
    await running.close();
  });

  test("has the certificates of listeners with TLS, and is the same after the next start", async () => {
    const directory = directories.next();
    const text = platformText({}, { listeners: [secured] });
    const first = await RunningPlatform.start(directory, text);
    const before = await first.kafka();
    assert.match(before.status?.listeners?.[1]?.certificates?.[0] ?? "", /^-----BEGIN CERTIFICATE-----/);
    const port = Number(first.platform.endpoints[0]?.bootstrapServers.split(":")[1]);
    await first.close();
    const second = await RunningPlatform.start(directory, text, { port });
    const again = await second.kafka();
    assert.deepEqual(again.status, before.status);
    assert.equal(again.metadata.resourceVersion, before.metadata.resourceVersion, "nothing was written");
    await second.close();
  });

  test("the node is of the first pool by name, for its certificate as for statuses, in whatever order files have them", async () => {
    const text = platformText({}, { listeners: [secured] });
    const [, pool = ""] = text.split("\n---\n");
    const second = pool.replace('"name":"node"', '"name":"a-brokers"').replace('["controller","broker"]', '["broker"]');
    const third = pool.replace('"name":"node"', '"name":"a-controllers"').replace('["controller","broker"]', '["controller"]');
    const running = await RunningPlatform.start(directories.next(), [text, second, third].join("\n---\n"));
    assert.deepEqual(
      (await running.pools()).map(({ metadata, status }) => [metadata.name, status?.nodeIds]),
      [
        ["a-brokers", [0]],
        ["a-controllers", []],
        ["node", []],
      ],
    );
    const { items } = await running.client.list(secretKind);
    assert.ok(items.some(({ metadata }) => metadata.name === "test-a-brokers-0"));
    await running.close();
  });

  test("a second Kafka is refused, and says so in its status and in an event", async () => {
    const running = await RunningPlatform.start(directories.next(), platformText({}));
    const { apiVersion, kind, spec } = await running.kafka();
    await running.client.create(kafkaKind, { apiVersion, kind, spec, metadata: { namespace: "default", name: "other" } });
    const other = await running.settled(1, "other");
    assert.deepEqual(conditionsOf(other), ["NotReady=True NotSupported"]);
    assert.deepEqual(await running.eventsOf("other"), ["Warning NotSupported"]);
    await running.close();
  });

  test("a Kafka that is paused is left as it is, and says so", async () => {
    const running = await RunningPlatform.start(directories.next(), platformText({}));
    const annotations = { "strimzi.io/pause-reconciliation": "true" };
    const name = { namespace: "default", name: "test" };
    await running.client.patch(kafkaKind, name, { metadata: { annotations } }, { type: "merge" });
    await running.until((kafka) => conditionsOf(kafka).join() === "ReconciliationPaused=True");
    const without = { "strimzi.io/pause-reconciliation": null };
    await running.client.patch(kafkaKind, name, { metadata: { annotations: without } }, { type: "merge" });
    const kafka = await running.until((each) => conditionsOf(each).join() === "Ready=True");
    assert.equal(kafka.status?.clusterId, running.platform.clusterId);
    await running.close();
  });
});
