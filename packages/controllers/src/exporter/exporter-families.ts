import type { MetricFamily } from "@millrace/kube";
import type { KafkaView, ViewedPartition } from "./kafka-view.ts";

type Labels = Readonly<Record<string, string>>;

interface Value {
  readonly labels: Labels;
  readonly value: number;
}

/** One of Kafka Exporter's metrics: all of them are gauges. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly values: (view: KafkaView) => readonly Value[];
}

const nothingCommitted = -1;

const metric = (name: string, help: string, values: Metric["values"]): Metric => ({ name: `kafka_${name}`, help, values });

/** Of each partition; `value` is undefined where there is nothing to tell. */
function ofPartitions(name: string, help: string, value: (partition: ViewedPartition) => number | undefined): Metric {
  return metric(`topic_partition_${name}`, help, ({ topics }) =>
    [...topics].flatMap(([topic, partitions]) =>
      partitions.flatMap((each) => {
        const told = value(each);
        return told === undefined ? [] : [{ labels: { topic, partition: String(each.partition) }, value: told }];
      }),
    ),
  );
}

/** A group's place in a partition of a topic that it has committed something of. */
interface Place {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Undefined where nobody leads. */
  readonly lag: number | undefined;
}

/** Of each topic that a group has committed something of, all partitions. */
function placesOf({ topics, groups }: KafkaView): Place[] {
  return groups.flatMap(({ groupId: group, committed }) =>
    [...committed].flatMap(([topic, offsets]) =>
      (topics.get(topic) ?? []).map(({ partition, endOffset }) => {
        const offset = offsets.get(partition) ?? nothingCommitted;
        const behind = endOffset === undefined ? undefined : endOffset - offset;
        return { group, topic, partition, offset, lag: offset === nothingCommitted ? nothingCommitted : behind };
      }),
    ),
  );
}

function ofPlaces(name: string, help: string, value: (place: Place) => number | undefined): Metric {
  return metric(`consumergroup_${name}`, help, (view) =>
    placesOf(view).flatMap((place) => {
      const told = value(place);
      const labels = { consumergroup: place.group, topic: place.topic, partition: String(place.partition) };
      return told === undefined ? [] : [{ labels, value: told }];
    }),
  );
}

function summed(name: string, help: string, value: (place: Place) => number): Metric {
  return metric(`consumergroup_${name}`, help, (view) => {
    const places = Map.groupBy(placesOf(view), ({ group, topic }) => JSON.stringify([group, topic]));
    return [...places.values()].map((of) => ({
      labels: { consumergroup: of[0]?.group ?? "", topic: of[0]?.topic ?? "" },
      value: of.reduce((sum, place) => sum + value(place), 0),
    }));
  });
}

const metrics: readonly Metric[] = [
  metric("brokers", "Brokers of the Kafka", ({ brokers }) => [{ labels: {}, value: brokers.length }]),
  metric("broker_info", "A broker and its address", ({ brokers }) =>
    brokers.map(({ id, address }) => ({ labels: { id: String(id), address }, value: 1 })),
  ),
  metric("topic_partitions", "Partitions of a topic", ({ topics }) =>
    [...topics].map(([topic, partitions]) => ({ labels: { topic }, value: partitions.length })),
  ),
  ofPartitions("current_offset", "End of what consumers may read", ({ endOffset }) => endOffset),
  ofPartitions("oldest_offset", "First offset that may be read", ({ startOffset }) => startOffset),
  ofPartitions("leader", "Id of the broker that leads a partition; -1 for none", ({ leaderId }) => leaderId),
  ofPartitions("replicas", "Replicas of a partition", ({ replicas }) => replicas.length),
  ofPartitions("in_sync_replica", "Replicas of a partition that are in sync", ({ isr }) => isr.length),
  ofPartitions("leader_is_preferred", "Whether the preferred replica leads", ({ leaderId, replicas }) => Number(leaderId === replicas[0])),
  ofPartitions("under_replicated_partition", "Whether replicas are out of sync", ({ isr, replicas }) =>
    Number(isr.length < replicas.length),
  ),
  ofPlaces("current_offset", "What a group has committed; -1 where it has nothing of a partition of the topic", ({ offset }) => offset),
  ofPlaces("lag", "Records that a group has still to read; -1 where it has committed nothing", ({ lag }) => lag),
  summed("current_offset_sum", "What a group has committed, over the partitions of a topic", ({ offset }) => offset),
  summed("lag_sum", "Records of a topic that a group has still to read", ({ lag = 0 }) => Math.max(0, lag)),
  metric("consumergroup_members", "Members of a group", ({ groups }) =>
    groups.map(({ groupId, members }) => ({ labels: { consumergroup: groupId }, value: members })),
  ),
];

/** What Kafka Exporter tells of a Kafka; `common` are labels that all samples get besides. */
export function exporterFamilies(view: KafkaView, common: Labels): readonly MetricFamily[] {
  return metrics.map(({ name, help, values }) => ({
    ...{ name, help },
    type: "gauge" as const,
    samples: values(view).map(({ labels, value }) => ({ suffix: "", labels: { ...common, ...labels }, value })),
  }));
}
