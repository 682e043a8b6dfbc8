/** Values of a series, by what promtool makes of them: `0+1x10` grows by one a minute. */
type Series = readonly [series: string, values: string];

/** What an alert is tried with. */
export interface AlertTrial {
  readonly alert: string;
  /** When it is looked, in minutes. */
  readonly atMinutes: number;
  readonly fires: readonly Series[];
  /** The labels that it fires with, besides its severity. */
  readonly labels: Readonly<Record<string, string>>;
  /** What its description says. */
  readonly says: string;
  /** All is well, or not for long enough yet. */
  readonly quiet: ReadonlyArray<readonly Series[]>;
}

const labels = { namespace: "kafka", strimzi_io_cluster: "main" };
const cluster = 'namespace="kafka",strimzi_io_cluster="main"';
const pod = { ...labels, kubernetes_pod_name: "main-broker-1" };
const ofPod = `${cluster},kubernetes_pod_name="main-broker-1"`;
const claim = { namespace: "kafka", persistentvolumeclaim: "data-0-main-broker-1" };
const ofClaim = 'namespace="kafka",persistentvolumeclaim="data-0-main-broker-1"';

const series = (name: string, of: string, values: string): Series => [`${name}{${of}}`, values];

const controller = "kafka_controller_kafkacontroller_activecontrollercount";
const available = "kubelet_volume_stats_available_bytes";
const capacity = "kubelet_volume_stats_capacity_bytes";
const gib = 1024 ** 3;

const kafka: readonly AlertTrial[] = [
  {
    alert: "OfflinePartitions",
    atMinutes: 5,
    fires: [series("kafka_controller_kafkacontroller_offlinepartitionscount", ofPod, "2x10")],
    labels,
    says: "2 partitions of Kafka kafka/main have no leader: nobody can write to them or read them.",
    quiet: [[series("kafka_controller_kafkacontroller_offlinepartitionscount", ofPod, "0x10")]],
  },
  {
    alert: "UnderMinIsrPartitionCount",
    atMinutes: 5,
    fires: [
      series("kafka_server_replicamanager_underminisrpartitioncount", ofPod, "1x10"),
      series("kafka_server_replicamanager_underminisrpartitioncount", `${cluster},kubernetes_pod_name="main-broker-2"`, "2x10"),
    ],
    labels,
    says: "3 partitions of Kafka kafka/main have fewer replicas in sync than min.insync.replicas: who writes with acks=all is refused.",
    quiet: [[series("kafka_server_replicamanager_underminisrpartitioncount", ofPod, "0x10")]],
  },
  {
    alert: "AbnormalControllerState",
    atMinutes: 5,
    fires: [series(controller, ofPod, "0x10"), series(controller, `${cluster},kubernetes_pod_name="main-broker-2"`, "0x10")],
    labels,
    says: "Kafka kafka/main has 0 active controllers: without one, no leader is elected and nothing is changed.",
    quiet: [[series(controller, ofPod, "0x10"), series(controller, `${cluster},kubernetes_pod_name="main-broker-2"`, "1x10")]],
  },
  {
    alert: "UnderReplicatedPartitions",
    atMinutes: 12,
    fires: [series("kafka_server_replicamanager_underreplicatedpartitions", ofPod, "4x20")],
    labels: pod,
    says: "4 partitions that kafka/main-broker-1 leads have had replicas out of sync for longer than a restart takes.",
    quiet: [
      [series("kafka_server_replicamanager_underreplicatedpartitions", ofPod, "0x20")],
      [series("kafka_server_replicamanager_underreplicatedpartitions", ofPod, "0x6 4x14")],
    ],
  },
  {
    alert: "OfflineLogDirectoryCount",
    atMinutes: 5,
    fires: [series("kafka_log_logmanager_offlinelogdirectorycount", ofPod, "1x10")],
    labels: pod,
    says: "1 log directories of kafka/main-broker-1 are offline: Kafka could not read or write there.",
    quiet: [[series("kafka_log_logmanager_offlinelogdirectorycount", ofPod, "0x10")]],
  },
  {
    alert: "UncleanLeaderElection",
    atMinutes: 6,
    fires: [series("kafka_controller_controllerstats_uncleanleaderelections_total", ofPod, "0x4 1x10")],
    labels,
    says: "A replica that was not in sync became leader in Kafka kafka/main: records may be lost.",
    quiet: [[series("kafka_controller_controllerstats_uncleanleaderelections_total", ofPod, "7x10")]],
  },
  {
    alert: "KafkaScrapeProblem",
    atMinutes: 5,
    fires: [series("up", `${ofPod},strimzi_io_kind="Kafka"`, "0x10")],
    labels: { ...pod, strimzi_io_kind: "Kafka" },
    says: "Prometheus has had no metrics of kafka/main-broker-1 for more than 3 minutes.",
    quiet: [[series("up", `${ofPod},strimzi_io_kind="Kafka"`, "1x10")], [series("up", 'job="other"', "0x10")]],
  },
  {
    alert: "KafkaRunningOutOfSpace",
    atMinutes: 10,
    fires: [series(available, ofClaim, `${10 * gib}x20`), series(capacity, ofClaim, `${100 * gib}x20`)],
    labels: claim,
    says: "10% of the volume of claim kafka/data-0-main-broker-1 are left.",
    quiet: [
      [series(available, ofClaim, `${50 * gib}x20`), series(capacity, ofClaim, `${100 * gib}x20`)],
      [
        series(available, 'namespace="other",persistentvolumeclaim="cache"', "1x20"),
        series(capacity, 'namespace="other",persistentvolumeclaim="cache"', "100x20"),
      ],
    ],
  },
  {
    alert: "KafkaOutOfSpaceSoon",
    atMinutes: 480,
    fires: [series(available, ofClaim, `${100 * gib}-${(gib / 10).toFixed(0)}x480`)],
    labels: claim,
    says: "As the last six hours went, the volume of claim kafka/data-0-main-broker-1 is full within a day.",
    quiet: [[series(available, ofClaim, `${100 * gib}-${(gib / 100).toFixed(0)}x480`)]],
  },
];

const operator: readonly AlertTrial[] = [
  {
    alert: "ClusterOperatorDown",
    atMinutes: 10,
    fires: [],
    labels: { kind: "Kafka" },
    says: "No operator has told of its work for 5 minutes: nobody looks after Kafkas, topics and users, and certificates are not renewed.",
    quiet: [[series("strimzi_reconciliations_periodical_total", 'kind="Kafka",namespace="",selector=""', "0+1x20")]],
  },
  {
    alert: "ReconciliationsFailing",
    atMinutes: 30,
    fires: [series("strimzi_reconciliations_failed_total", 'kind="KafkaTopic",namespace="kafka"', "0+1x40")],
    labels: { kind: "KafkaTopic", namespace: "kafka" },
    says: "Reconciliations of kind KafkaTopic have been failing for 15 minutes in namespace kafka: the resources' statuses say why.",
    quiet: [
      [series("strimzi_reconciliations_failed_total", 'kind="KafkaTopic",namespace="kafka"', "5x40")],
      [series("strimzi_reconciliations_failed_total", 'kind="KafkaTopic",namespace="kafka"', "0x20 1x20")],
    ],
  },
  {
    alert: "ReconciliationsStuck",
    atMinutes: 30,
    fires: [series("strimzi_reconciliations_total", 'kind="Kafka"', "9x40"), series("strimzi_resources", 'kind="Kafka"', "1x40")],
    labels: { kind: "Kafka" },
    says: "No Kafka has been looked at for 15 minutes, though there are some: the operator hangs.",
    quiet: [
      [series("strimzi_reconciliations_total", 'kind="Kafka"', "0+1x40"), series("strimzi_resources", 'kind="Kafka"', "1x40")],
      [series("strimzi_reconciliations_total", 'kind="Kafka"', "0x40"), series("strimzi_resources", 'kind="Kafka"', "0x40")],
    ],
  },
  ...(["", "Topic", "User"] as const).map((kind): AlertTrial => {
    const name = `strimzi_kafka_${kind === "" ? "" : `${kind.toLowerCase()}_`}resource_info`;
    const of = 'exported_namespace="kafka",name="main"';
    return {
      alert: `Kafka${kind}NotReady`,
      atMinutes: 20,
      fires: [series(name, of, "1x30")],
      labels: { exported_namespace: "kafka", name: "main" },
      says: `Kafka${kind} kafka/main has not been ready for 15 minutes: its status says why.`,
      quiet: [
        [series(name, `${of},ready="True"`, "1x30")],
        [series(name, `${of},ready="True"`, "1x10 _x20"), series(name, of, "_x11 1x19")],
      ],
    };
  }),
];

const certificate = 'strimzi_certificate_expiration_timestamp_ms{cluster="main",type="cluster-ca",resource_namespace="kafka"}';
const ofCertificate = { cluster: "main", type: "cluster-ca", resource_namespace: "kafka" };
/** Time begins at 0 in a trial, and certificates end so many days later. */
const ends = (days: number): string => `${days * 24 * 3_600_000}x120`;

const certificates: readonly AlertTrial[] = [
  {
    alert: "CertificateExpiration",
    atMinutes: 90,
    fires: [[certificate, ends(20)]],
    labels: ofCertificate,
    says: "The certificate of type cluster-ca of Kafka kafka/main expires in 19d 22h 30m 0s, and should have been renewed: look for a maintenance window that never comes, or renew it if you supplied it.",
    quiet: [[[certificate, ends(30)]]],
  },
  {
    alert: "CertificateExpirationImminent",
    atMinutes: 60,
    fires: [[certificate, ends(5)]],
    labels: ofCertificate,
    says: "The certificate of type cluster-ca of Kafka kafka/main expires in 4d 23h 0m 0s: then nobody can connect any more.",
    quiet: [[[certificate, ends(20)]]],
  },
];

const records = (name: string, values: string): Series =>
  series(`strimzi_canary_records_${name}`, `${cluster},clientid="strimzi-canary-client",partition="0"`, values);
const connections = (connected: boolean, values: string): Series =>
  series("strimzi_canary_connection_total", `${cluster},brokerid="1",connected="${connected}"`, values);
const latency = (le: string, values: string): Series =>
  series("strimzi_canary_records_consumed_latency_bucket", `${cluster},partition="0",le="${le}"`, values);
const ofTopic = (name: string, values: string): Series =>
  series(`strimzi_canary_topic_${name}_total`, `${cluster},topic="__strimzi_canary"`, values);

const canary: readonly AlertTrial[] = [
  {
    alert: "CanaryRecordsNotStored",
    atMinutes: 10,
    fires: [records("produced_total", "0+6x20"), records("produced_failed_total", "0+3x20")],
    labels: { ...labels, partition: "0" },
    says: "50% of the canary's records for partition 0 of Kafka kafka/main are not stored.",
    quiet: [[records("produced_total", "0+6x20"), records("produced_failed_total", "9x20")]],
  },
  {
    alert: "CanaryRecordsNotRead",
    atMinutes: 20,
    fires: [records("produced_total", "0+6x30"), records("produced_failed_total", "0x30"), records("consumed_total", "0+3x30")],
    labels: { ...labels, partition: "0" },
    says: "Of the canary's records that partition 0 of Kafka kafka/main has stored, more than a tenth were not read.",
    quiet: [
      [records("produced_total", "0+6x30"), records("produced_failed_total", "0x30"), records("consumed_total", "0+6x30")],
      [records("produced_total", "0+6x30"), records("produced_failed_total", "0+6x30"), records("consumed_total", "0x30")],
    ],
  },
  {
    alert: "CanaryBrokerUnreachable",
    atMinutes: 15,
    fires: [connections(false, "0+2x20"), connections(true, "40x20")],
    labels: { ...labels, brokerid: "1" },
    says: "Broker 1 of Kafka kafka/main can't be connected to.",
    quiet: [
      [connections(false, "0x20"), connections(true, "0+2x20")],
      [connections(false, "0+1x20"), connections(true, "0+1x20")],
    ],
  },
  {
    alert: "CanaryLatency",
    atMinutes: 25,
    fires: [latency("400", "0x30"), latency("800", "0+6x30"), latency("+Inf", "0+6x30")],
    labels,
    says: "One in twenty records of the canary takes 780 ms or more through Kafka kafka/main.",
    quiet: [[latency("5", "0+6x30"), latency("400", "0+6x30"), latency("800", "0+6x30"), latency("+Inf", "0+6x30")]],
  },
  {
    alert: "CanaryTopicFails",
    atMinutes: 25,
    fires: [ofTopic("creation_failed", "0+1x30"), ofTopic("alter_assignments_error", "0x30")],
    labels,
    says: "The canary's topic can't be made or moved in Kafka kafka/main: not every broker is measured.",
    quiet: [[ofTopic("creation_failed", "1x30"), ofTopic("alter_assignments_error", "1x30")]],
  },
];

const group = { ...labels, consumergroup: "readers" };
const ofGroup = `${cluster},consumergroup="readers"`;
const lag = (values: string): Series => series("kafka_consumergroup_lag_sum", `${ofGroup},topic="orders"`, values);
const members = (values: string): Series => series("kafka_consumergroup_members", ofGroup, values);

const exporter: readonly AlertTrial[] = [
  {
    alert: "ConsumerGroupLag",
    atMinutes: 30,
    fires: [lag("2000+10x40")],
    labels: { ...group, topic: "orders" },
    says: "Group readers is 2210 records behind in topic orders of Kafka kafka/main and does not catch up.",
    quiet: [[lag("20000-100x40")], [lag("500x40")]],
  },
  {
    alert: "ConsumerGroupGone",
    atMinutes: 90,
    fires: [lag("5x120"), members("0x120")],
    labels: { ...group, topic: "orders" },
    says: "Group readers has no members and 5 records to read in topic orders of Kafka kafka/main.",
    quiet: [
      [lag("5x120"), members("1x120")],
      [lag("0x120"), members("0x120")],
    ],
  },
  {
    alert: "UnderReplicatedPartition",
    atMinutes: 15,
    fires: [
      series("kafka_topic_partition_under_replicated_partition", `${cluster},topic="orders",partition="0"`, "1x20"),
      series("kafka_topic_partition_under_replicated_partition", `${cluster},topic="orders",partition="1"`, "1x20"),
    ],
    labels: { ...labels, topic: "orders" },
    says: "2 partitions of topic orders of Kafka kafka/main have had replicas out of sync for longer than a restart takes.",
    quiet: [[series("kafka_topic_partition_under_replicated_partition", `${cluster},topic="orders",partition="0"`, "0x20")]],
  },
];

export const alertTrials: readonly AlertTrial[] = [...kafka, ...operator, ...certificates, ...canary, ...exporter];
