import { brokerConfigs, type ConfigDef, dynamicConfigs } from "@millrace/configs";
import type {
  DescribeConfigsResponseDescribeConfigsResourceResult as Described,
  DescribeConfigsResponseDescribeConfigsSynonym as Synonym,
} from "@millrace/protocol";
import { configSource, configTypeNumber, unknownConfigType } from "./config-source.ts";
import type { Overrides } from "./parse.ts";
import type { BrokerSettings } from "./settings.ts";
import { brokerSynonyms } from "./synonyms.ts";

export interface DescribeOptions {
  readonly includeSynonyms: boolean;
  readonly includeDocumentation: boolean;
}

/** One line of the answer. Without a def nothing is known of the config: its value is kept back, as it may be a secret. */
export function describeEntry(
  entry: { name: string; value: string | null; def: ConfigDef | undefined; readOnly: boolean; synonyms: Synonym[] },
  { includeSynonyms, includeDocumentation }: DescribeOptions,
): Described {
  const { name, value, def, readOnly, synonyms } = entry;
  const isSensitive = isSecret(def);
  return {
    name,
    value: isSensitive ? null : value,
    readOnly,
    configSource: synonyms[0]?.source ?? configSource.builtIn,
    isSensitive,
    synonyms: includeSynonyms ? synonyms : [],
    configType: def === undefined ? unknownConfigType : configTypeNumber[def.type],
    documentation: includeDocumentation ? (def?.documentation ?? null) : null,
  };
}

function isSecret(def: ConfigDef | undefined): boolean {
  return def === undefined || def.type === "PASSWORD";
}

/** The def of a broker config; a listener's own config is like the general one. */
export function brokerConfigDef(name: string): ConfigDef | undefined {
  for (const synonym of [name, ...brokerSynonyms(name)]) {
    const def = brokerConfigs.get(synonym) ?? dynamicConfigs.get(synonym);
    if (def !== undefined) return def;
  }
  return undefined;
}

/**
 * All that a broker config could come from, what counts first. It begins with the name itself: with what stands behind, but not with
 * what goes before.
 */
export function brokerSynonymEntries(settings: BrokerSettings, name: string): Synonym[] {
  const secret = isSecret(brokerConfigDef(name));
  const places: [Overrides | undefined, number][] = [
    [settings.brokerOverrides, configSource.broker],
    [settings.clusterOverrides, configSource.allBrokers],
    [settings.staticProperties, configSource.startProperties],
    [undefined, configSource.builtIn],
  ];
  const entries: Synonym[] = [];
  for (const [given, source] of places) {
    for (const synonym of brokerSynonyms(name)) {
      const inPlace = given !== undefined && Object.hasOwn(given, synonym) ? given[synonym] : undefined;
      const value = given === undefined ? brokerConfigs.get(synonym)?.defaultText : inPlace;
      if (value !== undefined && value !== null) entries.push({ name: synonym, value: secret ? null : value, source });
    }
  }
  const first = entries.findIndex((entry) => entry.name === name);
  return first === -1 ? [] : entries.slice(first);
}
