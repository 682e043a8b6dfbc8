import { brokerConfigs, dynamicConfigs, invalidValue } from "@millrace/configs";
import { brokerRuleProblems } from "./broker-rules.ts";
import { changeProblem, invalidChange } from "./change-rules.ts";
import { listText } from "./java-text.ts";
import { isProblem, type Overrides, parseConfig } from "./parse.ts";
import { type BrokerSettings, settle } from "./settings.ts";
import { listenerBase } from "./synonyms.ts";

/** Keys and certificates: these are set for one listener at a time, as `listener.name.<listener>.<config>`. */
export const listenerOnly: readonly string[] = [
  "ssl.keystore.type",
  "ssl.keystore.location",
  "ssl.keystore.password",
  "ssl.key.password",
  "ssl.keystore.key",
  "ssl.keystore.certificate.chain",
  "ssl.truststore.type",
  "ssl.truststore.location",
  "ssl.truststore.password",
  "ssl.truststore.certificates",
];

/** Of the configs of listeners, those that may be set for all brokers at once. */
const clusterListenerConfigs: readonly string[] = ["max.connections", "max.connection.creation.rate", "num.network.threads"];

/**
 * What Kafka answers when these are to be all that is set while running, for this broker or (not `perBroker`) for all; undefined if
 * it agrees. The first problem only, as Kafka does.
 */
export function dynamicProblem(
  settings: BrokerSettings,
  overrides: Overrides,
  perBroker: boolean,
  listenerProblem: (next: BrokerSettings) => string | undefined,
): string | undefined {
  return (
    namesProblem(overrides) ??
    typesProblem(overrides) ??
    levelProblem(overrides, perBroker) ??
    settledProblem(settings, overrides, perBroker, listenerProblem)
  );
}

function listed(problem: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${problem}: ${listText(names)}`;
}

function namesProblem(overrides: Overrides): string | undefined {
  const names = Object.keys(overrides);
  const readOnly = names.filter((name) => brokerConfigs.has(name) && !dynamicConfigs.has(name));
  const perListener = names.filter((name) => listenerOnly.includes(name));
  return (
    listed("Cannot update these configs dynamically", readOnly) ??
    listed("These security configs can be dynamically updated only per-listener using the listener prefix", perListener)
  );
}

function typesProblem(overrides: Overrides): string | undefined {
  const byBase = new Map(Object.entries(overrides).map(([name, text]) => [listenerBase(name) ?? name, text]));
  for (const [name, def] of dynamicConfigs) {
    const text = byBase.get(name);
    if (text === undefined) continue;
    const parsed = parseConfig(def, text);
    if (isProblem(parsed)) return parsed.message;
    const unknownClass = def.type === "CLASS" && parsed.text !== def.defaultText;
    if (unknownClass) return invalidValue(name, text, `Class ${text} could not be found.`);
  }
  return undefined;
}

function levelProblem(overrides: Overrides, perBroker: boolean): string | undefined {
  if (perBroker) return undefined;
  const isPerBroker = (name: string): boolean => {
    const base = listenerBase(name);
    return base === undefined ? dynamicConfigs.get(name)?.update === "per-broker" : !clusterListenerConfigs.includes(base);
  };
  const names = Object.keys(overrides).filter(isPerBroker);
  return listed("Cannot update these configs at default cluster level, broker id must be specified", names);
}

function settledProblem(
  settings: BrokerSettings,
  overrides: Overrides,
  perBroker: boolean,
  listenerProblem: (next: BrokerSettings) => string | undefined,
): string | undefined {
  const sources = perBroker ? { brokerOverrides: overrides } : { clusterOverrides: overrides };
  const { settings: next, problems } = settle({ ...settings, ...sources });
  return problems[0]?.message ?? brokerRuleProblems(next)[0] ?? changeProblem(settings, next) ?? keysProblem(listenerProblem(next));
}

function keysProblem(problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : invalidChange(`Validation of dynamic config update of SSLFactory failed: ${problem}`);
}
