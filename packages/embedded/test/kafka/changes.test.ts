import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, describe, test } from "node:test";
import { type Admin, Consumer, openAdmin, Producer } from "@millrace/client";
import { kafkaKind, nodePoolKind, secretKind } from "@millrace/controllers";
import { Opened } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";
import type { PlatformOptions } from "../../src/index.ts";
import { eventually } from "../client/running-broker.ts";
import { platformText } from "../documents.ts";
import { conditionsOf, Directories, RunningPlatform } from "./running-platform.ts";

const directories = new Directories();

/** Changes settings of the broker. */
const config =
  (settings: Readonly<Record<string, string | number>>) =>
  (spec: Kafka["spec"]): Kafka["spec"] => ({ ...spec, kafka: { ...spec.kafka, config: settings } });

async function settingOf(admin: Admin, name: string): Promise<unknown> {
  const [outcome] = await admin.describeConfigs([{ type: "broker", name: "0" }]);
  return outcome?.entries.find((entry) => entry.name === name)?.value;
}

/** A platform with clients that go on whatever becomes of the broker. */
async function started(
  context: { after(work: () => Promise<void>): void },
  text: string,
  directory = directories.next(),
  more: Partial<PlatformOptions> = {},
) {
  const opened = new Opened();
  context.after(() => opened.close());
  const running = opened.add(await RunningPlatform.start(directory, text, more));
  const bootstrapServers = running.platform.endpoints[0]?.bootstrapServers ?? "";
  const options = { bootstrapServers };
  const admin = opened.add(openAdmin(options));
  const producer = opened.add(new Producer(options));
  const consumer = opened.add(new Consumer(options));
  return { running, admin, producer, consumer, bootstrapServers };
}

describe("changes of a Kafka while it runs", () => {
  after(() => directories.remove());

  test("settings that Kafka takes while it runs are taken so; those that go are reset", async (context) => {
    const { running, admin } = await started(context, platformText({}, { config: { "log.retention.ms": 1000 } }));
    const kafka = await running.edit(config({ "log.retention.ms": 2000, "message.max.bytes": 2048 }));
    assert.deepEqual([conditionsOf(kafka), kafka.status?.observedGeneration], [["Ready=True"], 2]);
    assert.equal(await settingOf(admin, "log.retention.ms"), "2000");
    assert.equal(await settingOf(admin, "message.max.bytes"), "2048");
    await running.edit(config({}));
    assert.equal(await settingOf(admin, "message.max.bytes"), "1048588");
    assert.ok((await running.eventsOf()).every((told) => told === "Normal ConfigAltered"));
  });

  test("for others the broker starts again: clients go on, the data is there, the port is the same", async (context) => {
    const { running, admin, producer, consumer, bootstrapServers } = await started(context, platformText({ a: {} }));
    await producer.send({ topic: "a", value: "before" });
    const kafka = await running.edit(config({ "num.partitions": 3 }));
    assert.deepEqual(conditionsOf(kafka), ["Ready=True"]);
    assert.equal(await settingOf(admin, "num.partitions"), "3");
    assert.equal(running.platform.endpoints[0]?.bootstrapServers, bootstrapServers);
    await producer.send({ topic: "a", value: "after" });
    consumer.assign([{ topic: "a", partition: 0, from: "earliest" }]);
    const values: string[] = [];
    while (values.length < 2) values.push(...((await consumer.next())?.records ?? []).map(({ value }) => String(value)));
    assert.deepEqual(values, ["before", "after"]);
    assert.deepEqual(await running.eventsOf(), ["Normal BrokerRestarted"]);
  });

  test("a listener and what keeps to ACLs come with a start", async (context) => {
    const { running, admin } = await started(context, platformText({}));
    const secured = { name: "tls", port: 19_394, type: "internal" as const, tls: true, authentication: { type: "tls" as const } };
    const kafka = await running.edit((spec) => ({
      ...spec,
      kafka: { ...spec.kafka, listeners: [...spec.kafka.listeners, secured], authorization: { type: "simple", superUsers: ["ANONYMOUS"] } },
    }));
    assert.deepEqual(conditionsOf(kafka), ["Ready=True"]);
    assert.deepEqual(
      kafka.status?.listeners?.map(({ name, certificates = [] }) => [name, certificates.length]),
      [
        ["plain", 0],
        ["tls", 1],
      ],
    );
    assert.deepEqual(await admin.describeAcls(), []);
    const { items } = await running.client.list(secretKind);
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ["test-clients-ca", "test-clients-ca-cert", "test-cluster-ca", "test-cluster-ca-cert", "test-node-0"],
    );
    const plain = await running.edit((spec) => ({ ...spec, kafka: { listeners: spec.kafka.listeners.slice(0, 1) } }));
    assert.equal(plain.status?.listeners?.length, 1);
    await assert.rejects(admin.describeAcls(), /SECURITY_DISABLED|No Authorizer/);
  });

  test("what can't be had is told, and the broker is as it was", async (context) => {
    const { running, admin } = await started(context, platformText({}, { config: { "num.partitions": 2 } }));
    const wrong = await running.edit(config({ "num.partitions": "many", "log.retention.ms": 5 }));
    assert.deepEqual(conditionsOf(wrong), ["NotReady=True InvalidResourceException"]);
    assert.match(wrong.status?.conditions?.[0]?.message ?? "", /^spec\.kafka\.config\["num\.partitions"\]: /);
    assert.equal(wrong.status?.listeners?.length, 1);
    assert.equal(await settingOf(admin, "num.partitions"), "2");
    assert.deepEqual(await running.eventsOf(), ["Warning InvalidResourceException"]);
    const forbidden = await running.edit(config({ "node.id": 7 }));
    assert.deepEqual(conditionsOf(forbidden), ["NotReady=True InvalidResourceException"]);
    const again = await running.edit((spec) => ({ ...spec, kafka: { listeners: spec.kafka.listeners, config: { "num.partitions": 2 } } }));
    assert.deepEqual(conditionsOf(again), ["Ready=True"]);
  });

  test("metrics are told as they are declared now, or no more, and the broker goes on", async (context) => {
    const { running } = await started(context, platformText({ a: {} }), directories.next(), { metricsHost: "127.0.0.83" });
    const { platform } = running;
    assert.equal(platform.metricsUrl, undefined);
    const metrics = async () => (await fetch(platform.metricsUrl ?? "")).text();
    const declare = (metricsConfig: Kafka["spec"]["kafka"]["metricsConfig"], kafkaExporter?: Kafka["spec"]["kafkaExporter"]) =>
      running.edit(({ entityOperator, kafka: { listeners } }) => ({
        kafka: { listeners, ...(metricsConfig && { metricsConfig }) },
        ...(entityOperator && { entityOperator }),
        ...(kafkaExporter && { kafkaExporter }),
      }));
    const all = await declare({ type: "strimziMetricsReporter" });
    assert.deepEqual(conditionsOf(all), ["Ready=True"]);
    assert.equal(platform.metricsUrl, "http://127.0.0.83:9404/metrics");
    assert.match(await metrics(), /^kafka_server_socket_server_metrics_connection_count/m);
    assert.match(await metrics(), /^kafka_log_log_size/m);
    await declare({ type: "strimziMetricsReporter", values: { allowList: ["kafka_log_.*"] } }, { topicRegex: "none" });
    assert.doesNotMatch(await metrics(), /^kafka_server_socket_server_metrics_connection_count/m);
    assert.match(await metrics(), /^kafka_log_log_size/m);
    assert.match(await metrics(), /^strimzi_reconciliations_total/m);
    const wrong = await declare({ type: "strimziMetricsReporter", values: { allowList: ["("] } });
    assert.deepEqual(conditionsOf(wrong), ["NotReady=True InvalidResourceException"]);
    assert.doesNotMatch(await metrics(), /^kafka_server_socket_server_metrics_connection_count/m);
    await declare(undefined);
    assert.equal(platform.metricsUrl, undefined);
    await assert.rejects(fetch("http://127.0.0.83:9404/metrics"));
    assert.ok((await running.eventsOf()).every((told) => !told.includes("BrokerRestarted")));
  });

  test("the sort of storage stays as it is, and that is said of the Kafka and of the pool", async (context) => {
    const { running } = await started(context, platformText({ a: {} }));
    const [pool] = await running.pools();
    assert.ok(pool);
    const change = async (storage: object) => {
      await running.client.patch(nodePoolKind, pool.metadata, { spec: { storage } }, { type: "merge" });
    };
    await change({ type: "ephemeral", size: null });
    await running.until((kafka) => conditionsOf(kafka).join() === "Ready=True,Warning=True KafkaStorage");
    const [warned] = await running.pools();
    assert.match(
      warned?.status?.conditions?.[0]?.message ?? "",
      /^KafkaNodePool node asks for ephemeral storage, and stays with persistent/,
    );
    const kafka = await running.kafka();
    await running.client.delete(kafkaKind, kafka.metadata);
    await eventually("nothing is served", () => running.platform.endpoints.length === 0);
    const { apiVersion, kind, spec, metadata } = kafka;
    await running.client.create(kafkaKind, { apiVersion, kind, spec, metadata: { namespace: "default", name: metadata.name } });
    const again = await running.until((each) => conditionsOf(each).length > 0);
    assert.deepEqual(
      [conditionsOf(again), again.status?.clusterId],
      [["Ready=True", "Warning=True KafkaStorage"], kafka.status?.clusterId],
    );
    await change({ type: "persistent-claim", size: "1Gi" });
    await running.until((each) => conditionsOf(each).join() === "Ready=True");
    assert.equal((await running.pools())[0]?.status?.conditions, undefined);
  });

  test("a port that is taken leaves the broker as it was, until it is free", async (context) => {
    const { running, admin } = await started(context, platformText({}));
    const taken = createServer();
    context.after(async () => void taken.close());
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { readonly port: number };
    const other = { name: "other", port, type: "internal" as const, tls: false };
    const refused = await running.edit((spec) => ({ ...spec, kafka: { listeners: [...spec.kafka.listeners, other] } }));
    assert.deepEqual(conditionsOf(refused), ["NotReady=True NotTaken"]);
    assert.deepEqual(await admin.listTopics(), []);
    await new Promise((resolve) => taken.close(resolve));
    const ready = await running.until((kafka) => conditionsOf(kafka).join() === "Ready=True");
    assert.equal(ready.status?.listeners?.length, 2);
    await eventually("the old door answers", async () => (await admin.listTopics()).length === 0);
  });
});
