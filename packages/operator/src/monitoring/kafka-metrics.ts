/** One rule of the JMX exporter. */
interface ExporterRule {
  readonly pattern: string;
  readonly name: string;
  readonly type: "COUNTER" | "GAUGE" | "UNTYPED";
  readonly value?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** None, one or two properties of an MBean, beside its type and name. */
const one = "(?:, (\\w+)=([^,]+))?";
const two = `${one}${one}`;
const twoLabels = { $4: "$5", $6: "$7" };
const ofListener = { listener: "$2", networkProcessor: "$3" };
const listenerBean = "kafka.server<type=([\\w-]+), listener=([^,]+), networkProcessor=(\\d+)>";

const rules: readonly ExporterRule[] = [
  // Connections by the clients' software, and by what TLS has agreed on.
  {
    pattern:
      "kafka.server<type=([\\w-]+), clientSoftwareName=([^,]+), clientSoftwareVersion=([^,]+), listener=([^,]+), networkProcessor=(\\d+)><>connections",
    name: "kafka_server_$1_connections_software",
    type: "GAUGE",
    labels: { clientSoftwareName: "$2", clientSoftwareVersion: "$3", listener: "$4", networkProcessor: "$5" },
  },
  {
    pattern: "kafka.server<type=([\\w-]+), cipher=([^,]+), protocol=([^,]+), listener=([^,]+), networkProcessor=(\\d+)><>connections",
    name: "kafka_server_$1_connections_tls_info",
    type: "GAUGE",
    labels: { cipher: "$2", protocol: "$3", listener: "$4", networkProcessor: "$5" },
  },
  // Kafka's own metrics of its listeners.
  { pattern: `${listenerBean}<>([a-z-]+-total)`, name: "kafka_server_$1_$4", type: "COUNTER", labels: ofListener },
  { pattern: `${listenerBean}<>([a-z-]+)`, name: "kafka_server_$1_$4", type: "GAUGE", labels: ofListener },
  // Shares of time.
  {
    pattern: `kafka.(\\w+)<type=(\\w+), name=([\\w-]+)Percent${one}><>(?:MeanRate|Value)`,
    name: "kafka_$1_$2_$3_percent",
    type: "GAUGE",
    labels: { $4: "$5" },
  },
  // Meters, gauges and histograms.
  {
    pattern: `kafka.(\\w+)<type=(\\w+), name=(\\w+)PerSec${two}><>Count`,
    name: "kafka_$1_$2_$3_total",
    type: "COUNTER",
    labels: twoLabels,
  },
  { pattern: `kafka.(\\w+)<type=(\\w+), name=([\\w-]+)${two}><>Value`, name: "kafka_$1_$2_$3", type: "GAUGE", labels: twoLabels },
  { pattern: `kafka.(\\w+)<type=(\\w+), name=([\\w-]+)${two}><>Count`, name: "kafka_$1_$2_$3_count", type: "COUNTER", labels: twoLabels },
  {
    pattern: `kafka.(\\w+)<type=(\\w+), name=([\\w-]+)${two}><>(\\d+)thPercentile`,
    name: "kafka_$1_$2_$3",
    type: "GAUGE",
    labels: { ...twoLabels, quantile: "0.$8" },
  },
  // The quorum of controllers.
  {
    pattern: "kafka.server<type=raft-metrics><>current-state: (\\w+)",
    name: "kafka_server_raftmetrics_current_state",
    type: "UNTYPED",
    value: 1,
    labels: { current_state: "$1" },
  },
  { pattern: "kafka.server<type=raft-metrics><>([a-z-]+-(?:total|max))", name: "kafka_server_raftmetrics_$1", type: "COUNTER" },
  { pattern: "kafka.server<type=raft-metrics><>([a-z-]+)", name: "kafka_server_raftmetrics_$1", type: "GAUGE" },
  {
    pattern: "kafka.server<type=raft-channel-metrics><>([a-z-]+-(?:total|max))",
    name: "kafka_server_raftchannelmetrics_$1",
    type: "COUNTER",
  },
  { pattern: "kafka.server<type=raft-channel-metrics><>([a-z-]+)", name: "kafka_server_raftchannelmetrics_$1", type: "GAUGE" },
  { pattern: "kafka.server<type=broker-metadata-metrics><>([a-z-]+)", name: "kafka_server_brokermetadatametrics_$1", type: "GAUGE" },
];

/** What the JMX exporter is told so that Kafka's MBeans have the names that Strimzi's examples give them. */
export const kafkaMetricsConfig = { lowercaseOutputName: true, rules };

/** Where a Kafka's `metricsConfig.valueFrom.configMapKeyRef` finds it. */
export const kafkaMetricsKey = { name: "kafka-metrics", key: "kafka-metrics-config.yml" };
