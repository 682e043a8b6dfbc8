import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kafka } from "@millrace/resources";
import { exporterWarnings } from "../../src/cluster/exporter-warnings.ts";

const kafka = (kafkaExporter?: Kafka["spec"]["kafkaExporter"]): Kafka => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata: { name: "a" },
  spec: { kafka: { listeners: [] }, ...(kafkaExporter === undefined ? {} : { kafkaExporter }) },
});

test("an expression that RE2 can't read is told, with the field that has it", async () => {
  const [warning, ...others] = await exporterWarnings(kafka({ topicRegex: "(?=ahead)" }));
  assert.deepEqual(others, []);
  assert.equal(warning?.reason, "InvalidKafkaExporter");
  assert.match(warning.message, /^No metrics of topics and groups are told: spec\.kafkaExporter\.topicRegex is no regular expression: /);
});

test("nothing is told of expressions that are some, or of none", async () => {
  assert.deepEqual(await exporterWarnings(kafka({ topicRegex: "^a.*", groupExcludeRegex: "b|c" })), []);
  assert.deepEqual(await exporterWarnings(kafka()), []);
});
