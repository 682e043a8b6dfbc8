import { type Dashboard, query, stat, timeseries } from "./dashboard.ts";

const cluster = `namespace="$namespace",strimzi_io_cluster="$cluster"`;
const node = `${cluster},kubernetes_pod_name=~"$node"`;
const topic = `${node},topic=~"$topic",topic!=""`;
const ofNode = "kubernetes_pod_name";

const sum = (metric: string): string => `sum(${metric}{${cluster}})`;
const rate = (metric: string, labels: string, by: string): string => `sum by (${by}) (rate(${metric}{${labels}}[$__rate_interval]))`;
const byNode = (metric: string): string => `sum by (${ofNode}) (${metric}{${node}})`;
const perNode = (expression: string) => query(expression, `{{${ofNode}}}`);
const perTopic = (metric: string) => query(rate(`kafka_server_brokertopicmetrics_${metric}`, topic, "topic"), "{{topic}}");
const requestTime = (request: string) =>
  query(`max by (request) (kafka_network_requestmetrics_totaltimems{${node},request="${request}",quantile="0.99"})`, "{{request}}");

/** Of the agent of Kafka's pods. */
export const kafkaDashboard: Dashboard = {
  uid: "millrace-kafka",
  title: "Millrace: Kafka",
  description: "Brokers, controllers and topics of a Kafka with metricsConfig.",
  variables: [
    { name: "namespace", label: "Namespace", query: "label_values(kafka_server_replicamanager_leadercount, namespace)" },
    {
      name: "cluster",
      label: "Kafka",
      query: `label_values(kafka_server_replicamanager_leadercount{namespace="$namespace"}, strimzi_io_cluster)`,
    },
    {
      name: "node",
      label: "Node",
      query: `label_values(kafka_server_raftmetrics_current_epoch{${cluster}}, kubernetes_pod_name)`,
      all: true,
    },
    { name: "topic", label: "Topic", query: `label_values(kafka_log_log_size{${cluster}}, topic)`, all: true },
  ],
  rows: [
    {
      title: "State",
      panels: [
        stat("Brokers", `count(kafka_server_replicamanager_leadercount{${cluster}})`),
        stat("Active controllers", sum("kafka_controller_kafkacontroller_activecontrollercount"), "one"),
        stat("Partitions without a leader", `max(kafka_controller_kafkacontroller_offlinepartitionscount{${cluster}})`, "zero"),
        stat("Partitions below min.insync.replicas", sum("kafka_server_replicamanager_underminisrpartitioncount"), "zero"),
        stat("Under-replicated partitions", sum("kafka_server_replicamanager_underreplicatedpartitions"), "zero"),
        stat("Offline log directories", sum("kafka_log_logmanager_offlinelogdirectorycount"), "zero"),
        stat("Replicas", sum("kafka_server_replicamanager_partitioncount")),
        stat("Partitions led", sum("kafka_server_replicamanager_leadercount")),
        stat(
          "Unclean elections, 1 h",
          `sum(increase(kafka_controller_controllerstats_uncleanleaderelections_total{${cluster}}[1h]))`,
          "zero",
        ),
        stat("Fenced brokers", `max(kafka_controller_kafkacontroller_fencedbrokercount{${cluster}})`, "zero"),
      ],
    },
    {
      title: "Topics",
      panels: [
        timeseries("Bytes in", "Bps", perTopic("bytesin_total")),
        timeseries("Bytes out", "Bps", perTopic("bytesout_total")),
        timeseries("Records in", "cps", perTopic("messagesin_total")),
        timeseries("Writes and reads that failed", "ops", perTopic("failedproducerequests_total"), perTopic("failedfetchrequests_total")),
        timeseries("Size on disk", "bytes", query(`sum by (topic) (kafka_log_log_size{${topic}})`, "{{topic}}")),
        timeseries(
          "Connections",
          "short",
          query(`sum by (listener) (kafka_server_socket_server_metrics_connection_count{${node}})`, "{{listener}}"),
        ),
      ],
    },
    {
      title: "Requests",
      panels: [
        timeseries("Requests", "reqps", query(rate("kafka_network_requestmetrics_requests_total", node, "request"), "{{request}}")),
        timeseries("Time of requests, 99 %", "ms", requestTime("Produce"), requestTime("FetchConsumer"), requestTime("FetchFollower")),
        timeseries(
          "Requests that failed",
          "reqps",
          query(rate("kafka_network_requestmetrics_errors_total", `${node},error!="NONE"`, "error"), "{{error}}"),
        ),
        timeseries(
          "Request handlers idle",
          "percentunit",
          perNode(byNode("kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent")),
        ),
        timeseries("Network threads idle", "percentunit", perNode(byNode("kafka_network_socketserver_networkprocessoravgidle_percent"))),
        timeseries("Requests that wait", "short", perNode(byNode("kafka_network_requestchannel_requestqueuesize"))),
      ],
    },
    {
      title: "Replication and the quorum",
      panels: [
        timeseries(
          "Replicas that leave and join",
          "ops",
          perNode(rate("kafka_server_replicamanager_isrshrinks_total", node, ofNode)),
          perNode(rate("kafka_server_replicamanager_isrexpands_total", node, ofNode)),
        ),
        timeseries("Largest lag of followers", "short", perNode(byNode("kafka_server_replicafetchermanager_maxlag"))),
        timeseries("Epoch of the quorum", "short", perNode(byNode("kafka_server_raftmetrics_current_epoch"))),
        timeseries("Leader of the quorum", "short", perNode(byNode("kafka_server_raftmetrics_current_leader"))),
        timeseries("End of the metadata log", "short", perNode(byNode("kafka_server_raftmetrics_log_end_offset"))),
        timeseries("Time of a metadata commit, average", "ms", perNode(byNode("kafka_server_raftmetrics_commit_latency_avg"))),
      ],
    },
    {
      title: "Nodes",
      panels: [
        timeseries("CPU", "short", perNode(rate("process_cpu_seconds_total", node, ofNode))),
        timeseries("Memory of the Java heap", "bytes", perNode(`sum by (${ofNode}) (jvm_memory_used_bytes{${node},area="heap"})`)),
        timeseries("Time in garbage collection", "percentunit", perNode(rate("jvm_gc_collection_seconds_sum", node, ofNode))),
        timeseries("Threads", "short", perNode(byNode("jvm_threads_current"))),
        timeseries("Open files", "short", perNode(byNode("process_open_fds"))),
        timeseries(
          "Room left on volumes",
          "bytes",
          query(
            `sum by (persistentvolumeclaim) (kubelet_volume_stats_available_bytes{namespace="$namespace",persistentvolumeclaim=~"data(-[0-9]+)?-$cluster-.+-[0-9]+"})`,
            "{{persistentvolumeclaim}}",
          ),
        ),
      ],
    },
  ],
};
