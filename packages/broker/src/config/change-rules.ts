import { listText, parseList } from "./java-text.ts";
import type { BrokerSettings } from "./settings.ts";
import { listenerBase, listenerOf, topicSynonyms } from "./synonyms.ts";

/** What a running broker's configs may not be changed to: looked at when one of `configs` changes. */
interface ChangeRule {
  readonly configs: readonly string[];
  readonly problem: (before: BrokerSettings, after: BrokerSettings) => string | undefined;
}

const number = ({ values }: BrokerSettings, name: string): number => Number(values.get(name)?.value ?? Number.NaN);

function threads(...names: string[]): ChangeRule {
  const problemOf = (name: string, before: BrokerSettings, after: BrokerSettings): string | undefined => {
    const [now, next] = [number(before, name), number(after, name)];
    const refused = `Dynamic thread count update validation failed for ${name}=${next}, value should`;
    if (next <= 0 && next !== now) return `${refused} be at least 1`;
    if (next < Math.trunc(now / 2)) return `${refused} be at least half the current value ${now}`;
    return next > now * 2 ? `${refused} not be greater than double the current value ${now}` : undefined;
  };
  return { configs: names, problem: (before, after) => names.map((name) => problemOf(name, before, after)).find(isProblem) };
}

function isProblem(problem: string | undefined): problem is string {
  return problem !== undefined;
}

const cleanerThreads: ChangeRule = {
  configs: ["log.cleaner.threads", "log.cleaner.dedupe.buffer.size", "log.cleaner.io.buffer.size", "message.max.bytes"],
  problem: (before, after) => {
    const [now, next] = [number(before, "log.cleaner.threads"), number(after, "log.cleaner.threads")];
    if (next < Math.trunc(now / 2)) return `Log cleaner threads cannot be reduced to less than half the current value ${now}`;
    return next > now * 2 ? `Log cleaner threads cannot be increased to more than double the current value ${now}` : undefined;
  },
};

function localRetention(local: string, whole: string, topicConfig: string): (after: BrokerSettings) => string | undefined {
  return (after) => {
    const [localLimit, limit] = [number(after, local), Number(after.topicDefaults.get(topicConfig)?.value)];
    if (limit < 0 || localLimit === -2) return undefined;
    const refused = `Invalid value ${localLimit} for configuration ${local}: Value must not be`;
    if (localLimit === -1) return `${refused} -1 as ${whole} value is set as ${limit}.`;
    return localLimit > limit ? `${refused} more than ${whole} property value: ${limit}` : undefined;
  };
}

const localRetentionMs = localRetention("log.local.retention.ms", "log.retention.ms", "retention.ms");
const localRetentionBytes = localRetention("log.local.retention.bytes", "log.retention.bytes", "retention.bytes");

const logs: ChangeRule = {
  configs: [...Object.values(topicSynonyms).map(([first]) => first?.name ?? ""), "cordoned.log.dirs"],
  problem: (_, after) => localRetentionMs(after) ?? localRetentionBytes(after),
};

/**
 * What listeners may have for themselves counts as well, for those that there are. Of the broker as a whole, Apache Kafka takes 0, closes every
 * connection and lets nobody in any more, after a restart neither: here that is refused.
 */
const connections: ChangeRule = {
  configs: ["max.connections", "max.connection.creation.rate"],
  problem: (_, after) =>
    connections.configs
      .flatMap((name) => [number(after, name), ...numbersOfListeners(after, name)].map((value) => ({ name, value })))
      .filter(({ value }) => value <= 0)
      .map(({ name, value }) => `Invalid ${name} ${value}`)[0],
};

function numbersOfListeners({ properties }: BrokerSettings, config: string): number[] {
  const present = parseList(properties.listeners ?? "").map((address) => address.toLowerCase());
  return Object.entries(properties).flatMap(([name, text]) => {
    const listener = listenerOf(name, config);
    return listener !== undefined && present.some((address) => address.startsWith(`${listener}://`)) ? [Number(text)] : [];
  });
}

const jmxReporter = "org.apache.kafka.common.metrics.JmxReporter";

/** Any other class is one that can't be loaded. */
const reporters: ChangeRule = {
  configs: ["metric.reporters"],
  problem: (_, { values }) => {
    const names = values.get("metric.reporters")?.value;
    if (Array.isArray(names) && names.every((name) => name === jmxReporter)) return undefined;
    return "Validation of dynamic config update of Set(metric.reporters) failed with class class kafka.server.DynamicMetricsReporters";
  },
};

const changeRules: readonly ChangeRule[] = [
  threads("num.network.threads"),
  connections,
  reporters,
  threads("num.io.threads", "num.replica.fetchers", "num.recovery.threads.per.data.dir", "background.threads"),
  logs,
  threads(
    "remote.log.reader.threads",
    "remote.log.manager.copier.thread.pool.size",
    "remote.log.manager.expiration.thread.pool.size",
    "remote.log.manager.follower.thread.pool.size",
  ),
  cleanerThreads,
];

/** Kafka opens and closes listeners while it runs. Here they stay as they were opened, and nobody is told otherwise. */
const fixed = ["listeners", "listener.security.protocol.map"];

/** Why a running broker refuses to go from some configs to others, in Kafka's words where Kafka refuses too; undefined if it goes. */
export function changeProblem(before: BrokerSettings, after: BrokerSettings): string | undefined {
  const changed = (name: string) => before.properties[name] !== after.properties[name];
  const changedBases = new Set(
    Object.keys({ ...before.properties, ...after.properties })
      .filter(changed)
      .map((name) => listenerBase(name) ?? name),
  );
  const fixedOnes = fixed.filter(changed);
  if (fixedOnes.length > 0) return `These configs are fixed while this broker runs: ${listText(fixedOnes)}`;
  for (const { configs, problem } of changeRules) {
    const found = configs.some((name) => changedBases.has(name)) ? problem(before, after) : undefined;
    if (found !== undefined) return invalidChange(found);
  }
  return undefined;
}

/** How Kafka tells what a part of a running broker has against a change. */
export function invalidChange(problem: string): string {
  return `Invalid value org.apache.kafka.common.config.ConfigException: ${problem} for configuration Invalid dynamic configuration`;
}
