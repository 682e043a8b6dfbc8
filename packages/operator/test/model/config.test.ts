import assert from "node:assert/strict";
import { test } from "node:test";
import type { JvmOptions, Kafka } from "@millrace/resources";
import {
  agentProblems,
  clusterSettings,
  type KafkaCluster,
  kafkaCluster,
  missingTexts,
  nodeObjects,
  podSetFacts,
} from "../../src/index.ts";
import { agentConfig } from "../../src/model/config/agent.ts";
import { defaultQuotas } from "../../src/model/config/default-quotas.ts";
import { dynamicSettingNames, dynamicSettings } from "../../src/model/config/dynamic-settings.ts";
import { jvmVariables } from "../../src/model/config/jvm.ts";
import { loggingConfig } from "../../src/model/config/logging.ts";
import { sectionText } from "../../src/model/config/properties.ts";
import { portFromTemplate } from "../../src/model/listeners/port-template.ts";
import { amountOf } from "../../src/model/quantities.ts";
import { noFacts, pool, settings, small } from "./declared.ts";

function clusterOf(kafka: Partial<Kafka["spec"]["kafka"]> = {}, pools = [pool("nodes")]): KafkaCluster {
  const result = kafkaCluster(small(kafka, pools), noFacts, settings);
  assert.ok(result.type === "cluster");
  return result.cluster;
}

const noTexts = new Map<string, string>();
const certificates = {
  ...{ clusterCaCertGeneration: 0, clusterCaKeyGeneration: 0, clientsCaCertGeneration: 0 },
  trustedKeys: { clusterCa: ["c1"], clientsCa: ["u1"] },
  ...{ serverCertHashes: new Map<string, string>(), listenerCertThumbprints: new Map<string, string>() },
};

test("quantities are counted as Kubernetes counts them", () => {
  const amounts = { "1": 1, "500m": 0.5, "1Gi": 2 ** 30, "1.5G": 1.5e9, "2e3": 2000, "1E": 1e18, "12Ki": 12288, ".5": 0.5, "1k": 1000 };
  for (const [text, amount] of Object.entries(amounts)) assert.equal(amountOf(text), amount, text);
  for (const text of ["", "Gi", "1GB", "1 Gi", "one", "0x1"]) assert.equal(amountOf(text), undefined, text);
});

test("ports follow from templates", () => {
  const ports = { "9000 + {nodeId}": 9007, "90{nodeId}": 907, "(1+{nodeId})*2 - 3": 13, "9100": 9100, "10 - 3 - 2": 5, "1 + 2 * 3": 7 };
  for (const [template, port] of Object.entries(ports)) assert.equal(portFromTemplate(template, 7), port, template);
  for (const template of ["", "{nodeId", "9000 +", "9000 / 2", "-1", "(1", "1)", "a", "1 2", "9e3", `${"(".repeat(50)}1${")".repeat(50)}`])
    assert.equal(portFromTemplate(template, 7), undefined, template);
});

test("a Java program reads properties as they were meant", () => {
  const settings = { "a.b": "x\\y", "with space": " led", c: "two\nlines" };
  assert.equal(sectionText({ title: "T", settings }), "# T\na.b=x\\\\y\nwith\\ space=\\ led\nc=two\\nlines\n\n");
  assert.equal(sectionText({ title: "T", settings: {} }), "");
});

/** What JVM options, and memory, make of the heap and of the rest. */
const jvms: Readonly<Record<string, readonly [JvmOptions | undefined, string | undefined, heap: string, performance?: string]>> = {
  "nothing said": [undefined, undefined, "-Xms128M"],
  "half of the memory": [undefined, "2Gi", "-Xms1073741824 -Xmx1073741824"],
  "but not more than 5 GiB": [undefined, "64Gi", "-Xms5368709120 -Xmx5368709120"],
  "the least alone": [{ "-Xms": "1g" }, undefined, "-Xms1g"],
  "the least, and half of the memory": [{ "-Xms": "1g" }, "4Gi", "-Xms1g -Xmx2147483648"],
  "the most": [{ "-Xmx": "3g" }, "4Gi", "-Xmx3g"],
  "a share": [
    { "-XX": { MaxRAMPercentage: "70", InitialRAMPercentage: "50" } },
    "4Gi",
    "-XX:InitialRAMPercentage=50 -XX:MaxRAMPercentage=70",
  ],
  "more options": [
    { "-XX": { UseZGC: "true", UseG1GC: "False", UnlockExperimentalVMOptions: "true", MaxGCPauseMillis: "5" } },
    undefined,
    "-Xms128M",
    "-XX:+UnlockExperimentalVMOptions -XX:MaxGCPauseMillis=5 -XX:-UseG1GC -XX:+UseZGC",
  ],
};

for (const [name, [jvmOptions, memory, heap, performance]] of Object.entries(jvms)) {
  test(`JVM options: ${name}`, () => {
    const resources = memory === undefined ? {} : { resources: { limits: { memory } } };
    const [nodes] = clusterOf({}, [pool("nodes", { ...(jvmOptions && { jvmOptions }), ...resources })]).pools;
    assert.ok(nodes !== undefined);
    const variables = Object.fromEntries(jvmVariables(nodes).map(({ name: variable, value }) => [variable, value]));
    assert.equal(variables.KAFKA_HEAP_OPTS, heap);
    assert.equal(variables.KAFKA_JVM_PERFORMANCE_OPTS, performance);
  });
}

test("levels are set inline, or all of the logging comes from a ConfigMap, and both are read again", () => {
  const inline = loggingConfig(clusterOf({ logging: { type: "inline", loggers: { "rootLogger.level": "WARN" } } }), noTexts);
  assert.match(inline, /^rootLogger\.level=WARN$/m);
  assert.match(inline, /^monitorInterval=30$/m);
  const external = { type: "external", valueFrom: { configMapKeyRef: { name: "logging", key: "file" } } } as const;
  const logged = (text: string) => loggingConfig(clusterOf({ logging: external }), new Map([["logging/file", text]]));
  assert.equal(logged("rootLogger.level = ERROR"), "rootLogger.level = ERROR\nmonitorInterval=30\n");
  assert.equal(logged("monitorInterval = 5\n"), "monitorInterval = 5\n");
});

const metricsConfig = { type: "jmxPrometheusExporter", valueFrom: { configMapKeyRef: { name: "metrics", key: "rules" } } } as const;

test("the agent's own rules stand before the user's, whose MBeans are widened by what they need", () => {
  const config = (text: string) => JSON.parse(agentConfig(clusterOf({ metricsConfig }), new Map([["metrics/rules", text]])));
  const { rules, lowercaseOutputName, includeObjectNames } = config(
    "lowercaseOutputName: true\nrules: [{pattern: .*}]\nincludeObjectNames: ['a:*']",
  );
  assert.equal(rules.length, 3);
  assert.deepEqual(rules.at(-1), { pattern: ".*" });
  assert.equal(lowercaseOutputName, true);
  assert.deepEqual(includeObjectNames.at(-1), "a:*");
  assert.equal(config("").rules.length, 2);
  assert.equal(config("").includeObjectNames, undefined);
});

test("a configuration of the agent that is none is told, and so is one that is missing", () => {
  const cluster = clusterOf({ metricsConfig });
  const told = (text: string) => agentProblems(cluster, new Map([["metrics/rules", text]])).join();
  assert.equal(told("rules: []"), "");
  assert.match(told("rules: {"), /^the ConfigMap of spec\.kafka\.metricsConfig can't be used: line 1: /);
  assert.match(told("just text"), /expected a configuration of the Prometheus JMX exporter/);
  assert.match(told("rules: {a: b}"), /expected a configuration/);
  assert.deepEqual(missingTexts(cluster, noTexts), ["spec.kafka.metricsConfig: there is no ConfigMap metrics with the entry rules"]);
  assert.deepEqual(missingTexts(cluster, new Map([["metrics/rules", ""]])), []);
});

test("what the operator keeps in StrimziPodSets it finds there again", () => {
  const cluster = clusterOf();
  const podSets = nodeObjects(cluster, { addresses: new Map(), texts: noTexts, certificates }).filter(
    ({ kind }) => kind === "StrimziPodSet",
  );
  const facts = podSetFacts(podSets);
  assert.deepEqual(facts.initialControllers, [0, 1, 2]);
  assert.deepEqual([...facts.storage], [["orders-nodes", { type: "ephemeral" }]]);
  const broken = { metadata: { name: "x", annotations: { "strimzi.io/storage": "{", "millrace.io/initial-controllers": '"0"' } } };
  assert.deepEqual(podSetFacts([broken]), { storage: new Map(), initialControllers: undefined });
});

test("how many replicas have to be in sync is said for the whole cluster, and taken back when it is no longer said", () => {
  assert.deepEqual(clusterSettings(clusterOf({ config: { "min.insync.replicas": 2 } })), { "min.insync.replicas": "2" });
  assert.deepEqual(clusterSettings(clusterOf()), { "min.insync.replicas": "1" });
});

test("quotas of the type kafka are defaults of all users, by Kafka's names; others are none", () => {
  const quotas = { type: "kafka", consumerByteRate: 2000, controllerMutationRate: 0.5 } as const;
  assert.deepEqual(defaultQuotas(clusterOf({ quotas })), { consumer_byte_rate: 2000, controller_mutation_rate: 0.5 });
  assert.deepEqual(defaultQuotas(clusterOf({ quotas: { ...quotas, type: "strimzi" } })), {});
  assert.deepEqual(defaultQuotas(clusterOf()), {});
});

type PodSet = { readonly spec: { readonly pods: readonly { readonly metadata: { readonly annotations: Record<string, string> } }[] } };

function annotations(cluster: KafkaCluster): Record<string, string> {
  const podSet = nodeObjects(cluster, { addresses: new Map(), texts: noTexts, certificates }).at(-1) as unknown as PodSet;
  return podSet.spec.pods[0]?.metadata.annotations ?? {};
}

const hashOf = (kafka: Partial<Kafka["spec"]["kafka"]>) => annotations(clusterOf(kafka))["strimzi.io/configuration-hash"];

/** Annotations of the first pod whose values a change of the declaration changes. */
function changed(kafka: Partial<Kafka["spec"]["kafka"]>, nodes = pool("nodes")): readonly string[] {
  const [before, after] = [annotations(clusterOf()), annotations(clusterOf(kafka, [nodes]))];
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}

const restarting = ["strimzi.io/configuration-hash", "strimzi.io/revision"];
const taken = ["millrace.io/dynamic-configuration-hash"];
const fromEnvironment = `\${env:THREADS}`;

test("pods are replaced for what they can't take otherwise, and for nothing else", () => {
  assert.deepEqual(changed({}), []);
  assert.deepEqual(changed({ logging: { type: "inline", loggers: { "rootLogger.level": "WARN" } } }), []);
  assert.deepEqual(changed({ config: { "min.insync.replicas": 2 } }), []);
  assert.deepEqual(changed({ config: { "num.partitions": 4 } }), restarting);
  assert.deepEqual(changed({}, pool("nodes", { resources: { limits: { cpu: 2 } } })), ["strimzi.io/resource-revision"]);
  assert.deepEqual(changed({ image: "other" }), ["strimzi.io/revision"]);
});

test("what Kafka takes for all brokers while they run replaces no pod; what it takes for single listeners that are opened later does", () => {
  for (const config of [{ "num.io.threads": 4 }, { "log.retention.ms": 1000 }, { "listener.name.plain-9092.max.connections": 5 }])
    assert.deepEqual(changed({ config }), taken, JSON.stringify(config));
  const limited = { name: "plain", port: 9092, type: "internal", tls: false, configuration: { maxConnectionCreationRate: 9 } } as const;
  assert.deepEqual(changed({ listeners: [limited] }), taken);
  for (const config of [{ "ssl.enabled.protocols": "TLSv1.3" }, { "num.io.threads": fromEnvironment }, { "metric.reporters": "own" }])
    assert.deepEqual(changed({ config }), restarting, JSON.stringify(config));
});

test("what Kafka does not know replaces pods where a plug-in might read it, and only there", () => {
  const unknown = { "own.setting": "=1", "a=b": 2, "#c": 3 };
  assert.deepEqual(changed({ config: unknown }), []);
  for (const plugIn of [{ "client.quota.callback.class": "Own" }, { "config.providers": "own" }])
    assert.notDeepEqual(hashOf({ config: { ...plugIn, ...unknown } }), hashOf({ config: plugIn }), JSON.stringify(plugIn));
  const authorization = { type: "custom", authorizerClass: "Own" } as const;
  assert.notDeepEqual(hashOf({ authorization, config: unknown }), hashOf({ authorization }));
});

test("what is looked after while brokers run has a value where it is declared", () => {
  const cluster = clusterOf({
    config: { "num.io.threads": 4, "log.retention.ms": fromEnvironment, "num.partitions": 2, "min.insync.replicas": 2 },
  });
  assert.deepEqual(dynamicSettings(cluster), { "num.io.threads": "4" });
  const names = dynamicSettingNames(cluster);
  for (const name of ["num.io.threads", "log.roll.ms", "listener.name.plain-9092.max.connections"]) assert.ok(names.includes(name), name);
  for (const name of ["log.retention.ms", "min.insync.replicas", "ssl.protocol", "leader.replication.throttled.rate", "cordoned.log.dirs"])
    assert.ok(!names.includes(name), name);
});
