import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Canaries, kafkaKind, nodePoolKind, WatchedKafkas } from "@millrace/controllers";
import { type Clock, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";

/** Does a hundred times as often what a canary does every so often. */
const hurried: Clock = { ...systemClock, every: (periodMs, task) => systemClock.every(periodMs / 100, task) };

const topic = "__strimzi_canary";
const metadata = { namespace: "canaries", name: "sung" };

let surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
let client: KubeClient;
let canaries: Canaries;

/** Sum of what one metric tells. */
const told = (name: string, suffix = ""): number | undefined => {
  const family = canaries.metrics().find((each) => each.name === `strimzi_canary_${name}`);
  return family?.samples.filter((sample) => sample.suffix === suffix).reduce((sum, { value }) => sum + value, 0);
};

async function annotate(annotations: Record<string, string>): Promise<void> {
  const kafka = await client.get(kafkaKind, metadata);
  assert.ok(kafka);
  await client.update(kafkaKind, { ...kafka, metadata: { ...kafka.metadata, annotations } });
}

const isThere = async (): Promise<boolean> => (await surroundings.broker.admin.listTopics()).some(({ name }) => name === topic);

before(async () => {
  surroundings = await embeddedSurroundings();
  const { transport, address, opened } = surroundings;
  client = new KubeClient({ transport });
  const common = { client, clock: systemClock, random: systemRandom, logger: silentLogger };
  const addressOf = () => address;
  const watched = opened.add(new WatchedKafkas({ ...common, addressOf }));
  canaries = opened.add(new Canaries({ ...common, clock: hurried, watched, addressOf }));
  await client.create(
    { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false },
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: metadata.namespace },
    },
  );
  const listeners = [{ name: "plain", port: 9092, type: "internal", tls: false }] as Kafka["spec"]["kafka"]["listeners"];
  await client.create(kafkaKind, { apiVersion: kafkaKind.apiVersion, kind: "Kafka", metadata, spec: { kafka: { listeners } } });
  const pool = {
    apiVersion: nodePoolKind.apiVersion,
    kind: "KafkaNodePool" as const,
    metadata: { ...metadata, labels: { "strimzi.io/cluster": "sung" } },
  };
  const spec = { replicas: 1, roles: ["broker" as const, "controller" as const], storage: { type: "ephemeral" as const } };
  await client.create(nodePoolKind, { ...pool, spec });
  await client.apply(nodePoolKind, { ...pool, status: { nodeIds: [0], roles: ["broker", "controller"] } } as never, {
    fieldManager: "test",
    subresource: "status",
  });
  await Promise.all([watched.nodePools.start(), watched.kafkas.start()]);
});

after(() => surroundings.opened.close());

test("a Kafka without the annotation has none", async () => {
  assert.deepEqual(canaries.metrics(), []);
  assert.equal(await isThere(), false);
});

test("records are sent to each broker and read, and connections tried", async () => {
  await annotate({ "millrace.io/canary": "true" });
  await eventually(
    "records are read, and a connection is made",
    () => (told("records_consumed_total") ?? 0) > 2 && (told("connection_total") ?? 0) > 0,
  );
  assert.equal(told("records_produced_failed_total"), 0);
  assert.equal(told("connection_error_total"), 0);
  assert.equal(told("records_consumed_latency", "_count"), told("records_consumed_total"));
  assert.equal(told("topic_creation_failed_total"), 0);
  const consumed = canaries.metrics().find(({ name }) => name === "strimzi_canary_records_consumed_total");
  const labels = { namespace: "canaries", strimzi_io_cluster: "sung", clientid: "strimzi-canary-client", partition: "0" };
  assert.deepEqual(
    consumed?.samples.map((sample) => sample.labels),
    [labels],
  );
});

test("its topic comes back when somebody deletes it, and records with it", { timeout: 60_000 }, async () => {
  await surroundings.broker.admin.deleteTopics([topic]);
  await eventually("there is the topic again", isThere);
  const before = told("records_consumed_total") ?? 0;
  await eventually("records are read again", () => (told("records_consumed_total") ?? 0) > before + 2);
});

test("a broker that is down shows as failures, and as none once it is back", { timeout: 60_000 }, async () => {
  const { broker } = surroundings;
  await broker.stop();
  await eventually(
    "records and connections fail",
    () =>
      (told("records_produced_failed_total") ?? 0) > 0 &&
      (told("connection_error_total") ?? 0) > 0 &&
      (told("topic_describe_cluster_error_total") ?? 0) > 0,
  );
  await broker.startAgain();
  const before = told("records_consumed_total") ?? 0;
  await eventually("records are read again", () => (told("records_consumed_total") ?? 0) > before + 2);
  const failures = told("records_produced_failed_total");
  const sent = told("records_produced_total") ?? 0;
  await eventually("more records were sent", () => (told("records_produced_total") ?? 0) > sent + 2);
  assert.equal(told("records_produced_failed_total"), failures);
});

test("without the annotation it is gone again, and with the Kafka", async () => {
  await annotate({});
  await eventually("nothing is told", () => canaries.metrics().length === 0);
  await annotate({ "millrace.io/canary": "true" });
  await eventually("it sings again", () => (told("records_consumed_total") ?? 0) > 0);
  await client.delete(kafkaKind, metadata);
  await eventually("nothing is told", () => canaries.metrics().length === 0);
});
