import type { KnownDifference } from "./known-differences.ts";

/** Metrics of Kafka that are knowingly not told, or in another form, by the reason; each pattern stands for whole names. */
const absent: ReadonlyArray<readonly [reason: string, names: RegExp]> = [
  ["there is no JVM", /jvm_\w+/],
  [
    "rates, averages and largest values are for Prometheus to work out from the counters",
    /kafka_server_(socket_server_metrics|raftchannelmetrics)_\w+_(rate|avg|ratio|max|max_total)/,
  ],
  [
    "the quorum of one has no elections to time and no other leader to poll",
    /kafka_server_raftmetrics_(commit_latency_max_total|election_latency_(avg|max_total)|poll_idle_ratio_avg|number_unknown_voter_connections|uncommitted_voter_change)/,
  ],
  [
    "there is no network between controllers",
    /kafka_server_raftchannelmetrics_(connection_\w+|\w+authentication(_no_reauth)?_total|select_total|network_io_total|io_\w+)/,
  ],
  [
    "one thread serves all clients, without Java's selectors",
    /kafka_server_socket_server_metrics_(select_total|network_io_total|io_\w+)|kafka_network_processor_idle_percent|kafka_network_acceptor_\w*/,
  ],
  [
    "there is one pool of threads: none",
    /kafka_server_kafkarequesthandlerpool_((broker|controller)requesthandleravgidle|requesthandleravgidlepercent)\w*/,
  ],
  [
    "changes of metadata are made at once, not queued for a controller",
    /kafka_controller_controllereventmanager_\w*|kafka_controller_kafkacontroller_(eventqueue|brokerregistrationstate|controlledshutdownbrokercount|ignoredstaticvoters|lastappliedrecord(lagms|timestamp)|newactivecontrollerscount|timedoutbrokerheartbeatcount|timesincelastheartbeatreceivedms)\w*/,
  ],
  [
    "the broker reads metadata where it is written, not as a follower",
    /kafka_server_(brokermetadatalistener|brokermetadatametrics|assignmentsmanager|snapshotemitter)_\w*|kafka_server_metadataloader_(avgidleratio|handleloadsnapshotcount)/,
  ],
  ["there are no followers", /kafka_server_(replicafetchermanager|replicaalterlogdirsmanager)_\w*/],
  ["there is one data directory, which is never cordoned", /kafka_log_logmanager_(cordoned|logdirectory)\w*/],
  [
    "the log's housekeeping is its own",
    /kafka_log_logflushstats_\w*|kafka_log_logcleaner_max_(buffer_utilization_percent|compaction_delay_secs)|kafka_log_log_retentionsizeinpercent|kafka_utils_throttler_\w*/,
  ],
  [
    "share groups are later work",
    /kafka_server_(sharegroupmetrics|sharesessioncache)_\w*|kafka_server_brokertopicmetrics_\w*share(fetch|acknowledgement)requests_total/,
  ],
  [
    "batches are refused before what is wrong with single records is counted",
    /kafka_server_brokertopicmetrics_(invalidmagicnumberrecords|invalidoffsetorsequencerecords|nokeycompactedtopicrecords)_total/,
  ],
  [
    "old formats are not converted, answers are handed to the system at once",
    /kafka_network_requestmetrics_(messageconversionstimems|temporarymemorybytes|responsesendtimems)(_count_total)?/,
  ],
  ["transactions are verified without a request", /kafka_server_addpartitionstotxnmanager_\w*/],
  ["acks never wait for followers", /kafka_server_delayedproducemetrics_\w*/],
  [
    "it counts Java's metrics, or a server that is one with the broker here",
    /kafka_server_(controllerserver_\w+|kafkaserver_yammer_metrics_count)/,
  ],
];

/** What is told in another form, or beside what Kafka tells under Strimzi's rules. */
const other: ReadonlyArray<readonly [reason: string, path: RegExp]> = [
  ["Prometheus's library has no untyped metrics", /^\/kafka_server_raftmetrics_current_state\/type$/],
  ["answers don't wait in queues of threads", /^\/kafka_network_requestchannel_responsequeuesize\/labels/],
  ["Strimzi's rules pass over Kafka's coordinators; other rules give them these names", /^\/kafka_coordinator_group_/],
  [
    "Strimzi's rules pass over how fast connections come; its reporter gives it these names",
    /^\/kafka_server_socket_server_metrics_\w*connection_accept_(rate|throttle_time)$/,
  ],
  ["Strimzi's rules pass over what plugins tell; its reporter gives it these names", /^\/kafka_server_plugins_\w+$/],
  [
    "Strimzi's rules pass over what clients use of their quotas; its reporter gives it these names",
    /^\/kafka_server_(produce|fetch|request|controllermutation)_(byte_rate|throttle_time|request_time|exempt_request_time|mutation_rate|tokens|queue_size)$/,
  ],
];

export const knownMetricDifferences: readonly KnownDifference[] = [
  ...["metrics", "metrics-reporter"].flatMap((suite) =>
    absent.map(([reason, names]) => ({
      suite,
      cases: /^alone\.(names|dashboards)$/,
      path: new RegExp(`^(?:/[\\w-]+)?/(?:${names.source})$`),
      reason,
    })),
  ),
  ...other.map(([reason, path]) => ({ suite: "metrics", cases: /^alone\.names$/, path, reason })),
];
