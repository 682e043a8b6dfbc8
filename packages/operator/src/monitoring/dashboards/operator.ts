import { type Dashboard, query, stat, timeseries } from "./dashboard.ts";

const perKind = (expression: string) => query(expression, "{{kind}}");
const increase = (name: string): string => `sum by (kind) (increase(strimzi_reconciliations_${name}[$__rate_interval]))`;
const count = (kind: string): string => `sum(strimzi_resources{kind="${kind}"})`;
const notReady = (name: string): string => `count(strimzi_kafka_${name}resource_info{ready!="True"}) or vector(0)`;

/** Of the operator itself. */
export const operatorDashboard: Dashboard = {
  uid: "millrace-operator",
  title: "Millrace: operator",
  description: "What the operator looks after, and how that goes.",
  variables: [],
  rows: [
    {
      title: "Resources",
      panels: [
        ...["Kafka", "KafkaTopic", "KafkaUser", "StrimziPodSet"].map((kind) => stat(kind, count(kind))),
        stat("Paused", "sum(strimzi_resources_paused)"),
        stat("Certificate that expires first", "min(strimzi_certificate_expiration_timestamp_ms)", "any", "dateTimeAsIso"),
        stat("Kafkas not ready", notReady(""), "zero"),
        stat("Topics not ready", notReady("topic_"), "zero"),
        stat("Users not ready", notReady("user_"), "zero"),
      ],
    },
    {
      title: "Reconciliations",
      panels: [
        timeseries("Reconciliations", "short", perKind(increase("total"))),
        timeseries("Succeeded", "short", perKind(increase("successful_total"))),
        timeseries("Failed", "short", perKind(increase("failed_total"))),
        timeseries("Because it was time", "short", perKind(increase("periodical_total"))),
        timeseries("Put off or left out", "short", perKind(increase("locked_total")), perKind(increase("already_enqueued_total"))),
        timeseries(
          "Time of a reconciliation, 95 %",
          "s",
          perKind("histogram_quantile(0.95, sum by (kind, le) (rate(strimzi_reconciliations_duration_seconds_bucket[$__rate_interval])))"),
        ),
        timeseries("Longest reconciliation", "s", perKind("max by (kind) (strimzi_reconciliations_duration_seconds_max)")),
        timeseries("Most that waited", "short", perKind("max by (kind) (strimzi_reconciliations_max_queue_size)")),
      ],
    },
    {
      title: "Certificates",
      panels: [
        timeseries(
          "Time until certificates expire",
          "s",
          query(
            "min by (resource_namespace, cluster, type) (strimzi_certificate_expiration_timestamp_ms) / 1000 - time()",
            "{{resource_namespace}}/{{cluster}} {{type}}",
          ),
        ),
      ],
    },
    {
      title: "Process",
      panels: [
        timeseries("Resident memory", "bytes", query(`process_resident_memory_bytes and on (instance) nodejs_version_info`, "{{pod}}")),
        timeseries(
          "CPU",
          "short",
          query(`rate(process_cpu_seconds_total[$__rate_interval]) and on (instance) nodejs_version_info`, "{{pod}}"),
        ),
        timeseries("Lag of the event loop, 99 %", "s", query("nodejs_eventloop_lag_p99_seconds", "{{pod}}")),
      ],
    },
  ],
};
