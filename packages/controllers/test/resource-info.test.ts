import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kafka, KafkaTopic } from "@millrace/resources";
import { resourceInfo } from "../src/resource-info.ts";

const apiVersion = "kafka.strimzi.io/v1";
const kafka = (name: string, status?: Kafka["status"]): Kafka => ({
  ...{ apiVersion, kind: "Kafka", metadata: { namespace: "n", name } },
  spec: { kafka: { listeners: [] } },
  ...(status === undefined ? {} : { status }),
});

test("whether a Kafka is ready is a label, as kube-state-metrics tells it with Strimzi's configuration", () => {
  const conditions = [
    { type: "Ready", status: "True" },
    { type: "Warning", status: "True", reason: "DeprecatedFields" },
  ];
  const status = { conditions, kafkaVersion: "4.3.1", kafkaMetadataVersion: "4.3-IV0", clusterId: "id", observedGeneration: 3 };
  const { name, samples } = resourceInfo("Kafka", [
    kafka("well", status),
    kafka("ill", { conditions: [{ type: "NotReady", status: "True" }] }),
  ]);
  assert.equal(name, "strimzi_kafka_resource_info");
  assert.deepEqual(
    samples.map(({ labels, value }) => [labels.name, labels.ready, labels.warnings, labels.deprecated, labels.kafka_version, value]),
    [
      ["well", "True", "Warning", "Warning", "4.3.1", 1],
      ["ill", "", "", "", "", 1],
    ],
  );
  assert.equal(samples[0]?.labels.exported_namespace, "n");
  assert.equal(samples[0]?.labels.generation, "3");
});

test("a topic that nobody has looked at yet is told without what is not known", () => {
  const topic: KafkaTopic = { apiVersion, kind: "KafkaTopic", metadata: { namespace: "n", name: "t" }, spec: { partitions: 3 } };
  const [sample] = resourceInfo("KafkaTopic", [topic]).samples;
  assert.deepEqual(sample?.labels, {
    ...{ name: "t", exported_namespace: "n", ready: "", warnings: "", deprecated: "", generation: "" },
    ...{ partitions: "3", replicas: "", topicId: "", topicName: "" },
  });
});
