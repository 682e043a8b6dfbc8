import type { Partition } from "../../partitions/partition.ts";
import type { Labels, Metric, MetricsView, Sample } from "../metric.ts";
import { groupsOf, offsetsOf } from "./groups.ts";

const ofPartition = ["topic", "partition"];
const nothingCommitted = -1;

function exporter(name: string, help: string, read: Metric["read"], labels: readonly string[] = []): Metric {
  return { name: `kafka_${name}`, kind: "exporter", labels, help, read };
}

function topicsOf({ parts, exported }: MetricsView) {
  return [...parts.metadata.image.topics()].filter(({ name }) => exported.topic(name));
}

function eachPartition(name: string, help: string, value: (partition: Partition, view: MetricsView) => number): Metric {
  const read = (view: MetricsView): Sample[] =>
    topicsOf(view).flatMap((topic) =>
      view.parts.partitions.of(topic.name).map((partition) => ({
        labels: { topic: topic.name, partition: String(partition.index) },
        value: value(partition, view),
      })),
    );
  return exporter(`topic_partition_${name}`, help, read, ofPartition);
}

/** A group's place in a partition of a topic that it has committed something of. */
interface Place {
  readonly labels: Labels;
  /** -1 where nothing is committed. */
  readonly offset: number;
  /** -1 where nothing is committed. */
  readonly lag: number;
}

function membersOf({ parts }: MetricsView, groupId: string, type: string): number {
  return parts.groups.read(
    groupId,
    (coordinator) =>
      (type === "consumer" ? coordinator.describeConsumerGroup(groupId).members : coordinator.describeGroup(groupId, 5).members)?.length ??
      0,
    () => 0,
  );
}

function exportedGroups(view: MetricsView) {
  return groupsOf(view).filter(({ groupId }) => view.exported.group(groupId));
}

/** Of each topic that a group has committed something of, all partitions. */
function placesOf(view: MetricsView): Place[] {
  return exportedGroups(view).flatMap(({ groupId, type }) => {
    if (!view.exported.showAllOffsets && membersOf(view, groupId, type) === 0) return [];
    const committed = Map.groupBy(offsetsOf(view, groupId), ({ topic }) => topic);
    return [...committed]
      .filter(([topic]) => view.exported.topic(topic))
      .flatMap(([topic, offsets]) => {
        const byPartition = new Map(offsets.map(({ partition, offset }) => [partition, offset]));
        return view.parts.partitions.of(topic).map(({ index, highWatermark }) => {
          const offset = byPartition.get(index) ?? nothingCommitted;
          const lag = offset === nothingCommitted ? nothingCommitted : highWatermark - offset;
          return { labels: { consumergroup: groupId, topic, partition: String(index) }, offset, lag };
        });
      });
  });
}

function eachPlace(name: string, help: string, value: (place: Place) => number): Metric {
  const read = (view: MetricsView) => placesOf(view).map((place) => ({ labels: place.labels, value: value(place) }));
  return exporter(`consumergroup_${name}`, help, read, ["consumergroup", ...ofPartition]);
}

function summed(name: string, help: string, value: (place: Place) => number): Metric {
  const read = (view: MetricsView): Sample[] => {
    const places = Map.groupBy(placesOf(view), ({ labels }) => JSON.stringify([labels.consumergroup, labels.topic]));
    return [...places].map(([key, of]) => {
      const [consumergroup, topic] = JSON.parse(key) as [string, string];
      return { labels: { consumergroup, topic }, value: of.reduce((sum, place) => sum + value(place), 0) };
    });
  };
  return exporter(`consumergroup_${name}`, help, read, ["consumergroup", "topic"]);
}

function addressOf({ parts, listeners }: MetricsView): Labels {
  const [first] = listeners.bound;
  return { id: String(parts.nodeId), address: `${first?.advertisedHost ?? ""}:${first?.advertisedPort ?? ""}` };
}

/** What Kafka Exporter, a program of its own on Kubernetes, tells of topics and groups. */
export const exporterRows: readonly Metric[] = [
  exporter("brokers", "Brokers. Always 1.", () => 1),
  exporter("broker_info", "The broker and its address.", (view) => [{ labels: addressOf(view), value: 1 }], ["id", "address"]),
  exporter(
    "topic_partitions",
    "Partitions of a topic.",
    (view) => topicsOf(view).map(({ name, partitionCount }) => ({ labels: { topic: name }, value: partitionCount })),
    ["topic"],
  ),
  eachPartition("current_offset", "End of what consumers may read.", ({ highWatermark }) => highWatermark),
  eachPartition("oldest_offset", "First offset that may be read.", ({ log }) => log.startOffset),
  eachPartition("leader", "Leader of a partition: this node.", (_, { parts }) => parts.nodeId),
  eachPartition("replicas", "Replicas. Always 1.", () => 1),
  eachPartition("in_sync_replica", "Replicas in sync. Always 1.", () => 1),
  eachPartition("leader_is_preferred", "Whether the preferred replica leads. Always 1.", () => 1),
  eachPartition("under_replicated_partition", "Whether replicas lag. Always 0.", () => 0),
  eachPlace("current_offset", "What a group has committed; -1 where it has nothing of a partition of the topic.", ({ offset }) => offset),
  eachPlace("lag", "Records that a group has still to read; -1 where it has committed nothing.", ({ lag }) => lag),
  summed("current_offset_sum", "What a group has committed, over the partitions of a topic.", ({ offset }) => offset),
  summed("lag_sum", "Records of a topic that a group has still to read.", ({ lag }) => Math.max(0, lag)),
  exporter(
    "consumergroup_members",
    "Members of a group.",
    (view) =>
      exportedGroups(view).map(({ groupId, type }) => ({
        labels: { consumergroup: groupId },
        value: membersOf(view, groupId, type),
      })),
    ["consumergroup"],
  ),
];
