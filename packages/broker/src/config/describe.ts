import { clientMetricsConfigs, groupConfigs, topicConfigs } from "@millrace/configs";
import {
  type DescribeConfigsRequestDescribeConfigsResource as Asked,
  type DescribeConfigsResponseDescribeConfigsResourceResult as Described,
  errors,
  type DescribeConfigsResponseDescribeConfigsResult as Result,
} from "@millrace/protocol";
import { invalidRequestText } from "../error-texts.ts";
import { configResourceType } from "../metadata/image.ts";
import { topicNameProblem } from "../metadata/topic-names.ts";
import { clientMetricsSettings } from "./client-metrics-settings.ts";
import { configSource } from "./config-source.ts";
import type { ConfigStore } from "./config-store.ts";
import { describeBroker, describeBrokerDefaults } from "./describe-broker.ts";
import { brokerSynonymEntries, type DescribeOptions, describeEntry } from "./describe-entry.ts";
import { groupSettings } from "./group-settings.ts";
import { parseInteger } from "./java-text.ts";
import { describeLoggers } from "./logger-levels.ts";
import { groupSynonym, topicSynonyms } from "./synonyms.ts";
import { type ConfigRefusal, topicSettings } from "./topic-settings.ts";

/**
 * What DescribeConfigs answers for one resource: all its configs, sorted by name, or those that are asked for; names that don't exist are
 * passed over.
 */
export function describeConfigs(asked: Asked, options: DescribeOptions, store: ConfigStore): Result {
  const { resourceType, resourceName, configurationKeys } = asked;
  const described = describeResource(resourceType, resourceName, options, store);
  if ("error" in described) {
    return { errorCode: described.error.code, errorMessage: described.message, resourceType, resourceName, configs: [] };
  }
  const wanted = configurationKeys === null || configurationKeys.length === 0 ? null : new Set(configurationKeys);
  const configs = described.filter(({ name }) => wanted === null || wanted.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { errorCode: errors.NONE.code, errorMessage: "", resourceType, resourceName, configs };
}

const invalid = (message: string): ConfigRefusal => ({ error: errors.INVALID_REQUEST, message });

function describeResource(type: number, name: string, options: DescribeOptions, store: ConfigStore): Described[] | ConfigRefusal {
  const { settings } = store;
  switch (type) {
    case configResourceType.topic:
      return describeTopic(name, options, store);
    case configResourceType.broker:
      if (name === "") return describeBrokerDefaults(settings, options);
      return otherBroker(name, settings.nodeId, " or empty string,") ?? describeBroker(settings, options);
    case configResourceType.brokerLogger:
      if (name === "") return invalid("Broker id must not be empty");
      return otherBroker(name, settings.nodeId, "") ?? describeLoggers(store.logLevels);
    case configResourceType.clientMetrics:
      return name === "" ? invalid("Client metrics subscription name must not be empty") : describeClientMetrics(name, options, store);
    case configResourceType.group:
      return name === "" ? invalid("Group name must not be empty") : describeGroup(name, options, store);
    default:
      return invalid(invalidRequestText);
  }
}

function otherBroker(name: string, nodeId: number, orElse: string): ConfigRefusal | undefined {
  const id = parseInteger(name, 32);
  if (id === undefined) return invalid(`Broker id must be an integer, but it is: ${name}`);
  return Number(id) === nodeId ? undefined : invalid(`Unexpected broker id, expected ${nodeId}${orElse} but received ${name}`);
}

function describeTopic(topic: string, options: DescribeOptions, store: ConfigStore): Described[] | ConfigRefusal {
  const problem = topicNameProblem(topic);
  if (problem !== undefined) return { error: errors.INVALID_TOPIC_EXCEPTION, message: `Topic name is invalid: ${problem}` };
  if (!store.topicExists(topic)) return { error: errors.UNKNOWN_TOPIC_OR_PARTITION, message: "" };
  const overrides = store.overrides(configResourceType.topic, topic);
  const values = topicSettings(store.settings, overrides);
  const listed = [...topicConfigs.values()].filter(({ name, update }) => update !== "internal" || Object.hasOwn(overrides, name));
  return listed.map((def) => {
    const { name } = def;
    const value = values.get(name)?.text ?? null;
    const own = Object.hasOwn(overrides, name) ? [{ name, value, source: configSource.topic }] : [];
    const brokerName = topicSynonyms[name]?.[0]?.name;
    const behind = brokerName === undefined ? [] : brokerSynonymEntries(store.settings, brokerName);
    return describeEntry({ name, value, def, readOnly: false, synonyms: [...own, ...behind] }, options);
  });
}

function describeGroup(group: string, options: DescribeOptions, store: ConfigStore): Described[] {
  const overrides = store.overrides(configResourceType.group, group);
  const values = groupSettings(store.settings, overrides);
  return [...groupConfigs.values()].map((def) => {
    const { name } = def;
    const value = values.get(name)?.text ?? null;
    const own = Object.hasOwn(overrides, name) ? [{ name, value, source: configSource.group }] : [];
    const brokerName = groupSynonym(name);
    const fixed = [{ name, value: def.defaultText ?? null, source: configSource.builtIn }];
    const behind = brokerName === undefined ? fixed : brokerSynonymEntries(store.settings, brokerName);
    return describeEntry({ name, value, def, readOnly: false, synonyms: [...own, ...behind] }, options);
  });
}

function describeClientMetrics(subscription: string, options: DescribeOptions, store: ConfigStore): Described[] {
  const overrides = store.overrides(configResourceType.clientMetrics, subscription);
  const values = clientMetricsSettings(overrides);
  return [...clientMetricsConfigs.values()].map((def) => {
    const { name } = def;
    const value = values.get(name)?.text ?? null;
    const synonyms = Object.hasOwn(overrides, name) ? [{ name, value, source: configSource.clientMetrics }] : [];
    return describeEntry({ name, value, def, readOnly: false, synonyms }, options);
  });
}
