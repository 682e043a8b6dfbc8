import { type Dashboard, query, stat, timeseries } from "./dashboard.ts";

const cluster = `namespace="$namespace",strimzi_io_cluster="$cluster"`;

const increase = (name: string, window: string): string => `sum(increase(strimzi_canary_${name}{${cluster}}[${window}]))`;
const rate = (name: string, by: string): string => `sum by (${by}) (rate(strimzi_canary_${name}{${cluster}}[$__rate_interval]))`;
const quantile = (of: number, name: string, by: string): string => `histogram_quantile(${of}, ${rate(`${name}_bucket`, `${by}, le`)})`;
const perPartition = (expression: string) => query(expression, "partition {{partition}}");
const perBroker = (expression: string) => query(expression, "broker {{brokerid}}");

/** Of Kafkas that have a canary. */
export const canaryDashboard: Dashboard = {
  uid: "millrace-canary",
  title: "Millrace: canary",
  description: "Whether each broker of a Kafka stores records and gives them out, and how fast.",
  variables: [
    { name: "namespace", label: "Namespace", query: "label_values(strimzi_canary_records_produced_total, namespace)" },
    {
      name: "cluster",
      label: "Kafka",
      query: `label_values(strimzi_canary_records_produced_total{namespace="$namespace"}, strimzi_io_cluster)`,
    },
  ],
  rows: [
    {
      title: "The last hour",
      panels: [
        stat(
          "Records stored",
          `1 - ${increase("records_produced_failed_total", "1h")} / ${increase("records_produced_total", "1h")}`,
          "any",
          "percentunit",
        ),
        stat(
          "Records read",
          `${increase("records_consumed_total", "1h")} / ${increase("records_produced_total", "1h")}`,
          "any",
          "percentunit",
        ),
        stat("Connections made", `${increase(`connection_total`, "1h")} - ${increase("connection_error_total", "1h")}`),
        stat("Connections that failed", increase("connection_error_total", "1h"), "zero"),
        stat("Reading failed", increase("consumer_error_total", "1h"), "zero"),
        stat("Brokers were missed", increase("expected_cluster_size_error_total", "1h"), "zero"),
      ],
    },
    {
      title: "Records",
      panels: [
        timeseries("Sent", "cps", perPartition(rate("records_produced_total", "partition"))),
        timeseries("Not stored", "cps", perPartition(rate("records_produced_failed_total", "partition"))),
        timeseries("Read", "cps", perPartition(rate("records_consumed_total", "partition"))),
        timeseries("Time until stored, 95 %", "ms", perPartition(quantile(0.95, "records_produced_latency", "partition"))),
        timeseries("Time until read, 95 %", "ms", perPartition(quantile(0.95, "records_consumed_latency", "partition"))),
        timeseries(
          "Time until read, average",
          "ms",
          perPartition(`${rate("records_consumed_latency_sum", "partition")} / ${rate("records_consumed_latency_count", "partition")}`),
        ),
      ],
    },
    {
      title: "Connections and the topic",
      panels: [
        timeseries("Connections that failed", "cps", perBroker(rate("connection_error_total", "brokerid"))),
        timeseries("Time to connect, 95 %", "ms", perBroker(quantile(0.95, "connection_latency", "brokerid"))),
        timeseries(
          "Failures with the topic",
          "cps",
          query(rate("topic_creation_failed_total", "topic"), "made"),
          query(rate("topic_describe_error_total", "topic"), "described"),
          query(rate("topic_alter_assignments_error_total", "topic"), "moved"),
          query(`sum(rate(strimzi_canary_topic_describe_cluster_error_total{${cluster}}[$__rate_interval]))`, "brokers described"),
        ),
      ],
    },
  ],
};
