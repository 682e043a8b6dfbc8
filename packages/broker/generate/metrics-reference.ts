import type { Kind, Row } from "../src/metrics/metric.ts";
import { countNameOf, type Naming, nameOf, typeOf } from "../src/metrics/names.ts";
import { metricRows } from "../src/metrics/table.ts";

export const metricsReferencePath = "docs/reference/metrics.md";

const intro = `<!-- Generated from packages/broker/src/metrics/tables. Do not edit. -->

# Metrics and health

Over HTTP, at the address of the listeners (127.0.0.1 unless \`--host\` says otherwise):

| path | answer |
|---|---|
| \`/metrics\` | Prometheus's text format |
| \`/healthy\`, \`/livez\` | 200, or 503 with the reasons when only a new start can help: a log that can't be written any more, groups or transactions that can't be read |
| \`/ready\`, \`/readyz\` | 200, or 503 with the reasons: as above, and while the broker starts, stops, or still reads groups and transactions |

The endpoint is there if the Kafka declares \`spec.kafka.metricsConfig\` or \`spec.kafkaExporter\`, at port 9404 as in Strimzi's pods, or if
\`millrace up\` is given \`--metrics-port PORT\` (0 takes a free one, which is printed). One process, one endpoint: it tells what Kafka's pods and
what Kafka Exporter's pod tell. \`spec.kafkaExporter\`'s regular expressions (RE2's syntax) limit topics and groups; \`showAllOffsets: false\` leaves out
what groups without members have committed.

\`metricsConfig.type\` chooses the names. \`jmxPrometheusExporter\`, also if nothing is declared: those that the rules in Strimzi's examples give, which
Strimzi's dashboards use; the rules of the ConfigMap in \`valueFrom\` are not applied. \`strimziMetricsReporter\`: the reporter's; its \`allowList\` is.

Counters count from the start of the process. Quantiles (label \`quantile\`: 0.50, 0.75, 0.95, 0.98, 0.99, 0.999) are those of the last five to ten
minutes, exact to a sixteenth. What Kafka tells about followers, other nodes and threads is told with the value that one node has. Beside these there
are \`process_*\` and \`nodejs_*\`: memory, CPU, files, the event loop, garbage collection; there is no JVM, so there is no \`jvm_*\`.`;

const headings: ReadonlyArray<readonly [heading: string, domain: RegExp]> = [
  ["Topics and partitions", /^kafka\.(server (BrokerTopicMetrics|ReplicaManager)|cluster|log) ?/],
  ["Requests and connections", /^kafka\.(network |server socket-server-metrics)/],
  ["The broker", /^kafka\.(server|controller) /],
  ["Groups", /^kafka\.coordinator/],
  ["Kafka Exporter's", /^kafka_/],
];

/** The reference page, made from the table of metrics. */
export function metricsReference(): string {
  const left = new Set(metricRows);
  const sections = headings.map(([heading, domain]) => {
    const rows = [...left].filter(({ name }) => domain.test(name));
    for (const row of rows) left.delete(row);
    return `## ${heading}\n\n| name | type | labels | meaning |\n|---|---|---|---|\n${rows.flatMap(linesOf).join("\n")}`;
  });
  return `${[intro, ...sections].join("\n\n")}\n`;
}

function linesOf(row: Row): string[] {
  if (row.kind !== "histogram") return [line(row, nameOf, typeOf(row.kind as Kind, "jmxPrometheusExporter"), row.labels, row.help)];
  return [
    line(row, nameOf, "gauge", [...row.labels, "quantile"], row.help),
    line(row, countNameOf, "counter", row.labels, "How often that was measured."),
  ];
}

type NameOf = (row: Row, naming: Naming) => string;

/** The reporter's name stands below, where it is another. */
function line(row: Row, name: NameOf, type: string, labels: readonly string[], help: string): string {
  const [usual, reporter] = [name(row, "jmxPrometheusExporter"), name(row, "strimziMetricsReporter")];
  const names = usual === reporter ? `\`${usual}\`` : `\`${usual}\`<br>\`${reporter}\``;
  return `| ${names} | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |`;
}
