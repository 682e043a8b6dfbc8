import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kafka } from "@millrace/resources";
import { whenTaken } from "../../src/settings/index.ts";

const modes = { threads: "cluster-wide", protocols: "per-broker", partitions: "read-only", "metric.reporters": "cluster-wide" } as const;
const listeners = [{ name: "plain", port: 9092, type: "internal", tls: false }] as const;

function taken(name: string, kafka: Partial<Kafka["spec"]["kafka"]> = {}): string {
  const declared: Kafka = {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "Kafka",
    metadata: { name: "k" },
    spec: { kafka: { listeners, ...kafka } },
  };
  return whenTaken(declared, name, (setting) => modes[setting as keyof typeof modes]);
}

test("settings are taken while brokers run, when they open a listener, or when they start", () => {
  assert.equal(taken("threads"), "running");
  assert.equal(taken("threads", { config: { threads: `\${env:THREADS}` } }), "start");
  assert.equal(taken("metric.reporters"), "start");
  assert.equal(taken("protocols"), "opening");
  assert.equal(taken("partitions"), "start");
  assert.equal(taken("listener.name.plain-9092.max.connections"), "running");
  assert.equal(taken("listener.name.plain-9092.connections.max.reauth.ms"), "start");
});

test("what Kafka does not know is read by plug-ins, where there are any", () => {
  assert.equal(taken("mine"), "never");
  const plugIns: ReadonlyArray<Partial<Kafka["spec"]["kafka"]>> = [
    { authorization: { type: "custom", authorizerClass: "Mine" } },
    { quotas: { type: "strimzi" } },
    { tieredStorage: { type: "custom" } },
    { metricsConfig: { type: "strimziMetricsReporter" } },
    { listeners: [{ ...listeners[0], authentication: { type: "custom" } }] },
    ...["client.quota.callback.class", "create.topic.policy.class.name", "metric.reporters", "config.providers"].map((name) => ({
      config: { [name]: "Mine" },
    })),
  ];
  for (const kafka of plugIns) assert.equal(taken("mine", kafka), "plug-in", JSON.stringify(kafka));
});
