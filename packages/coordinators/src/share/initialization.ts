import type { Turn } from "../turn.ts";
import {
  allPartitions,
  joined,
  type KnownPartitions,
  type KnownTopic,
  type PartitionLists,
  without,
  withoutTopics,
} from "./known-partitions.ts";
import { knownPartitionsRecord } from "./member-records.ts";
import type { ShareGroup } from "./share-group.ts";
import type { ShareRecord } from "./share-record.ts";

/** Offsets at which a group begins on partitions of topics, by the topics' ids; -1: its config says where. */
export type StartOffsets = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** State of these partitions is to be set up with the share coordinator; how it went is told to `initialized` or `notInitialized`. */
export interface Initialization {
  readonly groupId: string;
  readonly stateEpoch: number;
  readonly startOffsets: StartOffsets;
}

/** Work for elsewhere: to set the state up. */
export interface InitializationTask extends Initialization {
  readonly type: "initialize-share-partitions";
}

const unknownOffset = -1;

/** Partitions of the named topics that are neither set up nor on their way to it since not too long ago. */
export function uninitialized({ topics, configs, nowMs }: Turn, { known }: ShareGroup, names: Iterable<string>): Map<string, KnownTopic> {
  const { groupShareInitializeRetryIntervalMs: retryMs } = configs.broker;
  const fresh = new Map<string, KnownTopic>();
  for (const name of names) {
    const topic = topics.topic(name);
    if (topic === undefined) continue;
    const initialized = known.initialized.get(topic.id)?.partitions;
    if (initialized?.size === topic.partitionCount) continue;
    const initializing = known.initializing.get(topic.id);
    const isUnderWay = initializing !== undefined && nowMs - initializing.sinceMs < retryMs;
    const done = new Set([...(initialized ?? []), ...(isUnderWay ? initializing.partitions : [])]);
    const missing = [...allPartitions(topic)].filter((each) => !done.has(each));
    if (missing.length > 0) fresh.set(topic.id, { name, partitions: new Set(missing), sinceMs: nowMs });
  }
  return fresh;
}

/** The record that has these partitions on their way. */
export function recordInitializing({ groupId, known }: ShareGroup, fresh: ReadonlyMap<string, KnownTopic>): ShareRecord {
  const initializing = joined(known.initializing, fresh);
  return knownPartitionsRecord(groupId, { ...known, initializing, deleting: withoutTopics(known.deleting, new Set(initializing.keys())) });
}

export function initializationOf(groupId: string, stateEpoch: number, fresh: ReadonlyMap<string, KnownTopic>): InitializationTask {
  const offsets = (partitions: Iterable<number>) => new Map(Array.from(partitions, (each) => [each, unknownOffset]));
  const startOffsets = new Map(Array.from(fresh, ([topicId, { partitions }]) => [topicId, offsets(partitions)]));
  return { type: "initialize-share-partitions", groupId, stateEpoch, startOffsets };
}

/** The group's partitions once the state of these is set up. */
export function withInitialized({ topics, nowMs }: Turn, known: KnownPartitions, done: PartitionLists): KnownPartitions {
  const named = Array.from(done, ([topicId, partitions]): [string, KnownTopic] => {
    const name = topics.topicById(topicId)?.name ?? known.initializing.get(topicId)?.name ?? "";
    return [topicId, { name, partitions: new Set(partitions), sinceMs: nowMs }];
  });
  return { ...known, initializing: without(known.initializing, done), initialized: joined(known.initialized, new Map(named)) };
}
