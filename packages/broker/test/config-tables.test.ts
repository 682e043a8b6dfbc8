import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  brokerConfigs,
  type ConfigDef,
  type ConfigTable,
  clientMetricsConfigs,
  dynamicConfigs,
  groupConfigs,
  topicConfigs,
  type Validator,
} from "@millrace/configs";
import { brokerConfigOf } from "../src/config/broker-config.ts";
import { settle } from "../src/config/settings.ts";
import { groupSynonym, topicSynonyms } from "../src/config/synonyms.ts";

type Fact = [name: string, type: string, defaultText: string | null, importance: string, valid: string | null, update: string];
interface Facts {
  readonly topicSynonyms: Record<string, string>;
  readonly groupSynonyms: Record<string, string | null>;
  readonly topics: Fact[];
  readonly brokers: Fact[];
  readonly dynamicOnly: Fact[];
  readonly groups: Fact[];
}

const dynamicOnlyConfigs: ConfigTable = new Map([...dynamicConfigs].filter(([name]) => !brokerConfigs.has(name)));

const facts: Facts = JSON.parse(readFileSync(new URL("fixtures/config-facts.json", import.meta.url), "utf8"));

/** Checked by Kafka, but of no consequence here: addresses of controllers, and a class name that may not be null. */
const uncheckedHere = ["controller.quorum.voters", "controller.quorum.bootstrap.servers", "authorizer.class.name"];

function validText(validator: Validator | null): string | null {
  switch (validator?.kind) {
    case undefined:
      return null;
    case "range":
      return validator.max === Number.POSITIVE_INFINITY ? `[${validator.min},...]` : `[${validator.min},...,${validator.max}]`;
    case "oneOf":
      return `${validator.anyCase ? "(case insensitive) " : ""}[${validator.values.join(", ")}]`;
    case "list":
      return validator.values.length === 0 ? "" : `[${validator.values.join(", ")}]`;
    case "nonEmpty":
      return "non-empty string";
    case "gzipLevel":
      return "[1,...,9] or -1";
    case "throttledReplicas":
      return "[partitionId]:[brokerId],[partitionId]:[brokerId],...";
    case "autoOffsetReset":
      return "[latest, earliest, by_duration:PnDTnHnMn.nS]";
  }
}

function factOf({ name, type, defaultText, importance, validator, update }: ConfigDef, theirs: Fact | undefined): Fact {
  const valid = uncheckedHere.includes(name) ? (theirs?.[4] ?? null) : validText(validator);
  return [name, type, defaultText === undefined ? "<none>" : defaultText, importance, valid, update];
}

for (const [title, table, theirs] of [
  ["topic", topicConfigs, facts.topics],
  ["broker", brokerConfigs, facts.brokers],
  ["dynamic", dynamicOnlyConfigs, facts.dynamicOnly],
  ["group", groupConfigs, facts.groups],
] as [string, ConfigTable, Fact[]][]) {
  test(`the ${title} configs are Apache Kafka 4.3.1's, in its order`, () => {
    const ours = [...table.values()].map((def, at) => factOf(def, theirs[at]));
    assert.deepEqual(ours, theirs);
  });
}

test("the synonyms of topic and group configs are Kafka's", () => {
  const first = Object.fromEntries(Object.entries(topicSynonyms).map(([name, synonyms]) => [name, synonyms[0]?.name]));
  assert.deepEqual(first, facts.topicSynonyms);
  for (const [name, synonym] of Object.entries(facts.groupSynonyms)) assert.equal(groupSynonym(name) ?? null, synonym, name);
  for (const { name } of Object.values(topicSynonyms).flat()) assert.ok(brokerConfigs.has(name), name);
});

test("what a running broker takes is Kafka's list", () => {
  const theirs = [...facts.dynamicOnly, ...facts.brokers].filter(
    ([, , , , , update]) => update === "cluster-wide" || update === "per-broker",
  );
  assert.deepEqual(
    [...dynamicConfigs.keys()],
    theirs.map(([name]) => name),
  );
});

const everyDef = [topicConfigs, brokerConfigs, dynamicOnlyConfigs, groupConfigs, clientMetricsConfigs].flatMap((table) => [
  ...table.values(),
]);

test("each config is documented, in sentences, and says so if it has no effect", () => {
  for (const { name, documentation, works } of everyDef) {
    assert.match(documentation, /^[A-Z`].{9,}\.$/s, name);
    assert.equal(documentation.includes("Has no effect here: "), !works, name);
    assert.doesNotMatch(documentation, /\.\./, name);
  }
});

/** What listeners with TLS read, each for itself. */
const tlsConfigs = [
  ...["type", "location", "password", "key", "certificate.chain"].map((part) => `ssl.keystore.${part}`),
  ...["type", "location", "password", "certificates"].map((part) => `ssl.truststore.${part}`),
  ...["key.password", "client.auth", "principal.mapping.rules", "allow.dn.changes", "allow.san.changes"].map((part) => `ssl.${part}`),
  ...["protocol", "enabled.protocols", "cipher.suites"].map((part) => `ssl.${part}`),
];

test("a broker config has an effect exactly if the broker reads it, or topics or the start do", () => {
  const startOptions = [
    "authorizer.class.name",
    "broker.id",
    "node.id",
    "listeners",
    "advertised.listeners",
    "log.dir",
    "log.dirs",
    "listener.security.protocol.map",
  ];
  const saslOptions = [
    "connection.failed.authentication.delay.ms",
    "connections.max.reauth.ms",
    "sasl.enabled.mechanisms",
    "sasl.jaas.config",
    "sasl.oauthbearer.clock.skew.seconds",
    "sasl.oauthbearer.expected.audience",
    "sasl.oauthbearer.expected.issuer",
    "sasl.oauthbearer.jwks.endpoint.refresh.ms",
    "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
    "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
    "sasl.oauthbearer.jwks.endpoint.url",
    "sasl.oauthbearer.scope.claim.name",
    "sasl.oauthbearer.sub.claim.name",
    "sasl.server.callback.handler.class",
    "sasl.server.max.receive.size",
  ];
  const { settings } = settle({ nodeId: 0, staticProperties: {}, clusterOverrides: {}, brokerOverrides: {} });
  const fields = new Set(Object.keys(brokerConfigOf(settings)));
  const camelCase = (name: string) => name.replace(/\.(.)/g, (_, letter: string) => letter.toUpperCase());
  const read = new Set([
    ...[...brokerConfigs.keys()].filter((name) => fields.has(camelCase(name))),
    ...startOptions,
    ...saslOptions,
    ...tlsConfigs,
  ]);
  for (const [topicConfig, synonyms] of Object.entries(topicSynonyms)) {
    if (topicConfigs.get(topicConfig)?.works) for (const { name } of synonyms) read.add(name);
  }
  for (const { name, works } of groupConfigs.values()) {
    const bounds = ["min", "max"].map((side) => `group.${name.replace(".num.", ".").replace(".", `.${side}.`)}`);
    if (works) for (const bound of bounds) if (brokerConfigs.has(bound)) read.add(bound);
  }
  const working = [...brokerConfigs.values()].filter(({ works }) => works).map(({ name }) => name);
  assert.deepEqual(working.sort(), [...read].sort());
});
