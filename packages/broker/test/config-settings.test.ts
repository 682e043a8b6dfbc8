import assert from "node:assert/strict";
import { test } from "node:test";
import { LogLevels } from "@millrace/kit";
import { logConfigDefaults } from "@millrace/log";
import { incrementalAlterConfigs } from "../src/config/alter.ts";
import { brokerConfigOf } from "../src/config/broker-config.ts";
import { brokerRuleProblems } from "../src/config/broker-rules.ts";
import { describeConfigs } from "../src/config/describe.ts";
import { describeBroker } from "../src/config/describe-broker.ts";
import { identityProperties } from "../src/config/identity.ts";
import type { Overrides } from "../src/config/parse.ts";
import { settle } from "../src/config/settings.ts";
import { logConfigOf, topicConfigRefusal } from "../src/config/topic-settings.ts";

interface Given {
  readonly properties?: Overrides;
  readonly cluster?: Overrides;
  readonly broker?: Overrides;
}

function settled({ properties = {}, cluster = {}, broker = {} }: Given = {}) {
  return settle({ nodeId: 3, staticProperties: properties, clusterOverrides: cluster, brokerOverrides: broker });
}

test("without any properties, logs follow Kafka's defaults", () => {
  const { settings, problems } = settled();
  assert.deepEqual(problems, []);
  assert.deepEqual(logConfigOf(settings, {}), logConfigDefaults);
  assert.deepEqual(brokerRuleProblems(settings), []);
});

test("a topic's override goes before the broker's, that before the cluster's, that before the properties", () => {
  const given = { properties: { "log.retention.hours": "1" }, cluster: { "log.retention.ms": "20" }, broker: { "log.retention.ms": "30" } };
  const retention = (given: Given, overrides: Overrides = {}) => logConfigOf(settled(given).settings, overrides).retentionMs;
  assert.equal(retention(given, { "retention.ms": "40" }), 40);
  assert.equal(retention(given), 30);
  assert.equal(retention({ ...given, broker: {} }), 20);
  assert.equal(retention({ properties: given.properties }), 3_600_000);
});

test("milliseconds go before minutes before hours, except against what was set while running", () => {
  const retention = (given: Given) => logConfigOf(settled(given).settings, {}).retentionMs;
  assert.equal(retention({ properties: { "log.retention.hours": "1", "log.retention.minutes": "2" } }), 120_000);
  assert.equal(retention({ properties: { "log.retention.hours": "1", "log.retention.minutes": "2", "log.retention.ms": "3" } }), 3);
  assert.equal(retention({ properties: { "log.retention.ms": "-7" } }), -1);
  assert.equal(logConfigOf(settled({ properties: { "log.roll.hours": "2" } }).settings, {}).segmentMs, 7_200_000);
});

test("a topic's log follows its configs", () => {
  const { settings } = settled({ properties: { "message.max.bytes": "5000" } });
  const config = logConfigOf(settings, {
    "cleanup.policy": "compact",
    "internal.segment.bytes": "100",
    "compression.type": "zstd",
    "message.timestamp.type": "LogAppendTime",
    "flush.messages": "1",
  });
  assert.equal(config.cleanupDelete, false);
  assert.equal(config.segmentBytes, 100);
  assert.equal(config.compressionType, "zstd");
  assert.equal(config.messageTimestampType, "LogAppendTime");
  assert.equal(config.flushMessages, 1);
  assert.equal(config.maxMessageBytes, 5_000);
});

test("the broker's own configs are typed and named in camelCase", () => {
  const properties = { "num.partitions": "4", "auto.create.topics.enable": "false", "max.connections.per.ip.overrides": "::1:5, host:7" };
  const config = brokerConfigOf(settled({ properties }).settings);
  assert.equal(config.numPartitions, 4);
  assert.equal(config.autoCreateTopicsEnable, false);
  assert.equal(config.deleteTopicEnable, true);
  assert.equal(config.groupInitialRebalanceDelayMs, 3_000);
  assert.equal(config.brokerRack, null);
  assert.deepEqual(
    [...config.maxConnectionsPerIpOverrides],
    [
      ["::1", 5],
      ["host", 7],
    ],
  );
});

test("all wrong properties are named at once, and count as not given", () => {
  const { settings, problems } = settled({ properties: { "num.partitions": "0", "log.segment.bytes": "x", "unknown.to.kafka": "x" } });
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      "Invalid value 0 for configuration num.partitions: Value must be at least 1",
      "Invalid value x for configuration log.segment.bytes: Not a number of type INT",
    ],
  );
  assert.equal(brokerConfigOf(settings).numPartitions, 1);
});

test("properties that contradict one another are found", () => {
  const contradictions: [Overrides, RegExp][] = [
    [{ "log.roll.ms": "0" }, /log\.roll\.ms must be greater than or equal to 1/],
    [{ "log.retention.minutes": "0" }, /log\.retention\.ms must be unlimited/],
    [
      { "group.consumer.session.timeout.ms": "70000" },
      /group\.consumer\.session\.timeout\.ms must be less than or equal to group\.consumer\.max/,
    ],
    [{ "max.connections.per.ip": "0" }, /can be set to zero only if/],
    [{ "max.connections.per.ip.overrides": "a:b" }, /For input string: "b"/],
    [{ "max.connections.per.ip.overrides": "a b:1" }, /contains invalid addresses : a b/],
    [
      { "connections.max.idle.ms": "50" },
      /connection\.failed\.authentication\.delay\.ms=100 should always be less than connections\.max\.idle\.ms=50/,
    ],
    [{ "queued.max.request.bytes": "5" }, /must be larger or equal to socket\.request\.max\.bytes/],
    [{ "group.coordinator.rebalance.protocols": "consumer" }, /classic/],
    [{ "group.consumer.assignors": "constructor" }, /group\.consumer\.assignors may have uniform and range only/],
    [{ "cordoned.log.dirs": "/a", "log.dirs": "/b" }, /Missing entries : \/a/],
  ];
  for (const [properties, message] of contradictions) {
    const { settings, problems } = settled({ properties });
    assert.deepEqual(problems, []);
    const found = brokerRuleProblems(settings);
    assert.equal(found.length, 1, found.join());
    assert.match(found[0] ?? "", message);
  }
});

test("what was set while running and can't be read any more counts as not given", () => {
  const { settings, problems } = settled({ broker: { "log.segment.bytes": "5", "log.retention.ms": "9" } });
  assert.deepEqual(problems, []);
  assert.equal(logConfigOf(settings, {}).segmentBytes, logConfigDefaults.segmentBytes);
  assert.equal(logConfigOf(settings, {}).retentionMs, 9);
});

test("configs with names that every JavaScript object has are as others that nobody knows", () => {
  const names = ["constructor", "__proto__", "toString"];
  const given: Overrides = Object.fromEntries(names.map((name) => [name, "x"]));
  const { settings } = settled({ broker: given });
  const described = describeBroker(settings, { includeSynonyms: true, includeDocumentation: false });
  for (const name of names) {
    const { value, synonyms } = described.find((each) => each.name === name) ?? {};
    assert.deepEqual([value, synonyms], [null, [{ name, value: null, source: 2 }]], name);
  }
});

test("a topic that says nothing is never refused, one that says something is checked with what it inherits", () => {
  const { settings } = settled({ broker: { "log.flush.interval.ms": "-1" } });
  assert.equal(topicConfigRefusal(settings, {}), undefined);
  assert.match(topicConfigRefusal(settings, { "retention.ms": "5" })?.message ?? "", /Invalid value -1 for configuration flush\.ms/);
});

test("names that JavaScript's objects have are no configs", () => {
  const store = {
    settings: settled().settings,
    featureLevel: () => 1,
    logLevels: new LogLevels("info"),
    topicExists: () => true,
    listenerProblem: () => undefined,
    overrides: () => ({}),
  };
  for (const name of ["__proto__", "constructor", "toString"]) {
    const configs = [{ name, configOperation: 0, value: "x" }];
    const [refused] = incrementalAlterConfigs([{ resourceType: 2, resourceName: "t", configs }], store, () => undefined);
    assert.equal(refused?.message, `Unknown topic config name: ${name}`);
    const [taken] = incrementalAlterConfigs([{ resourceType: 4, resourceName: "3", configs }], store, () => undefined);
    assert.deepEqual(taken?.changes, [{ name, value: "x" }]);
  }
});

test("a broker shows what it was started with", () => {
  const listener = {
    name: "PLAIN",
    host: "::1",
    port: 9092,
    advertisedHost: "localhost",
    advertisedPort: 19092,
    securityProtocol: "PLAINTEXT",
  };
  const properties = identityProperties({ nodeId: 3, directory: "/data", listeners: [listener] });
  const { settings, problems } = settled({ properties });
  assert.deepEqual(problems, []);
  const store = {
    settings,
    featureLevel: () => 1,
    logLevels: new LogLevels("info"),
    listenerProblem: () => undefined,
    topicExists: () => false,
    overrides: () => ({}),
  };
  const options = { includeSynonyms: false, includeDocumentation: true };
  const described = describeConfigs({ resourceType: 4, resourceName: "3", configurationKeys: null }, options, store);
  const value = (name: string) => described.configs.find((config) => config.name === name)?.value;
  assert.equal(value("broker.id"), "3");
  assert.equal(value("listeners"), "PLAIN://[::1]:9092");
  assert.equal(value("advertised.listeners"), "PLAIN://localhost:19092");
  assert.equal(value("process.roles"), "broker,controller");
});
