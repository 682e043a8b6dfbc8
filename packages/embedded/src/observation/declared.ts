import type { Naming } from "@millrace/broker";
import type { Kafka } from "@millrace/resources";

/** Where Strimzi's pods tell their metrics, whatever exposes them. */
export const strimziMetricsPort = 9404;

/** What a Kafka's `metricsConfig` and `kafkaExporter` ask for. */
export interface DeclaredMetrics {
  readonly naming: Naming;
  /** Regular expressions of the names to tell; all if empty. */
  readonly allowList: readonly string[];
  readonly exporter: ExporterPatterns;
}

/** Kafka Exporter's regular expressions, in RE2's syntax; a name counts if a part of it matches. */
export interface ExporterPatterns {
  readonly topicRegex: string;
  readonly topicExcludeRegex: string | undefined;
  readonly groupRegex: string;
  readonly groupExcludeRegex: string | undefined;
  readonly showAllOffsets: boolean;
}

/** Whether a Kafka asks for metrics to be told. */
export function declaresMetrics({ spec }: Kafka): boolean {
  return spec.kafka.metricsConfig !== undefined || spec.kafkaExporter !== undefined;
}

export function declaredMetrics({ spec }: Kafka): DeclaredMetrics {
  const { metricsConfig } = spec.kafka;
  const { topicRegex = ".*", groupRegex = ".*", topicExcludeRegex, groupExcludeRegex, showAllOffsets = true } = spec.kafkaExporter ?? {};
  return {
    naming: (metricsConfig?.type ?? "jmxPrometheusExporter") as Naming,
    allowList: metricsConfig?.type === "strimziMetricsReporter" ? (metricsConfig.values?.allowList ?? []) : [],
    exporter: { topicRegex, topicExcludeRegex, groupRegex, groupExcludeRegex, showAllOffsets },
  };
}
