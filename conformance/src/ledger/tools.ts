import type { Results } from "../results.ts";
import type { ToolRow } from "./rows.ts";
import { verdictOf } from "./rows.ts";

/**
 * The tools of Kafka's distribution that talk to a broker or read what it stores: the cases that try them, as `suite: case`, or why
 * none does. What starts, stops and formats a broker is left out.
 */
const tools: Readonly<Record<string, readonly string[] | string>> = {
  "connect-distributed": ["connect: file source exactly once, worker and broker killed"],
  "kafka-acls": ["", ".producers-and-consumers", ".patterns", ".refused"].map((part) => `acl-tools: kafka-acls${part}`),
  "kafka-broker-api-versions": ["tools: kafka-broker-api-versions"],
  "kafka-client-metrics": ["tools: kafka-client-metrics"],
  "kafka-cluster": ["tools: kafka-cluster"],
  "kafka-configs": [
    ...["topics", "brokers", "one-broker", "groups", "client-metrics", "user-quotas", "client-quotas", "ip-quotas"].map(
      (entity) => `tools: kafka-configs.${entity}`,
    ),
    "tools: alone.kafka-configs.broker-loggers",
    ...["scram-users", "scram-logins"].map((entity) => `sasl-tools: kafka-configs.${entity}`),
  ],
  "kafka-console-consumer": ["tools: kafka-console", "tools: kafka-console-consumer.internal-topics", "sasl-tools: kafka-console"],
  "kafka-console-producer": ["tools: kafka-console", "sasl-tools: kafka-console"],
  "kafka-console-share-consumer": ["share-groups: share.kafka-console-share-consumer"],
  "kafka-consumer-groups": ["", ".active", ".reset-offsets"].map((part) => `tools: kafka-consumer-groups${part}`),
  "kafka-consumer-perf-test": ["tools: performance"],
  "kafka-delegation-tokens": ["", ".refused"].map((part) => `sasl-tools: kafka-delegation-tokens${part}`),
  "kafka-delete-records": ["tools: kafka-delete-records"],
  "kafka-dump-log": [
    ...["", ".offsets", ".transactions"].map((part) => `tools: kafka-dump-log${part}`),
    "metadata-snapshots: kafka-dump-log",
  ],
  "kafka-e2e-latency": ["system-tools: EndToEndLatency"],
  "kafka-features": [
    "tools: kafka-features",
    "tools: alone.kafka-features.change",
    "tools: kafka-features.refused",
    "tools: kafka-features.offline",
  ],
  "kafka-get-offsets": ["tools: kafka-get-offsets"],
  "kafka-groups": ["tools: kafka-groups"],
  "kafka-jmx": "there is no Java machine to look into: the suites of metrics compare what both tell Prometheus",
  "kafka-leader-election": ["tools: kafka-leader-election"],
  "kafka-log-dirs": ["tools: kafka-log-dirs"],
  "kafka-metadata-quorum": ["tools: kafka-metadata-quorum"],
  "kafka-metadata-shell": ["metadata-snapshots: kafka-metadata-shell"],
  "kafka-producer-perf-test": ["tools: performance", "system-tools: ProducerPerformance in transactions"],
  "kafka-reassign-partitions": ["tools: kafka-reassign-partitions", "tools: alone.kafka-reassign-partitions.throttled"],
  "kafka-replica-verification": ["tools: kafka-replica-verification"],
  "kafka-share-consumer-perf-test": ["share-groups: share.kafka-share-consumer-perf-test"],
  "kafka-share-groups": ["", ".offsets", ".refused"].map((part) => `tools: kafka-share-groups${part}`),
  "kafka-streams-application-reset": ["tools: kafka-streams-application-reset"],
  "kafka-streams-groups": ["", ".offsets"].map((part) => `tools: kafka-streams-groups${part}`),
  "kafka-topics": ["tools: kafka-topics", "tools: kafka-topics.errors", "sasl-tools: kafka-topics"],
  "kafka-transactions": ["tools: kafka-transactions"],
  "kafka-verifiable-consumer": [
    "tools: verifiable-producer-and-consumer",
    "system-tools: VerifiableConsumer classic",
    "system-tools: VerifiableConsumer consumer",
  ],
  "kafka-verifiable-producer": ["tools: verifiable-producer-and-consumer"],
  "kafka-verifiable-share-consumer": ["share-groups: share.kafka-verifiable-share-consumer"],
};

/** One row for each tool: passed if every case of it did on our broker, and on Apache Kafka where they were tried there. */
export function toolRows(results: Results): readonly ToolRow[] {
  return Object.entries(tools).map(([tool, cases]) => {
    if (typeof cases === "string") return { tool, verdict: { kind: "difference", reason: cases }, known: [] };
    const outcomes = cases.map((each) => {
      const [suite = "", name = ""] = each.split(": ");
      const { millrace = {}, kafka = {} } = results[suite]?.peers ?? {};
      return { millrace: millrace[name], kafka: kafka[name] };
    });
    return { tool, ...verdictOf(outcomes) };
  });
}
