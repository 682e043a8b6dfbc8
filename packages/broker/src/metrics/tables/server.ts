import { features, levelOf } from "../../metadata/features.ts";
import { gauge, type Metric, type MetricsView, meter, type Row } from "../metric.ts";

const controller = "kafka.controller KafkaController";
const controllerStats = "kafka.controller ControllerStats";
const fetchSessionCache = "kafka.server FetchSessionCache";
const loader = "kafka.server MetadataLoader";

/** Kafka's number for a broker that serves requests. */
const brokerRunning = 3;

function raft(name: string, help: string, read: Metric["read"]): Metric {
  return { name: `kafka.server raft-metrics ${name}`, kind: "attribute", labels: [], help, read };
}

function channel(name: string, help: string): Metric {
  return {
    name: `kafka.server raft-channel-metrics ${name}`,
    kind: "attributeTotal",
    labels: [],
    help: `${help} Always 0.`,
    read: () => 0,
  };
}

/** Kafka's name of a feature as its metrics write it: `metadata.version` is `metadataVersion`. */
const featureName = (name: string) => name.replace(/\.(.)/g, (_, letter: string) => letter.toUpperCase());

const epochOf = ({ parts }: MetricsView) => parts.metadata.leaderEpoch;

export const serverRows: readonly Row[] = [
  gauge(`${controller} ActiveControllerCount`, "Whether this node is the active controller. Always 1.", () => 1),
  gauge(`${controller} ActiveBrokerCount`, "Brokers that are up. Always 1.", () => 1),
  gauge(`${controller} FencedBrokerCount`, "Brokers that are fenced. Always 0.", () => 0),
  gauge(`${controller} GlobalTopicCount`, "Topics.", ({ parts }) => parts.metadata.image.topicCount),
  gauge(`${controller} GlobalPartitionCount`, "Partitions of all topics.", ({ parts }) => parts.metadata.image.partitionCount),
  gauge(`${controller} OfflinePartitionsCount`, "Partitions without a leader. Always 0.", () => 0),
  gauge(`${controller} PreferredReplicaImbalanceCount`, "Partitions led by another than the preferred replica. Always 0.", () => 0),
  gauge(`${controller} MetadataErrorCount`, "Errors in metadata that were passed over. Always 0: they end the start.", () => 0),
  gauge(`${controller} LastAppliedRecordOffset`, "Offset of the last record of metadata.", ({ parts }) => parts.metadata.epoch),
  gauge(`${controller} LastCommittedRecordOffset`, "Offset of the last record of metadata.", ({ parts }) => parts.metadata.epoch),
  meter(`${controllerStats} UncleanLeaderElectionsPerSec`, "Leaders elected outside the replicas in sync. Always 0.", () => 0),
  meter(`${controllerStats} ElectionFromEligibleLeaderReplicasPerSec`, "Leaders elected from eligible replicas. Always 0.", () => 0),

  gauge("kafka.server KafkaServer BrokerState", "3: the broker serves requests.", () => brokerRunning),
  gauge(
    "kafka.server DelayedOperationPurgatory PurgatorySize",
    "Requests that wait for something: fetches for records.",
    ({ parts }) => [{ labels: { delayedOperation: "Fetch" }, value: parts.counts.parkedFetches }],
    ["delayedOperation"],
  ),
  gauge(
    "kafka.server DelayedOperationPurgatory NumDelayedOperations",
    "Requests that wait for something: fetches for records.",
    ({ parts }) => [{ labels: { delayedOperation: "Fetch" }, value: parts.counts.parkedFetches }],
    ["delayedOperation"],
  ),
  gauge(`${fetchSessionCache} NumIncrementalFetchSessions`, "Open fetch sessions.", ({ parts }) => parts.fetchSessions.count),
  gauge(
    `${fetchSessionCache} NumIncrementalFetchPartitionsCached`,
    "Partitions in open fetch sessions.",
    ({ parts }) => parts.fetchSessions.partitionCount,
  ),
  meter(
    `${fetchSessionCache} IncrementalFetchSessionEvictionsPerSec`,
    "Fetch sessions that were put out by others.",
    ({ parts }) => parts.fetchSessions.evictions,
  ),

  gauge(
    `${loader} FinalizedLevel`,
    "Levels of features that are in force.",
    ({ parts }) =>
      Object.keys(features).map((name) => ({ labels: { featureName: featureName(name) }, value: levelOf(parts.metadata.image, name) })),
    ["featureName"],
  ),
  gauge(`${loader} CurrentMetadataVersion`, "Level of metadata.version.", ({ parts }) => levelOf(parts.metadata.image, "metadata.version")),
  gauge(`${loader} CurrentControllerId`, "Node that is the controller: this one.", ({ parts }) => parts.nodeId),

  {
    name: "kafka.server raft-metrics current-state",
    kind: "info",
    labels: ["current_state"],
    help: "Role of this node in the quorum of controllers: always its leader.",
    read: () => [{ labels: { current_state: "leader" }, value: 1 }],
  },
  raft("current-leader", "Leader of the quorum: this node.", ({ parts }) => parts.nodeId),
  raft("current-vote", "Node that this node voted for: itself.", ({ parts }) => parts.nodeId),
  raft("current-epoch", "Epoch of the quorum: starts of this broker.", epochOf),
  raft("log-end-epoch", "Epoch of the last record of metadata.", epochOf),
  raft("high-watermark", "Offset before which metadata is settled.", ({ parts }) => parts.metadata.epoch + 1),
  raft("log-end-offset", "Offset that the next record of metadata gets.", ({ parts }) => parts.metadata.epoch + 1),
  raft("append-records-rate", "Records of metadata that were written, a second, over the last half to whole minute.", ({ parts }) =>
    parts.metadata.recordsWritten.perSecond(parts.clock.monotonicMs()),
  ),
  raft(
    "commit-latency-avg",
    "Milliseconds until a change of metadata was durable, on average over the last half to whole minute.",
    ({ parts }) => parts.metadata.commitMs.average(parts.clock.monotonicMs()),
  ),
  raft("fetch-records-rate", "Records of metadata that were fetched from another leader. Always 0.", () => 0),
  raft("number-of-voters", "Nodes in the quorum. Always 1.", () => 1),
  raft("number-of-observers", "Nodes that follow the quorum. Always 0.", () => 0),
  channel("incoming-byte-total", "Bytes from other nodes of the quorum."),
  channel("outgoing-byte-total", "Bytes to other nodes of the quorum."),
  channel("request-total", "Requests to other nodes of the quorum."),
  channel("response-total", "Answers of other nodes of the quorum."),
];
