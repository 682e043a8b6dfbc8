import { topicConfigs } from "@millrace/configs";
import type { CreateTopicsResponse } from "@millrace/protocol";
import { configSource } from "./config-source.ts";
import type { Overrides } from "./parse.ts";
import type { BrokerSettings } from "./settings.ts";
import { type TopicSynonym, topicSynonyms } from "./synonyms.ts";

type CreatedConfig = NonNullable<CreateTopicsResponse["topics"][number]["configs"]>[number];

/**
 * The configs that CreateTopics tells of a topic, sorted by name. Other than DescribeConfigs it shows values as they were given, and a
 * config given in hours or minutes as a given one.
 */
export function createdTopicConfigs(settings: BrokerSettings, overrides: Overrides): CreatedConfig[] {
  const listed = [...topicConfigs.values()].filter(({ name, update }) => update !== "internal" || Object.hasOwn(overrides, name));
  return listed
    .map(({ name, defaultText }) => {
      const [value, source] = given(settings, overrides, name) ?? [defaultText ?? null, configSource.builtIn];
      return { name, value, readOnly: false, configSource: source, isSensitive: false };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function given(settings: BrokerSettings, overrides: Overrides, name: string): [value: string, source: number] | undefined {
  const own = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
  if (own !== undefined) return [own, configSource.topic];
  const places: [Overrides, number][] = [
    [settings.brokerOverrides, configSource.broker],
    [settings.clusterOverrides, configSource.allBrokers],
    [settings.staticProperties, configSource.startProperties],
  ];
  for (const [place, source] of places) {
    const synonym = topicSynonyms[name]?.find((candidate) => Object.hasOwn(place, candidate.name));
    if (synonym !== undefined) return [inTopicUnits(place[synonym.name] ?? "", synonym), source];
  }
  return undefined;
}

function inTopicUnits(text: string, { units }: TopicSynonym): string {
  return units === 1 ? text : String(Number(text) * units);
}
