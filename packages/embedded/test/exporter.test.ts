import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type Admin, Consumer, openAdmin, Producer } from "@millrace/client";
import { exportedOf, exporterFamilies, exporterPatterns, viewKafka } from "@millrace/controllers";
import { silentLogger } from "@millrace/kit";
import { checkPlatform, type Platform, startPlatform } from "../src/index.ts";
import { eventually } from "./client/running-broker.ts";
import { platformText } from "./documents.ts";

const root = mkdtempSync(join(tmpdir(), "millrace-exporter-test-"));
const kafkaExporter = {
  topicRegex: "^(orders|__consumer_offsets)",
  topicExcludeRegex: "old$",
  groupRegex: "readers|gone",
  showAllOffsets: true,
};

/** Lines of samples, in any order: the broker's own, and what a client of it finds. */
const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => /^kafka_(brokers?|topic|consumergroup)/.test(line))
    .toSorted();

describe("Kafka Exporter's metrics", () => {
  let platform: Platform;
  let admin: Admin;
  let consumer: Consumer;

  after(async () => {
    // What a test that failed half-way leaves would keep this process alive.
    await consumer?.close();
    await admin?.close();
    await platform?.close();
    rmSync(root, { recursive: true, force: true });
  });

  const fromOutside = async (more: object = {}): Promise<string> => {
    const patterns = exporterPatterns({ spec: { kafka: { listeners: [] }, kafkaExporter: { ...kafkaExporter, ...more } } } as never);
    const families = exporterFamilies(await viewKafka(admin, await exportedOf(patterns)), {});
    const lines = families.flatMap(({ name, samples }) =>
      samples.map(({ labels, value }) => {
        const written = Object.entries(labels).map(([label, of]) => `${label}="${of}"`);
        return `${name}${written.length === 0 ? "" : `{${written.join()}}`} ${value}`;
      }),
    );
    return lines.join("\n");
  };

  test("a client tells of a Kafka what the embedded broker tells of itself", { timeout: 60_000 }, async () => {
    const text = platformText({ orders: { partitions: 3 }, "orders-old": {}, other: {} }, { kafkaExporter, storage: "ephemeral" });
    const { platform: declared } = checkPlatform([{ file: "t.yaml", text }]);
    assert.ok(declared);
    platform = await startPlatform({ platform: declared, directory: root, port: 0, metricsPort: 0, logger: silentLogger });
    const bootstrapServers = platform.endpoints[0]?.bootstrapServers ?? "";
    admin = openAdmin({ bootstrapServers });
    const producer = new Producer({ bootstrapServers });
    for (const topic of ["orders", "orders-old", "other"])
      await Promise.all([0, 1].map(() => producer.send({ topic, partition: 0, value: "record" })));
    await producer.send({ topic: "orders", partition: 1, value: "record" });
    await producer.close();
    const committed = [
      { topic: "orders", partition: 0, offset: 1 },
      { topic: "other", partition: 0, offset: 1 },
    ];
    for (const group of ["gone", "others"]) await admin.alterGroupOffsets(group, committed);
    consumer = new Consumer({ bootstrapServers, groupId: "readers", offsetReset: "earliest" });
    await consumer.subscribe(["orders"]);
    await consumer.next();
    await consumer.commit();
    await eventually("both tell the same", async () => {
      const own = await (await fetch(platform.metricsUrl ?? "")).text();
      return linesOf(own).join("\n") === linesOf(await fromOutside()).join("\n");
    });
    const lines = linesOf(await fromOutside());
    assert.ok(lines.includes('kafka_consumergroup_lag{consumergroup="gone",topic="orders",partition="0"} 1'));
    assert.ok(lines.includes('kafka_consumergroup_lag{consumergroup="gone",topic="orders",partition="1"} -1'));
    assert.ok(lines.includes('kafka_consumergroup_lag_sum{consumergroup="gone",topic="orders"} 1'));
    assert.ok(lines.includes('kafka_consumergroup_members{consumergroup="readers"} 1'));
    assert.ok(lines.some((line) => line.includes("__consumer_offsets")));
    assert.deepEqual(
      lines.filter((line) => /"(?:other|others|orders-old)"/.test(line)),
      [],
    );
    const withMembers = linesOf(await fromOutside({ showAllOffsets: false }));
    assert.ok(withMembers.some((line) => line.startsWith('kafka_consumergroup_lag{consumergroup="readers"')));
    assert.deepEqual(
      withMembers.filter((line) => line.includes('"gone"')),
      ['kafka_consumergroup_members{consumergroup="gone"} 0'],
    );
  });
});
