import { brokerConfigs, dynamicConfigs } from "@millrace/configs";
import type { DescribeConfigsResponseDescribeConfigsResourceResult as Described } from "@millrace/protocol";
import { configSource } from "./config-source.ts";
import { brokerConfigDef, brokerSynonymEntries, type DescribeOptions, describeEntry } from "./describe-entry.ts";
import type { BrokerSettings } from "./settings.ts";

/** The broker's configs: those of the table, and whatever else was given. */
export function describeBroker(settings: BrokerSettings, options: DescribeOptions): Described[] {
  const texts = new Map<string, string | null>(Object.entries(settings.properties));
  for (const { name, update } of brokerConfigs.values()) {
    if (update !== "internal") texts.set(name, settings.values.get(name)?.text ?? null);
  }
  return [...texts].map(([name, value]) => {
    const synonyms = brokerSynonymEntries(settings, name);
    return describeEntry({ name, value, def: brokerConfigDef(name), readOnly: !dynamicConfigs.has(name), synonyms }, options);
  });
}

/** What is set for all brokers, and nothing else. */
export function describeBrokerDefaults(settings: BrokerSettings, options: DescribeOptions): Described[] {
  return Object.entries(settings.clusterOverrides).map(([name, value]) => {
    const synonyms = brokerSynonymEntries(settings, name).filter(({ source }) => source === configSource.allBrokers);
    return describeEntry({ name, value, def: brokerConfigDef(name), readOnly: !dynamicConfigs.has(name), synonyms }, options);
  });
}
