import { configTexts, type Kafka } from "@millrace/resources";

/** How a broker takes a setting: `read-only` when it starts, others while it runs. Undefined: Kafka does not know it. */
export type UpdateModeOf = (setting: string) => "read-only" | "cluster-wide" | "per-broker" | undefined;

/**
 * When brokers take another value of a setting: as soon as they are told of it, when they open a listener, when they start, or never, as nobody reads
 * it. `plug-in`: Kafka does not know it, and there is something of the user's that may read it when it starts.
 */
export type WhenTaken = "running" | "opening" | "start" | "plug-in" | "never";

/** Lists that the operator adds to. */
const joined: readonly string[] = ["config.providers", "metric.reporters"];

/** What Kafka takes for a single listener, whatever is said for all. */
const limitOfListener = /^listener\.name\.[^.]+\.(?:max\.connections|max\.connection\.creation\.rate)$/;

/** What stands for a value that only a node finds out, when it starts. */
const isReference = (value: string | undefined): boolean => value?.includes("${") === true;

/** When the brokers of a Kafka take a setting, by Kafka's own rules (KIP-226) as they turn out for listeners that are open. */
export function whenTaken(kafka: Kafka, name: string, updateModeOf: UpdateModeOf): WhenTaken {
  const mode = updateModeOf(name);
  const isLive = mode === "cluster-wide" || limitOfListener.test(name);
  if (isLive) return joined.includes(name) || isReference(configTexts(kafka.spec.kafka.config)[name]) ? "start" : "running";
  if (mode === "per-broker") return "opening";
  if (mode === "read-only" || name.startsWith("listener.name.")) return "start";
  return hasPlugIns(kafka) ? "plug-in" : "never";
}

/** Settings that name classes, which are given all settings when they are made. */
const namesClasses = /(?:\.class|\.class\.name|\.reporters|\.assignors|\.providers)$/;

function hasPlugIns({ spec }: Kafka): boolean {
  const { config, listeners, authorization, quotas, tieredStorage, metricsConfig } = spec.kafka;
  return (
    authorization?.type === "custom" ||
    quotas?.type === "strimzi" ||
    tieredStorage !== undefined ||
    metricsConfig?.type === "strimziMetricsReporter" ||
    listeners.some(({ authentication }) => authentication?.type === "custom") ||
    Object.keys(configTexts(config)).some((name) => namesClasses.test(name))
  );
}
