import { exportedOf, exporterPatterns } from "@millrace/controllers";
import { MillraceError } from "@millrace/kit";
import type { Kafka, Warning } from "@millrace/resources";

/** What a person should know of `spec.kafkaExporter`: with an expression that is none, nothing can be told. */
export async function exporterWarnings(kafka: Kafka): Promise<readonly Warning[]> {
  if (kafka.spec.kafkaExporter === undefined) return [];
  try {
    await exportedOf(exporterPatterns(kafka));
    return [];
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    return [{ reason: "InvalidKafkaExporter", message: `No metrics of topics and groups are told: ${thrown.message}` }];
  }
}
