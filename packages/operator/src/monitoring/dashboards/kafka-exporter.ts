import { type Dashboard, query, stat, timeseries } from "./dashboard.ts";

const cluster = `namespace="$namespace",strimzi_io_cluster="$cluster"`;
const topic = `${cluster},topic=~"$topic"`;
const group = `${topic},consumergroup=~"$group"`;

/** Of Kafkas with `spec.kafkaExporter`. */
export const kafkaExporterDashboard: Dashboard = {
  uid: "millrace-kafka-exporter",
  title: "Millrace: topics and consumer groups",
  description: "What Kafka Exporter tells of a Kafka with kafkaExporter.",
  variables: [
    { name: "namespace", label: "Namespace", query: "label_values(kafka_brokers, namespace)" },
    { name: "cluster", label: "Kafka", query: `label_values(kafka_brokers{namespace="$namespace"}, strimzi_io_cluster)` },
    { name: "topic", label: "Topic", query: `label_values(kafka_topic_partitions{${cluster}}, topic)`, all: true },
    { name: "group", label: "Group", query: `label_values(kafka_consumergroup_members{${cluster}}, consumergroup)`, all: true },
  ],
  rows: [
    {
      title: "State",
      panels: [
        stat("Brokers", `sum(kafka_brokers{${cluster}})`),
        stat("Topics", `count(kafka_topic_partitions{${topic}})`),
        stat("Partitions", `sum(kafka_topic_partitions{${topic}})`),
        stat("Replicas", `sum(kafka_topic_partition_replicas{${topic}})`),
        stat("Replicas in sync", `sum(kafka_topic_partition_in_sync_replica{${topic}})`),
        stat("Under-replicated partitions", `sum(kafka_topic_partition_under_replicated_partition{${topic}})`, "zero"),
        stat("Not led by the preferred replica", `sum(kafka_topic_partition_leader_is_preferred{${topic}} < bool 1)`, "zero"),
        stat("Without a leader", `sum(kafka_topic_partition_leader{${topic}} == bool -1)`, "zero"),
      ],
    },
    {
      title: "Consumer groups",
      panels: [
        timeseries(
          "Lag",
          "short",
          query(`sum by (consumergroup, topic) (kafka_consumergroup_lag_sum{${group}})`, "{{consumergroup}} {{topic}}"),
        ),
        timeseries(
          "Records read",
          "cps",
          query(
            `sum by (consumergroup, topic) (rate(kafka_consumergroup_current_offset{${group}}[$__rate_interval]))`,
            "{{consumergroup}} {{topic}}",
          ),
        ),
        timeseries("Members", "short", query(`kafka_consumergroup_members{${cluster},consumergroup=~"$group"}`, "{{consumergroup}}")),
        timeseries(
          "Lag of partitions",
          "short",
          query(`max by (topic, partition) (kafka_consumergroup_lag{${group}})`, "{{topic}}-{{partition}}"),
        ),
      ],
    },
    {
      title: "Topics",
      panels: [
        timeseries(
          "Records written",
          "cps",
          query(`sum by (topic) (rate(kafka_topic_partition_current_offset{${topic}}[$__rate_interval]))`, "{{topic}}"),
        ),
        timeseries(
          "Records kept",
          "short",
          query(
            `sum by (topic) (kafka_topic_partition_current_offset{${topic}} - kafka_topic_partition_oldest_offset{${topic}})`,
            "{{topic}}",
          ),
        ),
        timeseries("Partitions", "short", query(`sum by (topic) (kafka_topic_partitions{${topic}})`, "{{topic}}")),
      ],
    },
  ],
};
