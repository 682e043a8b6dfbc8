import type { ClusterNode, KafkaCluster } from "../cluster.ts";
import { metricsPort, replication } from "../listeners/names.ts";
import { keyStore, trustStore } from "./places.ts";
import type { Properties, Section } from "./properties.ts";
import { unlimitedPrincipals } from "./security-sections.ts";

/** How a plug-in within a node reaches the cluster: through the listener of the nodes, as one of them. */
function innerClient({ names }: KafkaCluster, { podName }: ClusterNode, prefix: string): Properties {
  return {
    [`${prefix}bootstrap.servers`]: `${names.brokersService}:${replication.port}`,
    [`${prefix}security.protocol`]: "SSL",
    ...keyStore(prefix, podName),
    ...trustStore(prefix, "cluster-ca"),
  };
}

export function tieredStorageSection(cluster: KafkaCluster, node: ClusterNode): Section {
  const { tieredStorage } = cluster.kafka.spec.kafka;
  const title = "Tiered storage";
  if (tieredStorage === undefined) return { title, settings: {} };
  const { className = "", classPath = "", config = {} } = tieredStorage.remoteStorageManager ?? {};
  const settings = {
    "remote.log.storage.system.enable": "true",
    "remote.log.metadata.manager.impl.prefix": "rlmm.config.",
    "remote.log.metadata.manager.class.name": "org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager",
    "remote.log.metadata.manager.listener.name": replication.name,
    ...innerClient(cluster, node, "rlmm.config.remote.log.metadata.common.client."),
    "remote.log.storage.manager.class.name": className,
    "remote.log.storage.manager.class.path": classPath,
    "remote.log.storage.manager.impl.prefix": "rsm.config.",
    ...Object.fromEntries(Object.entries(config).map(([name, value]) => [`rsm.config.${name}`, value])),
  };
  return { title, settings };
}

/** Quotas of the type `kafka` are no settings: the operator sets them through Kafka's own API. */
export function quotasSection(cluster: KafkaCluster, node: ClusterNode): Section {
  const { quotas } = cluster.kafka.spec.kafka;
  const title = "Quotas";
  if (quotas?.type !== "strimzi") return { title, settings: {} };
  const limits = {
    produce: quotas.producerByteRate,
    fetch: quotas.consumerByteRate,
    "storage.per.volume.limit.min.available.bytes": quotas.minAvailableBytesPerVolume,
    "storage.per.volume.limit.min.available.ratio": quotas.minAvailableRatioPerVolume,
  };
  const prefix = "client.quota.callback.static.";
  const settings = {
    "client.quota.callback.class": "io.strimzi.kafka.quotas.StaticQuotaCallback",
    ...innerClient(cluster, node, `${prefix}kafka.admin.`),
    ...Object.fromEntries(
      Object.entries(limits).flatMap(([name, limit]) => (limit === undefined ? [] : [[`${prefix}${name}`, String(limit)]])),
    ),
    [`${prefix}excluded.principal.name.list`]: [...unlimitedPrincipals(cluster), ...(quotas.excludedPrincipals ?? [])].join(";"),
  };
  return { title, settings };
}

/** What tells whether a broker runs, and what it has still to recover, as Strimzi's reporter calls it. */
const neededByOperator = ["kafka_server_kafkaserver_brokerstate", "kafka_log_logmanager_remaininglogstorecover"];

/** What Strimzi's dashboards show. */
const defaultAllowList = [
  ...["kafka_cluster_partition.*", "kafka_controller_kafkacontroller.*"],
  ...["kafka_controller_controllerstats_uncleanleaderelectionspersec", "kafka_log_log_size", "kafka_network_requestmetrics.*"],
  ...["kafka_network_socketserver_networkprocessoravgidlepercent", "kafka_server_app_info.*", "kafka_server_brokertopicmetrics.*"],
  ...["kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent", "kafka_server_kafkaserver_brokerstate"],
  ...["kafka_server_kafkaserver_clusterid", "kafka_server_kafkaserver_linux.*", "kafka_server_raft.*"],
  ...["kafka_server_replicamanager.*", "kafka_server_request_queue_size", "kafka_server_socket_server.*"],
];

export function reporterSection({ kafka }: KafkaCluster): Section {
  const { metricsConfig } = kafka.spec.kafka;
  const title = "Metrics reporter";
  if (metricsConfig?.type !== "strimziMetricsReporter") return { title, settings: {} };
  const allowList = new Set([...(metricsConfig.values?.allowList ?? defaultAllowList), ...neededByOperator]);
  const prefix = "prometheus.metrics.reporter.";
  const settings = {
    [`${prefix}listener.enable`]: "true",
    [`${prefix}listener`]: `http://:${metricsPort.port}`,
    [`${prefix}allowlist`]: [...allowList].join(","),
  };
  return { title, settings };
}
