import { brokerConfigs, dynamicConfigs, topicConfigs } from "@millrace/configs";
import { type ConfigProblem, defaultOf, isProblem, type Overrides, type Parsed, parseAll, parseConfig } from "./parse.ts";
import { brokerFamily, listenerBase, topicSynonyms } from "./synonyms.ts";

/** What a broker's configs are made of. Later ones go before earlier ones. */
export interface ConfigSources {
  readonly nodeId: number;
  /** The properties that the broker was started with. */
  readonly staticProperties: Overrides;
  /** Set for all brokers while running: the resource "". */
  readonly clusterOverrides: Overrides;
  /** Set for this broker while running. */
  readonly brokerOverrides: Overrides;
}

/** A broker's configs, worked out. Made anew whenever a source changes. */
export interface BrokerSettings extends ConfigSources {
  /** What is given in the end; where something was set while running, whatever else means the same is gone. */
  readonly properties: Overrides;
  /** Every broker config, given or by default. */
  readonly values: ReadonlyMap<string, Parsed>;
  /** Every topic config as it is for a topic that says nothing. */
  readonly topicDefaults: ReadonlyMap<string, Parsed>;
}

/**
 * Works out a broker's configs. Properties that are wrong are listed, in the words of Apache Kafka, and count as not given; so do, without
 * being listed, configs set while running that can't be read.
 */
export function settle(sources: ConfigSources): { settings: BrokerSettings; problems: readonly ConfigProblem[] } {
  const { nodeId } = sources;
  const staticProperties = withNodeId(sources.staticProperties);
  const clusterOverrides = readable(sources.clusterOverrides);
  const brokerOverrides = readable(sources.brokerOverrides);
  const properties = overridden(overridden(staticProperties, clusterOverrides), brokerOverrides);
  const { values, problems } = parseAll(brokerConfigs, properties);
  for (const [name, def] of brokerConfigs) if (!values.has(name)) values.set(name, defaultOf(def));
  const topicDefaults = new Map([...topicConfigs.keys()].map((name) => [name, topicDefault(name, values)]));
  return { settings: { nodeId, staticProperties, clusterOverrides, brokerOverrides, properties, values, topicDefaults }, problems };
}

/** `node.id` and its older name stand for each other. */
function withNodeId(properties: Overrides): Overrides {
  const nodeId = properties["node.id"] ?? properties["broker.id"];
  return nodeId === undefined ? properties : { "node.id": nodeId, "broker.id": nodeId, ...properties };
}

function readable(overrides: Overrides): Overrides {
  const canBeRead = ([name, text]: [string, string]) => {
    const def = dynamicConfigs.get(listenerBase(name) ?? name);
    return def === undefined || !isProblem(parseConfig(def, text));
  };
  return Object.fromEntries(Object.entries(overrides).filter(canBeRead));
}

function overridden(properties: Overrides, overrides: Overrides): Overrides {
  const result = new Map(Object.entries(properties));
  for (const [name, text] of Object.entries(overrides)) {
    for (const sibling of brokerFamily(name)) result.delete(sibling);
    result.set(name, text);
  }
  return Object.fromEntries(result);
}

/** A topic config as the broker's configs give it. */
function topicDefault(name: string, values: ReadonlyMap<string, Parsed>): Parsed {
  for (const { name: brokerName, units } of topicSynonyms[name] ?? []) {
    const parsed = values.get(brokerName);
    if (parsed === undefined || parsed.value === null) continue;
    const value = Number(parsed.value) * units;
    if (name === "retention.ms" && value < 0) return { value: -1, text: "-1" };
    return units === 1 ? parsed : { value, text: String(value) };
  }
  const def = topicConfigs.get(name);
  return def === undefined ? { value: null, text: null } : defaultOf(def);
}
