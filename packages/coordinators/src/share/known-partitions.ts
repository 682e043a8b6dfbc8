import type { ShareGroupStatePartitionMetadataValue } from "@millrace/protocol";
import { ascending } from "../modern/assignment.ts";
import type { TopicFacts } from "../modern/topic-image.ts";

/** Partitions of one topic of which the group's state is in the same condition. */
export interface KnownTopic {
  readonly name: string;
  readonly partitions: ReadonlySet<number>;
  /** Since when, in milliseconds. Counted from loading on, as in Kafka. */
  readonly sinceMs: number;
}

export type KnownTopics = ReadonlyMap<string, KnownTopic>;

/** Which partitions a share group has state of, by topic id: members get those alone whose state is there (KIP-932). */
export interface KnownPartitions {
  /** Their state is being set up. */
  readonly initializing: KnownTopics;
  readonly initialized: KnownTopics;
  /** Names of topics whose state is being deleted. */
  readonly deleting: ReadonlyMap<string, string>;
}

/** Partitions by topic id. */
export type PartitionLists = ReadonlyMap<string, Iterable<number>>;

export const noKnownPartitions: KnownPartitions = { initializing: new Map(), initialized: new Map(), deleting: new Map() };

/** All of both; of what both have the second says the newer. */
export function joined(first: KnownTopics, second: KnownTopics): Map<string, KnownTopic> {
  const all = new Map(first);
  for (const [topicId, topic] of second) {
    all.set(topicId, { ...topic, partitions: new Set([...(first.get(topicId)?.partitions ?? []), ...topic.partitions]) });
  }
  return all;
}

/** Without these partitions, and without topics of which none is left. */
export function without(topics: KnownTopics, gone: PartitionLists): Map<string, KnownTopic> {
  const left = new Map<string, KnownTopic>();
  for (const [topicId, topic] of topics) {
    const drop = new Set(gone.get(topicId));
    const partitions = new Set([...topic.partitions].filter((each) => !drop.has(each)));
    if (partitions.size > 0) left.set(topicId, { ...topic, partitions });
  }
  return left;
}

/** Without these topics. */
export function withoutTopics<Value>(topics: ReadonlyMap<string, Value>, gone: ReadonlySet<string>): Map<string, Value> {
  return new Map([...topics].filter(([topicId]) => !gone.has(topicId)));
}

export function storedPartitions({ initializing, initialized, deleting }: KnownPartitions): ShareGroupStatePartitionMetadataValue {
  const listed = (topics: KnownTopics) =>
    Array.from(topics, ([topicId, { name, partitions }]) => ({ topicId, topicName: name, partitions: ascending(partitions) }));
  return {
    initializingTopics: listed(initializing),
    initializedTopics: listed(initialized),
    deletingTopics: Array.from(deleting, ([topicId, topicName]) => ({ topicId, topicName })),
  };
}

export function restoredPartitions(value: ShareGroupStatePartitionMetadataValue, nowMs: number): KnownPartitions {
  const known = (topics: ShareGroupStatePartitionMetadataValue["initializedTopics"]) =>
    new Map(
      topics.map(({ topicId, topicName, partitions }) => [topicId, { name: topicName, partitions: new Set(partitions), sinceMs: nowMs }]),
    );
  return {
    initializing: known(value.initializingTopics),
    initialized: known(value.initializedTopics),
    deleting: new Map(value.deletingTopics.map(({ topicId, topicName }) => [topicId, topicName])),
  };
}

export function allPartitions({ partitionCount }: TopicFacts): Set<number> {
  return new Set(Array.from({ length: partitionCount }, (_, partition) => partition));
}
