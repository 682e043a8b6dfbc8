import { gauge, type Metric, type MetricsView, meter, type Row, type Sample } from "../metric.ts";
import type { Count } from "../topic-counts.ts";

/** The sum over all topics, without a label, then each topic of which something was counted. */
function counted(name: string, help: string, count: Count): Metric {
  return meter(
    `kafka.server BrokerTopicMetrics ${name}`,
    `${help} Without a topic: all of them.`,
    ({ parts: { counts } }) => [
      { labels: {}, value: counts.allTopics()[count] },
      ...Array.from(counts.topics, ([topic, of]) => ({ labels: { topic }, value: of[count] })).filter(({ value }) => value > 0),
    ],
    ["topic"],
  );
}

/** Kafka counts it; on one node with one format of records it does not happen. */
function never(name: string, help: string): Metric {
  return meter(`kafka.server BrokerTopicMetrics ${name}`, `${help} Always 0.`, () => 0);
}

const ofPartition = ["topic", "partition"];

function eachPartition(view: MetricsView, value: (partition: ReturnType<typeof partitionsOf>[number]) => number): Sample[] {
  return partitionsOf(view).map((partition) => ({
    labels: { topic: partition.topic.name, partition: String(partition.index) },
    value: value(partition),
  }));
}

function partitionsOf({ parts }: MetricsView) {
  return [...parts.partitions.all()];
}

function eachLog({ parts }: MetricsView, value: (log: LogOf) => number): Sample[] {
  return Array.from(parts.partitions.directory.logs(), (log) => ({
    labels: { topic: log.topic, partition: String(log.partition) },
    value: value(log),
  }));
}

type LogOf = ReturnType<MetricsView["parts"]["partitions"]["directory"]["logs"]> extends Iterable<infer Log> ? Log : never;

type ProducerOf = ReturnType<LogOf["activeProducers"]>[number];

function failedLogs({ parts }: MetricsView): LogOf[] {
  return [...parts.partitions.directory.logs()].filter(({ failure }) => failure !== undefined);
}

/** For clocks that differ, and coordinators that are busy (Kafka's LATE_TRANSACTION_BUFFER_MS). */
const lateBufferMs = 300_000;

function isLate({ currentTxnStartOffset, lastTimestamp }: ProducerOf, { parts }: MetricsView): boolean {
  const lateAfterMs = parts.configs.broker.transactionMaxTimeoutMs + lateBufferMs;
  return currentTxnStartOffset >= 0 && parts.clock.now() - lastTimestamp > lateAfterMs;
}

const replicaManager = "kafka.server ReplicaManager";
const ofCluster = "kafka.cluster Partition";

export const topicRows: readonly Row[] = [
  counted("MessagesInPerSec", "Records that were appended.", "messagesIn"),
  counted("BytesInPerSec", "Bytes of batches that were appended.", "bytesIn"),
  counted("BytesOutPerSec", "Bytes of batches that were sent to consumers.", "bytesOut"),
  counted("BytesRejectedPerSec", "Bytes of batches that were larger than max.message.bytes.", "bytesRejected"),
  counted("TotalProduceRequestsPerSec", "Partitions that producers and coordinators wrote to, once for each request.", "produceRequests"),
  counted("TotalFetchRequestsPerSec", "Partitions that were read for consumers, once for each read.", "fetchRequests"),
  counted("FailedProduceRequestsPerSec", "Writes that failed for other than everyday reasons.", "failedProduceRequests"),
  counted("FailedFetchRequestsPerSec", "Reads that failed for other than everyday reasons.", "failedFetchRequests"),
  meter(
    "kafka.server BrokerTopicMetrics InvalidMessageCrcRecordsPerSec",
    "Batches that were damaged.",
    ({ parts: { counts } }) => counts.allTopics().invalidCrcRecords,
  ),
  never("ReplicationBytesInPerSec", "Bytes that followers fetched."),
  never("ReplicationBytesOutPerSec", "Bytes that were sent to followers."),
  never("ReassignmentBytesInPerSec", "Bytes that came because of reassignments."),
  never("ReassignmentBytesOutPerSec", "Bytes that went because of reassignments."),
  never("ProduceMessageConversionsPerSec", "Batches that were converted from an old format."),
  never("FetchMessageConversionsPerSec", "Batches that were converted to an old format."),

  gauge(`${replicaManager} PartitionCount`, "Partitions on this node: all there are.", (view) => partitionsOf(view).length),
  gauge(`${replicaManager} LeaderCount`, "Partitions that this node leads: all there are.", (view) => partitionsOf(view).length),
  gauge(`${replicaManager} OfflineReplicaCount`, "Partitions whose log has failed.", (view) => failedLogs(view).length),
  gauge(`${replicaManager} UnderReplicatedPartitions`, "Partitions with replicas that lag. Always 0.", () => 0),
  gauge(`${replicaManager} UnderMinIsrPartitionCount`, "Partitions with too few replicas in sync. Always 0.", () => 0),
  gauge(
    `${replicaManager} AtMinIsrPartitionCount`,
    "Partitions with no replica to spare: all there are.",
    (view) => partitionsOf(view).length,
  ),
  gauge(`${replicaManager} ReassigningPartitions`, "Partitions that are being moved. Always 0.", () => 0),
  gauge(`${replicaManager} ProducerIdCount`, "Idempotent producers that logs remember, once for each log.", (view) =>
    partitionsOf(view).reduce((count, { log }) => count + log.activeProducers().length, 0),
  ),
  gauge(
    `${replicaManager} PartitionsWithLateTransactionsCount`,
    "Partitions with a transaction that is open for longer than transaction.max.timeout.ms and five minutes.",
    (view) => partitionsOf(view).filter(({ log }) => log.activeProducers().some((producer) => isLate(producer, view))).length,
  ),
  meter(`${replicaManager} IsrExpandsPerSec`, "Replicas that came back in sync. Always 0.", () => 0),
  meter(`${replicaManager} IsrShrinksPerSec`, "Replicas that fell out of sync. Always 0.", () => 0),
  meter(`${replicaManager} FailedIsrUpdatesPerSec`, "Changes of replica sets that failed. Always 0.", () => 0),

  gauge(`${ofCluster} ReplicasCount`, "Replicas. Always 1.", (view) => eachPartition(view, () => 1), ofPartition),
  gauge(`${ofCluster} InSyncReplicasCount`, "Replicas in sync. Always 1.", (view) => eachPartition(view, () => 1), ofPartition),
  gauge(`${ofCluster} UnderReplicated`, "Whether replicas lag. Always 0.", (view) => eachPartition(view, () => 0), ofPartition),
  gauge(`${ofCluster} UnderMinIsr`, "Whether too few replicas are in sync. Always 0.", (view) => eachPartition(view, () => 0), ofPartition),
  gauge(`${ofCluster} AtMinIsr`, "Whether no replica is to spare. Always 1.", (view) => eachPartition(view, () => 1), ofPartition),
  gauge(
    `${ofCluster} LastStableOffsetLag`,
    "Records that wait for the end of a transaction.",
    (view) => eachPartition(view, ({ highWatermark, log }) => Math.max(0, highWatermark - log.lastStableOffset)),
    ofPartition,
  ),

  gauge("kafka.log Log Size", "Bytes of a partition's segments.", (view) => eachLog(view, ({ sizeBytes }) => sizeBytes), ofPartition),
  gauge(
    "kafka.log Log LogStartOffset",
    "First offset that may be read.",
    (view) => eachLog(view, ({ startOffset }) => startOffset),
    ofPartition,
  ),
  gauge(
    "kafka.log Log LogEndOffset",
    "Offset that the next record gets.",
    (view) => eachLog(view, ({ endOffset }) => endOffset),
    ofPartition,
  ),
  gauge(
    "kafka.log Log NumLogSegments",
    "Segments of a partition.",
    (view) => eachLog(view, ({ segmentCount }) => segmentCount),
    ofPartition,
  ),
  gauge("kafka.log LogManager OfflineLogDirectoryCount", "1 if a log has failed, so that the disk can't be trusted.", (view) =>
    Math.min(1, failedLogs(view).length),
  ),
];
