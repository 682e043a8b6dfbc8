import assert from "node:assert/strict";
import { test } from "node:test";
import { Exporters, kafkaKind, WatchedKafkas } from "@millrace/controllers";
import { type Clock, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";

/** Looks a hundred times as often. */
const hurried: Clock = { ...systemClock, every: (periodMs, task) => systemClock.every(periodMs / 100, task) };

test("Kafkas that ask for it are told of while they can be reached", { timeout: 60_000 }, async (context) => {
  const { transport, address, broker, opened } = await embeddedSurroundings();
  context.after(() => opened.close());
  const client = new KubeClient({ transport });
  const common = { client, clock: systemClock, random: systemRandom, logger: silentLogger };
  const watched = opened.add(new WatchedKafkas({ ...common, addressOf: () => address }));
  const reached = new Set(["told"]);
  const isReached = ({ metadata }: Kafka) => reached.has(metadata.name);
  const exporters = opened.add(new Exporters({ watched, isReached, clock: hurried, logger: silentLogger }));
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "exported" } };
  await client.create({ apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false }, namespace);
  const listeners: Kafka["spec"]["kafka"]["listeners"] = [{ name: "plain", port: 9092, type: "internal", tls: false }];
  const declare = (name: string, more: Partial<Kafka["spec"]>) =>
    client.create(kafkaKind, {
      ...{ apiVersion: kafkaKind.apiVersion, kind: "Kafka" as const, metadata: { namespace: "exported", name } },
      spec: { kafka: { listeners }, ...more },
    });
  await declare("told", { kafkaExporter: {} });
  await declare("unknown", { kafkaExporter: {} });
  await declare("silent", {});
  await watched.kafkas.start();
  const clusters = () =>
    exporters.metrics().flatMap(({ name, samples }) => (name === "kafka_brokers" ? samples.map(({ labels }) => labels) : []));
  await eventually("one is told of", () => clusters().length > 0);
  assert.deepEqual(clusters(), [{ namespace: "exported", strimzi_io_cluster: "told" }]);
  reached.add("unknown");
  await eventually("two are told of", () => clusters().length === 2);
  await broker.stop();
  await eventually("nothing is told of what can't be reached", () => exporters.metrics().length === 0);
  await broker.startAgain();
  await eventually("both are told of again", () => clusters().length === 2);
  await client.delete(kafkaKind, { namespace: "exported", name: "told" });
  await eventually("one is told of", () => clusters().length === 1);
});
