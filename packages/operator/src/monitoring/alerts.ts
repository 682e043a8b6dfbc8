/** An alert: `expression` has a sample for each thing that is wrong. */
export interface Alert {
  readonly name: string;
  readonly expression: string;
  /** How long it has to have been so. */
  readonly for: string;
  readonly severity: "critical" | "warning";
  readonly summary: string;
  /** With Prometheus's templates. */
  readonly description: string;
}

export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

const ofKafka = "namespace, strimzi_io_cluster";
const theKafka = "Kafka {{ $labels.namespace }}/{{ $labels.strimzi_io_cluster }}";
const thePod = "{{ $labels.namespace }}/{{ $labels.kubernetes_pod_name }}";
const theClaim = "{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }}";
/** Claims of Kafka's nodes, as `data-0-my-cluster-broker-2`. */
const claims = `{persistentvolumeclaim=~"data(-[0-9]+)?-.+-[0-9]+"}`;

const kafka: AlertGroup = {
  name: "kafka",
  alerts: [
    {
      name: "OfflinePartitions",
      expression: `max by (${ofKafka}) (kafka_controller_kafkacontroller_offlinepartitionscount) > 0`,
      for: "1m",
      severity: "critical",
      summary: "Partitions have no leader",
      description: `{{ $value }} partitions of ${theKafka} have no leader: nobody can write to them or read them.`,
    },
    {
      name: "UnderMinIsrPartitionCount",
      expression: `sum by (${ofKafka}) (kafka_server_replicamanager_underminisrpartitioncount) > 0`,
      for: "1m",
      severity: "critical",
      summary: "Partitions have fewer replicas in sync than they need",
      description: `{{ $value }} partitions of ${theKafka} have fewer replicas in sync than min.insync.replicas: who writes with acks=all is refused.`,
    },
    {
      name: "AbnormalControllerState",
      expression: `sum by (${ofKafka}) (kafka_controller_kafkacontroller_activecontrollercount) != 1`,
      for: "1m",
      severity: "critical",
      summary: "There is not one active controller",
      description: `${theKafka} has {{ $value }} active controllers: without one, no leader is elected and nothing is changed.`,
    },
    {
      name: "UnderReplicatedPartitions",
      expression: `sum by (${ofKafka}, kubernetes_pod_name) (kafka_server_replicamanager_underreplicatedpartitions) > 0`,
      for: "10m",
      severity: "warning",
      summary: "Partitions are under-replicated",
      description: `{{ $value }} partitions that ${thePod} leads have had replicas out of sync for longer than a restart takes.`,
    },
    {
      name: "OfflineLogDirectoryCount",
      expression: `sum by (${ofKafka}, kubernetes_pod_name) (kafka_log_logmanager_offlinelogdirectorycount) > 0`,
      for: "1m",
      severity: "critical",
      summary: "A log directory is offline",
      description: `{{ $value }} log directories of ${thePod} are offline: Kafka could not read or write there.`,
    },
    {
      name: "UncleanLeaderElection",
      expression: `sum by (${ofKafka}) (increase(kafka_controller_controllerstats_uncleanleaderelections_total[5m])) > 0`,
      for: "0m",
      severity: "critical",
      summary: "A replica out of sync became leader",
      description: `A replica that was not in sync became leader in ${theKafka}: records may be lost.`,
    },
    {
      name: "KafkaScrapeProblem",
      expression: `up{strimzi_io_kind="Kafka"} == 0`,
      for: "3m",
      severity: "warning",
      summary: "A node of Kafka tells no metrics",
      description: `Prometheus has had no metrics of ${thePod} for more than 3 minutes.`,
    },
    {
      name: "KafkaRunningOutOfSpace",
      expression: `kubelet_volume_stats_available_bytes${claims} / kubelet_volume_stats_capacity_bytes${claims} < 0.15`,
      for: "5m",
      severity: "warning",
      summary: "A volume of Kafka is filling up",
      description: `{{ $value | humanizePercentage }} of the volume of claim ${theClaim} are left.`,
    },
    {
      name: "KafkaOutOfSpaceSoon",
      expression: `predict_linear(kubelet_volume_stats_available_bytes${claims}[6h], 24 * 3600) < 0`,
      for: "1h",
      severity: "warning",
      summary: "A volume of Kafka will be full within a day",
      description: `As the last six hours went, the volume of claim ${theClaim} is full within a day.`,
    },
  ],
};

const operator: AlertGroup = {
  name: "operator",
  alerts: [
    {
      name: "ClusterOperatorDown",
      expression: `absent(strimzi_reconciliations_periodical_total{kind="Kafka"})`,
      for: "5m",
      severity: "critical",
      summary: "No operator leads",
      description:
        "No operator has told of its work for 5 minutes: nobody looks after Kafkas, topics and users, and certificates are not renewed.",
    },
    {
      name: "ReconciliationsFailing",
      expression: "sum by (kind, namespace) (increase(strimzi_reconciliations_failed_total[10m])) > 0",
      for: "15m",
      severity: "warning",
      summary: "Reconciliations fail",
      description: `Reconciliations of kind {{ $labels.kind }} have been failing for 15 minutes{{ with $labels.namespace }} in namespace {{ . }}{{ end }}: the resources' statuses say why.`,
    },
    {
      name: "ReconciliationsStuck",
      expression: `sum by (kind, namespace) (increase(strimzi_reconciliations_total{kind="Kafka"}[15m])) == 0 and sum by (kind, namespace) (strimzi_resources{kind="Kafka"}) > 0`,
      for: "5m",
      severity: "warning",
      summary: "Nothing is reconciled",
      description: "No Kafka has been looked at for 15 minutes, though there are some: the operator hangs.",
    },
    {
      name: "KafkaNotReady",
      expression: `strimzi_kafka_resource_info{ready!="True"}`,
      for: "15m",
      severity: "critical",
      summary: "A Kafka is not ready",
      description: "Kafka {{ $labels.exported_namespace }}/{{ $labels.name }} has not been ready for 15 minutes: its status says why.",
    },
    {
      name: "KafkaTopicNotReady",
      expression: `strimzi_kafka_topic_resource_info{ready!="True"}`,
      for: "15m",
      severity: "warning",
      summary: "A topic is not as it is declared",
      description: "KafkaTopic {{ $labels.exported_namespace }}/{{ $labels.name }} has not been ready for 15 minutes: its status says why.",
    },
    {
      name: "KafkaUserNotReady",
      expression: `strimzi_kafka_user_resource_info{ready!="True"}`,
      for: "15m",
      severity: "warning",
      summary: "A user is not as declared",
      description: "KafkaUser {{ $labels.exported_namespace }}/{{ $labels.name }} has not been ready for 15 minutes: its status says why.",
    },
  ],
};

const theCertificate = `The certificate of type {{ $labels.type }} of Kafka {{ $labels.resource_namespace }}/{{ $labels.cluster }}`;
const secondsLeft = "min by (cluster, type, resource_namespace) (strimzi_certificate_expiration_timestamp_ms) / 1000 - time()";

const certificates: AlertGroup = {
  name: "certificates",
  alerts: [
    {
      name: "CertificateExpiration",
      expression: `${secondsLeft} < 25 * 24 * 3600`,
      for: "1h",
      severity: "warning",
      summary: "A certificate was not renewed in time",
      description: `${theCertificate} expires in {{ $value | humanizeDuration }}, and should have been renewed: look for a maintenance window that never comes, or renew it if you supplied it.`,
    },
    {
      name: "CertificateExpirationImminent",
      expression: `${secondsLeft} < 7 * 24 * 3600`,
      for: "5m",
      severity: "critical",
      summary: "A certificate expires within a week",
      description: `${theCertificate} expires in {{ $value | humanizeDuration }}: then nobody can connect any more.`,
    },
  ],
};

const produced = (name: string, window: string) => `sum by (${ofKafka}, partition) (increase(strimzi_canary_records_${name}[${window}]))`;

const canary: AlertGroup = {
  name: "canary",
  alerts: [
    {
      name: "CanaryRecordsNotStored",
      expression: `${produced("produced_failed_total", "5m")} / ${produced("produced_total", "5m")} > 0.1`,
      for: "2m",
      severity: "critical",
      summary: "Records of the canary are not stored",
      description: `{{ $value | humanizePercentage }} of the canary's records for partition {{ $labels.partition }} of ${theKafka} are not stored.`,
    },
    {
      name: "CanaryRecordsNotRead",
      expression: `${produced("consumed_total", "10m")} < 0.9 * (${produced("produced_total", "10m")} - ${produced("produced_failed_total", "10m")})`,
      for: "5m",
      severity: "critical",
      summary: "Records of the canary are stored and not read",
      description: `Of the canary's records that partition {{ $labels.partition }} of ${theKafka} has stored, more than a tenth were not read.`,
    },
    {
      name: "CanaryBrokerUnreachable",
      expression: `sum by (${ofKafka}, brokerid) (increase(strimzi_canary_connection_total{connected="false"}[3m])) > 0 unless sum by (${ofKafka}, brokerid) (increase(strimzi_canary_connection_total{connected="true"}[3m])) > 0`,
      for: "5m",
      severity: "warning",
      summary: "A broker can't be connected to",
      description: `Broker {{ $labels.brokerid }} of ${theKafka} can't be connected to.`,
    },
    {
      name: "CanaryLatency",
      expression: `histogram_quantile(0.95, sum by (${ofKafka}, le) (rate(strimzi_canary_records_consumed_latency_bucket[10m]))) > 400`,
      for: "10m",
      severity: "warning",
      summary: "Records take long",
      description: `One in twenty records of the canary takes {{ $value | humanize }} ms or more through ${theKafka}.`,
    },
    {
      name: "CanaryTopicFails",
      expression: `sum by (${ofKafka}) (increase(strimzi_canary_topic_creation_failed_total[10m]) + increase(strimzi_canary_topic_alter_assignments_error_total[10m])) > 0`,
      for: "10m",
      severity: "warning",
      summary: "The canary's topic can't be kept",
      description: `The canary's topic can't be made or moved in ${theKafka}: not every broker is measured.`,
    },
  ],
};

const theGroup = "Group {{ $labels.consumergroup }}";
const theTopic = "topic {{ $labels.topic }} of Kafka {{ $labels.namespace }}/{{ $labels.strimzi_io_cluster }}";

const exporter: AlertGroup = {
  name: "kafka-exporter",
  alerts: [
    {
      name: "ConsumerGroupLag",
      expression: "min_over_time(kafka_consumergroup_lag_sum[10m]) > 1000 and delta(kafka_consumergroup_lag_sum[10m]) >= 0",
      for: "10m",
      severity: "warning",
      summary: "A consumer group does not keep up",
      description: `${theGroup} is {{ $value }} records behind in ${theTopic} and does not catch up.`,
    },
    {
      name: "ConsumerGroupGone",
      expression: `kafka_consumergroup_lag_sum > 0 and on (${ofKafka}, consumergroup) kafka_consumergroup_members == 0`,
      for: "1h",
      severity: "warning",
      summary: "Nobody reads for a consumer group",
      description: `${theGroup} has no members and {{ $value }} records to read in ${theTopic}.`,
    },
    {
      name: "UnderReplicatedPartition",
      expression: `sum by (${ofKafka}, topic) (kafka_topic_partition_under_replicated_partition) > 0`,
      for: "10m",
      severity: "warning",
      summary: "Partitions of a topic are under-replicated",
      description: `{{ $value }} partitions of ${theTopic} have had replicas out of sync for longer than a restart takes.`,
    },
  ],
};

/** All alerts, by what has to be scraped for them. */
export const alertGroups: readonly AlertGroup[] = [kafka, operator, certificates, canary, exporter];

/** A group as Prometheus reads it. */
export const ruleGroup = ({ name, alerts }: AlertGroup) => ({
  name,
  rules: alerts.map(({ name: alert, expression: expr, for: lasting, severity, summary, description }) => ({
    ...{ alert, expr, for: lasting },
    labels: { severity },
    annotations: { summary, description },
  })),
});
