import type { Naming } from "@millrace/broker";
import { type ExporterPatterns, exporterPatterns } from "@millrace/controllers";
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

/** Whether a Kafka asks for metrics to be told. */
export function declaresMetrics({ spec }: Kafka): boolean {
  return spec.kafka.metricsConfig !== undefined || spec.kafkaExporter !== undefined;
}

export function declaredMetrics(kafka: Kafka): DeclaredMetrics {
  const { metricsConfig } = kafka.spec.kafka;
  return {
    naming: (metricsConfig?.type ?? "jmxPrometheusExporter") as Naming,
    allowList: metricsConfig?.type === "strimziMetricsReporter" ? (metricsConfig.values?.allowList ?? []) : [],
    exporter: exporterPatterns(kafka),
  };
}
